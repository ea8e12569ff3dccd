import { mkdir } from "node:fs/promises";
import { launchChromium } from "./chromium/launch.ts";
import type { BrowserName, DrivenBrowser, LaunchOptions } from "./driven.ts";
import { findBrowser } from "./find-browser.ts";
import { launchFirefox } from "./firefox/launch.ts";
import { openProfileFolder } from "./profile-folder.ts";

/** Starts a browser with the extension in it, in the same manner for both. See `driven.ts` for what it can do. */
export async function launch(name: BrowserName, options: LaunchOptions): Promise<DrivenBrowser> {
  const browser = await findBrowser(name);
  if (options.downloadDir) await mkdir(options.downloadDir, { recursive: true });
  const profile = await openProfileFolder(options.profileDir);
  return name === "chromium"
    ? launchChromium(browser, profile, options)
    : launchFirefox(browser, profile, options);
}
