import browser from "webextension-polyfill";

/** What somebody has chosen in the settings; without it the browser's own language is meant. */
const KEY = "duplex-language";

/** The language to speak: the chosen one, else that of the browser's own menus. */
export function readerLanguage(): string {
  return chosenLanguage() || browser.i18n.getUILanguage();
}

/** The language chosen in the settings; "" is the browser's. Where a browser keeps nothing for the page, nothing was chosen. */
export function chosenLanguage(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** Keeps the choice. It is read when a page of Duplex is opened, before the first text is shown. */
export function chooseLanguage(language: string): void {
  try {
    if (language === "") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, language);
  } catch {
    // As it was.
  }
}
