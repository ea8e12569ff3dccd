import { access, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join, parse, sep } from "node:path";
import type { BrowserName } from "./driven.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where browsers usually are, best first; `*` stands for any one folder. Google Chrome comes last: it has ignored
 * `--load-extension` since 137, and the way round that is less well tested.
 */
export function listCandidates(name: BrowserName, platform: NodeJS.Platform, env: Environment): string[] {
  const home = env.HOME ?? env.USERPROFILE ?? homedir();
  if (platform === "darwin") return listMac(name, home);
  if (platform === "win32") return listWindows(name, env, home);
  return listLinux(name, env, home);
}

function listLinux(name: BrowserName, env: Environment, home: string): string[] {
  const onPath = (file: string): string[] => {
    const folders = [...(env.PATH ?? "").split(":").filter(Boolean), "/usr/bin", "/usr/local/bin"];
    return [...new Set(folders.map((folder) => `${folder}/${file}`))];
  };
  const cache = env.XDG_CACHE_HOME ?? `${home}/.cache`;
  if (name === "firefox") {
    return [
      ...[
        "firefox-esr",
        "firefox",
        "firefox-developer-edition",
        "firefox-devedition",
        "firefox-nightly",
      ].flatMap(onPath),
      "/usr/lib/firefox/firefox",
      "/opt/firefox/firefox",
      "/opt/firefox-developer/firefox",
      "/opt/firefox-nightly/firefox",
      `${cache}/puppeteer/firefox/*/firefox/firefox`,
    ];
  }
  return [
    ...["chromium", "chromium-browser"].flatMap(onPath),
    "/usr/lib/chromium/chromium",
    `${env.PLAYWRIGHT_BROWSERS_PATH ?? `${cache}/ms-playwright`}/chromium-*/chrome-linux*/chrome`,
    `${cache}/puppeteer/chrome/*/chrome-linux*/chrome`,
    ...["microsoft-edge", "microsoft-edge-stable", "google-chrome", "google-chrome-stable"].flatMap(onPath),
  ];
}

function listMac(name: BrowserName, home: string): string[] {
  const inApplications = (app: string, file: string): string[] =>
    ["/Applications", `${home}/Applications`].map((folder) => `${folder}/${app}.app/Contents/MacOS/${file}`);
  if (name === "firefox") {
    return [
      ...["Firefox", "Firefox Developer Edition", "Firefox Nightly"].flatMap((app) =>
        inApplications(app, "firefox"),
      ),
      `${home}/.cache/puppeteer/firefox/*/*.app/Contents/MacOS/firefox`,
    ];
  }
  const forTesting = "Google Chrome for Testing";
  return [
    ...inApplications("Chromium", "Chromium"),
    ...inApplications(forTesting, forTesting),
    `${home}/Library/Caches/ms-playwright/chromium-*/chrome-mac*/${forTesting}.app/Contents/MacOS/${forTesting}`,
    `${home}/Library/Caches/ms-playwright/chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium`,
    `${home}/.cache/puppeteer/chrome/*/chrome-mac*/${forTesting}.app/Contents/MacOS/${forTesting}`,
    ...inApplications("Microsoft Edge", "Microsoft Edge"),
    ...inApplications("Google Chrome", "Google Chrome"),
  ];
}

function listWindows(name: BrowserName, env: Environment, home: string): string[] {
  const local = env.LOCALAPPDATA ?? `${home}\\AppData\\Local`;
  const roots = [env.ProgramFiles, env["ProgramFiles(x86)"], local].filter((root) => root !== undefined);
  const inRoots = (path: string): string[] => roots.map((root) => `${root}\\${path}`);
  if (name === "firefox") {
    return [
      ...["Mozilla Firefox", "Firefox Developer Edition", "Firefox Nightly"].flatMap((app) =>
        inRoots(`${app}\\firefox.exe`),
      ),
      `${home}\\.cache\\puppeteer\\firefox\\*\\*\\firefox.exe`,
    ];
  }
  return [
    ...inRoots("Chromium\\Application\\chrome.exe"),
    `${local}\\ms-playwright\\chromium-*\\chrome-win*\\chrome.exe`,
    `${home}\\.cache\\puppeteer\\chrome\\*\\chrome-win*\\chrome.exe`,
    ...inRoots("Microsoft\\Edge\\Application\\msedge.exe"),
    ...inRoots("Google\\Chrome\\Application\\chrome.exe"),
  ];
}

/** The existing files a pattern stands for, the highest number first. */
export async function expandPattern(pattern: string): Promise<string[]> {
  const { root } = parse(pattern);
  let paths = [root];
  for (const part of pattern.slice(root.length).split(sep)) {
    if (!part.includes("*")) {
      paths = paths.map((path) => join(path, part));
      continue;
    }
    const fits = new RegExp(`^${part.split("*").map(escapePattern).join(".*")}$`);
    const expanded = await Promise.all(
      paths.map(async (path) => {
        const names = (await readdir(path).catch(() => [])).filter((entry) => fits.test(entry));
        return names
          .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
          .map((entry) => join(path, entry));
      }),
    );
    paths = expanded.flat();
  }
  const there = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, index) => there[index]);
}

function escapePattern(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
