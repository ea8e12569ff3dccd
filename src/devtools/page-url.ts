import type { Browser } from "webextension-polyfill";

/**
 * The inspected page's address as DevTools opens; "" where the page has none to tell. It is evaluated in the page's own
 * world, where a page can replace, and count, nearly every function: these two properties it cannot (HTML, `Location`:
 * LegacyUnforgeable). Nothing else of Duplex is evaluated there.
 */
export async function pageUrl(inspectedWindow: Browser["devtools"]["inspectedWindow"]): Promise<string> {
  try {
    const answer: unknown = await inspectedWindow.eval("location.href");
    // Chromium's own promise is of the value; that of Firefox, and the polyfill's, of the value and what was thrown.
    const url: unknown = Array.isArray(answer) ? answer[0] : answer;
    return typeof url === "string" ? url : "";
  } catch {
    return "";
  }
}
