import { execFile } from "node:child_process";
import { open, readdir, readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { BrowserName } from "./driven.ts";

/** What the extension's manifest asks for, too. */
export const MINIMUM_VERSION: Readonly<Record<BrowserName, number>> = { chromium: 148, firefox: 142 };

const VERSION_TIMEOUT_MS = 30_000;

/** A usable browser's version, or why it is not one ("" where nothing needs to be said). */
export async function inspectBrowser(
  name: BrowserName,
  path: string,
): Promise<{ version: string } | { refusal: string }> {
  if (await isSnap(path))
    return { refusal: `${path} is a snap, which cannot see a profile in a temporary folder` };
  const version = await readVersion(name, path).catch(() => "");
  if (version === "") return { refusal: `${path} does not tell its version` };
  if (!isRecent(name, version)) return { refusal: `${path} is version ${version}` };
  return { version };
}

/** The first dotted number of what `--version` prints: "Chromium 156.0.8078.79 built on …", "Mozilla Firefox 153.7.0esr". */
export function parseVersion(output: string): string {
  return /\d+(?:\.\d+)+/.exec(output)?.[0] ?? "";
}

export function isRecent(name: BrowserName, version: string): boolean {
  return Number.parseInt(version, 10) >= MINIMUM_VERSION[name];
}

async function readVersion(name: BrowserName, path: string): Promise<string> {
  if (process.platform === "win32") return readWindowsVersion(name, dirname(path));
  const { stdout } = await promisify(execFile)(path, ["--version"], { timeout: VERSION_TIMEOUT_MS });
  return parseVersion(stdout);
}

/** On Windows `--version` opens a window instead; the installed files tell. */
async function readWindowsVersion(name: BrowserName, folder: string): Promise<string> {
  if (name === "firefox") {
    const ini = await readFile(join(folder, "application.ini"), "utf8");
    return parseVersion(/^Version=.*$/m.exec(ini)?.[0] ?? "");
  }
  const entries = (await readdir(folder)).map((entry) => entry.replace(/\.manifest$/, ""));
  return entries.find((entry) => /^\d+\.\d+\.\d+\.\d+$/.test(entry)) ?? "";
}

/** Ubuntu's `chromium-browser` and `firefox` are links to, or scripts around, a snap. */
async function isSnap(path: string): Promise<boolean> {
  if (process.platform !== "linux") return false;
  if ((await realpath(path)).startsWith("/snap/") || (await realpath(path)) === "/usr/bin/snap") return true;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const start = buffer.toString("latin1", 0, bytesRead);
    return start.startsWith("#!") && start.includes("/snap/bin/");
  } finally {
    await file.close();
  }
}
