import browser from "webextension-polyfill";

/** Keeps `data-theme` as DevTools' own theme is; each browser tells of a change in its own way. */
export function followTheme(root: HTMLElement): void {
  const { panels } = browser.devtools;
  const set = (name: string) => {
    root.dataset.theme = name === "dark" ? "dark" : "light";
  };
  set(panels.themeName);
  if (__TARGET__ === "firefox") panels.onThemeChanged.addListener(set);
  else chrome.devtools.panels.setThemeChangeHandler?.(set);
}
