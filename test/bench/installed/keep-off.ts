import type { DrivenBrowser } from "../../../tooling/browser/driven.ts";
import { toCall } from "../../../tooling/browser/expression.ts";

/**
 * Keeps Duplex off the pages of a match pattern, so that one renderer has pages with it and without it. Its own settings
 * know whole sites only, and another site gets another renderer.
 */
export async function keepOff(browser: DrivenBrowser, pattern: string): Promise<void> {
  const page = await browser.openExtensionPage("panel.html");
  await page.evaluate(toCall(exclude, pattern));
  await page.close();
}

interface Scripting {
  getRegisteredContentScripts(): Promise<{ id: string }[]>;
  updateContentScripts(scripts: { id: string; excludeMatches: string[] }[]): Promise<void>;
}

/** Runs in a page of the extension. */
async function exclude(pattern: string): Promise<void> {
  const { scripting } = (globalThis as unknown as { chrome: { scripting: Scripting } }).chrome;
  const scripts = await scripting.getRegisteredContentScripts();
  await scripting.updateContentScripts(scripts.map(({ id }) => ({ id, excludeMatches: [pattern] })));
}
