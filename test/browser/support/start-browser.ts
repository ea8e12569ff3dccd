import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName, DrivenBrowser, LaunchOptions } from "../../../tooling/browser/driven.ts";

/** Both, always. DUPLEX_BROWSER=firefox (or chromium) narrows it, while one is being worked on. */
export const BROWSERS = (["chromium", "firefox"] as const).filter(
  (it) => (process.env.DUPLEX_BROWSER ?? it) === it,
);

/** A browser with the built extension, DevTools open, and a folder of its own for downloads. */
export interface StartedBrowser {
  readonly browser: DrivenBrowser;
  readonly downloads: string;
  stop(): Promise<void>;
}

/** Starts a browser for tests, headless unless DUPLEX_HEADED is set. */
export async function startBrowser(
  name: BrowserName,
  options: Partial<LaunchOptions> = {},
): Promise<StartedBrowser> {
  const downloads = mkdtempSync(join(tmpdir(), "duplex-downloads-"));
  const browser = await launch(name, {
    extensionDir: resolve(import.meta.dirname, "../../../dist", name === "chromium" ? "chrome" : "firefox"),
    headless: process.env.DUPLEX_HEADED === undefined,
    downloadDir: downloads,
    ...options,
  });
  return {
    browser,
    downloads,
    async stop() {
      await browser.close();
      rmSync(downloads, { recursive: true, force: true });
    },
  };
}
