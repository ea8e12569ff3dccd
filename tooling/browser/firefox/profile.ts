import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DEFAULT_WINDOW, DEVTOOLS_SHARE, type LaunchOptions, type Theme } from "../driven.ts";

type Pref = string | number | boolean;

/** The id under `browser_specific_settings.gecko` of an unpacked extension. */
export async function readGeckoId(extensionDir: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(extensionDir, "manifest.json"), "utf8")) as {
    browser_specific_settings?: { gecko?: { id?: string } };
  };
  const id = manifest.browser_specific_settings?.gecko?.id;
  if (!id) throw new Error(`${extensionDir}/manifest.json has no browser_specific_settings.gecko.id.`);
  return id;
}

/** The same UUID for the same id, always: the origin, and with it IndexedDB, survives restarts and kills. */
export function toStableUuid(id: string): string {
  const hex = createHash("sha256").update(id).digest("hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Writes `user.js`, which wins over what the profile remembers from its last run. */
export async function prepareFirefoxProfile(
  profile: string,
  options: LaunchOptions,
  geckoId: string | null,
): Promise<void> {
  await writeFile(join(profile, "user.js"), toUserJs(listFirefoxPrefs(options, geckoId)));
}

export function toUserJs(prefs: Readonly<Record<string, Pref>>): string {
  return Object.entries(prefs)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join("");
}

/** What Firefox calls its DevTools theme. */
export function toDevtoolsTheme(theme: Theme): string {
  return theme;
}

export function listFirefoxPrefs(options: LaunchOptions, geckoId: string | null): Record<string, Pref> {
  const { height } = options.windowSize ?? DEFAULT_WINDOW;
  return {
    ...QUIET,
    // The toolbox at the bottom: the inspected page stays in sight, and the panel is wide.
    "devtools.toolbox.host": "bottom",
    "devtools.toolbox.footer.height": Math.round(height * DEVTOOLS_SHARE),
    ...(options.theme ? { "devtools.theme": toDevtoolsTheme(options.theme) } : {}),
    ...(options.downloadDir ? toDownloadPrefs(resolve(options.downloadDir)) : {}),
    ...(geckoId ? toStoragePrefs(geckoId) : {}),
  };
}

/** A temporary add-on is forgotten at the end of a run; its storage and its origin are not to be. */
function toStoragePrefs(geckoId: string): Record<string, Pref> {
  return {
    "extensions.webextensions.uuids": JSON.stringify({ [geckoId]: toStableUuid(geckoId) }),
    "extensions.webextensions.keepStorageOnUninstall": true,
    "extensions.webextensions.keepUuidOnUninstall": true,
  };
}

function toDownloadPrefs(dir: string): Record<string, Pref> {
  return {
    "browser.download.folderList": 2,
    "browser.download.dir": dir,
    "browser.download.lastDir": dir,
    "browser.download.useDownloadDir": true,
    "browser.download.always_ask_before_handling_new_types": false,
    "browser.download.alwaysOpenPanel": false,
    "browser.download.manager.addToRecentDocs": false,
    "browser.download.open_pdf_attachments_inline": false,
  };
}

/** A browser that does what it is told and nothing of its own. */
const QUIET: Readonly<Record<string, Pref>> = {
  // WebDriver BiDi alone.
  "remote.active-protocols": 1,
  // Whatever the machine speaks: tests know elements by their English names.
  "intl.locale.requested": "en-US",
  "intl.accept_languages": "en-US, en",
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.aboutwelcome.enabled": false,
  "browser.newtabpage.enabled": false,
  "browser.sessionstore.resume_from_crash": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage": "about:blank",
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.startup.page": 0,
  "browser.tabs.warnOnClose": false,
  "browser.warnOnQuit": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "datareporting.policy.dataSubmissionPolicyBypassNotification": true,
  "devtools.everOpened": true,
  "devtools.selfxss.count": 5,
  // It ends scripts by the clock, however little of a busy machine's time they got.
  "dom.max_ext_content_script_run_time": 0,
  "dom.max_script_run_time": 0,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "privacy.trackingprotection.enabled": false,
  "startup.homepage_welcome_url": "",
  "termsofuse.bypassNotification": true,
  "toolkit.startup.max_resumed_crashes": -1,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
  // The inspected page is to be measured as a person sees it, even with a window in front of it.
  "widget.windows.window_occlusion_tracking.enabled": false,
  "widget.macos.window_occlusion_tracking.enabled": false,
};
