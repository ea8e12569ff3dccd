import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_WINDOW, DEVTOOLS_SHARE, type LaunchOptions, type Theme } from "../driven.ts";

type Json = Record<string, unknown>;

/** What DevTools calls its themes. */
export const DEVTOOLS_THEME: Readonly<Record<Theme, string>> = { light: "default", dark: "dark" };

/** Flags for a browser that does what it is told and nothing of its own. */
export function listChromiumFlags(profile: string, options: LaunchOptions): string[] {
  const { width, height } = options.windowSize ?? DEFAULT_WINDOW;
  const flags = [
    `--user-data-dir=${profile}`,
    `--window-size=${width},${height}`,
    // A pipe rather than a port: nobody else can speak to it, and it is what lets Extensions.loadUnpacked through.
    "--remote-debugging-pipe",
    "--enable-unsafe-extension-debugging",
    "--lang=en-US",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-search-engine-choice-screen",
    "--hide-crash-restore-bubble",
    "--password-store=basic",
    "--use-mock-keychain",
    // The inspected page is to be measured as a person sees it, even with a window in front of it.
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
  ];
  if (options.headless) flags.push("--headless=new", "--disable-gpu");
  // Chromium's sandbox refuses to run as root; anybody else keeps it.
  if (process.getuid?.() === 0) flags.push("--no-sandbox", "--test-type");
  if (options.privateWindow) flags.push("--incognito");
  return [...flags, "about:blank"];
}

/** Settings that only a profile can carry; those of a kept profile stay. */
export async function prepareChromiumProfile(profile: string, options: LaunchOptions): Promise<void> {
  const file = join(profile, "Default", "Preferences");
  const before = JSON.parse(await readFile(file, "utf8").catch(() => "{}")) as Json;
  await mkdir(join(profile, "Default"), { recursive: true });
  await writeFile(file, JSON.stringify(mergeSettings(before, listSettings(options))));
}

function listSettings(options: LaunchOptions): Json {
  const { height } = options.windowSize ?? DEFAULT_WINDOW;
  return {
    // At the bottom the inspected page stays in sight, and the panel is wide.
    devtools: {
      preferences: {
        currentDockState: '"bottom"',
        "inspector-view.split-view-state": JSON.stringify({
          horizontal: { size: Math.round(height * DEVTOOLS_SHARE) },
        }),
      },
      synced_preferences_sync_disabled: options.theme
        ? { "ui-theme": `"${DEVTOOLS_THEME[options.theme]}"` }
        : {},
    },
    // Without developer mode a kept profile switches off the unpacked extension of its last run.
    extensions: { ui: { developer_mode: true } },
    // A killed browser would ask to restore its tabs.
    profile: { exit_type: "Normal", exited_cleanly: true },
    download: options.downloadDir
      ? { default_directory: options.downloadDir, prompt_for_download: false, directory_upgrade: true }
      : {},
  };
}

/** A deep merge of plain objects; the second wins. */
export function mergeSettings(under: Json, over: Json): Json {
  const merged: Json = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = merged[name];
    merged[name] = isObject(below) && isObject(value) ? mergeSettings(below, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
