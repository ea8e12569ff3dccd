import type { Browser } from "webextension-polyfill";

/**
 * Evaluated in the page: when the answer began from which its document was made (Navigation Timing), in epoch
 * milliseconds. Its first script runs after that; in Firefox even before the old document's unload has ended.
 */
const EXPRESSION = `(() => {
  const [entry] = performance.getEntriesByType("navigation");
  return performance.timeOrigin + entry.responseStart;
})()`;

/** The inspected page's address as DevTools opens; "" where the page has none to tell. */
export async function pageUrl(inspectedWindow: Browser["devtools"]["inspectedWindow"]): Promise<string> {
  try {
    const [url] = (await inspectedWindow.eval("location.href")) as [unknown, unknown];
    return typeof url === "string" ? url : "";
  } catch {
    return "";
  }
}

/** When the inspected document began; null where the page does not tell (its own code may have replaced the clock). */
export async function documentStart(
  inspectedWindow: Browser["devtools"]["inspectedWindow"],
): Promise<number | null> {
  try {
    const [at] = (await inspectedWindow.eval(EXPRESSION)) as [unknown, unknown];
    return typeof at === "number" && Math.abs(Date.now() - at) < 60_000 ? at : null;
  } catch {
    return null;
  }
}
