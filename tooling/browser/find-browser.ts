import { canInstall, installBrowser } from "./apt-install.ts";
import { expandPattern, listCandidates } from "./browser-places.ts";
import { inspectBrowser, MINIMUM_VERSION } from "./browser-version.ts";
import type { BrowserName } from "./driven.ts";

export interface FoundBrowser {
  path: string;
  version: string;
}

/** The variables that name a browser's path; the first is ours, and binding. */
const VARIABLES: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: ["DUPLEX_CHROMIUM", "CHROMIUM_PATH", "CHROME_PATH", "CHROME_BIN"],
  firefox: ["DUPLEX_FIREFOX", "FIREFOX_PATH", "FIREFOX_BIN"],
};

const TITLE: Readonly<Record<BrowserName, string>> = { chromium: "Chromium", firefox: "Firefox" };

const ADVICE: Readonly<Record<BrowserName, string>> = {
  chromium:
    '"apt-get install chromium" on Debian, "brew install --cask chromium" on macOS, Edge will do on Windows',
  firefox: '"apt-get install firefox-esr" on Debian, https://www.mozilla.org/firefox elsewhere',
};

/**
 * Finds a browser that can run the extension: by its variable, in the usual places, or, where the machine lets us,
 * by installing it. Otherwise the error says in one sentence what is missing and what to do.
 */
export async function findBrowser(
  name: BrowserName,
  options: { install?: boolean } = {},
): Promise<FoundBrowser> {
  const refusals: string[] = [];
  const own = process.env[VARIABLES[name][0] ?? ""];
  const found = await lookAround(name, refusals);
  if (found) return found;
  if (!own && options.install !== false && (await canInstall())) {
    try {
      await installBrowser(name);
      const installed = await lookAround(name, refusals);
      if (installed) return installed;
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(describeMissing(name, refusals));
}

/** One sentence: what is missing, what was seen instead, what to do. */
export function describeMissing(name: BrowserName, refusals: readonly string[]): string {
  const seen = refusals.length > 0 ? ` (${[...new Set(refusals)].join("; ")})` : "";
  return `No ${TITLE[name]} ${MINIMUM_VERSION[name]} or newer was found${seen}: install it (${ADVICE[name]}) or set ${VARIABLES[name][0]} to the path of one.`;
}

async function lookAround(name: BrowserName, refusals: string[]): Promise<FoundBrowser | null> {
  for (const path of await listPaths(name, refusals)) {
    const answer = await inspectBrowser(name, path);
    if ("refusal" in answer) {
      if (answer.refusal) refusals.push(answer.refusal);
      continue;
    }
    if (name === "chromium" && /google[ -]chrome(?!.*testing)/i.test(path)) {
      console.error(`No Chromium was found; trying Google Chrome (${path}), which is less well tested.`);
    }
    return { path, version: answer.version };
  }
  return null;
}

async function listPaths(name: BrowserName, refusals: string[]): Promise<string[]> {
  for (const variable of VARIABLES[name]) {
    const path = process.env[variable];
    if (!path) continue;
    const paths = await expandPattern(path);
    if (paths.length === 0) refusals.push(`${variable} is ${path}, where there is no file`);
    // Who names a browser wants that one or none; the other tools' variables are hints.
    if (variable.startsWith("DUPLEX_") || paths.length > 0) return paths;
  }
  return (await Promise.all(listCandidates(name, process.platform, process.env).map(expandPattern))).flat();
}
