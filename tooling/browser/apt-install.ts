import { execFile, spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { promisify } from "node:util";
import type { BrowserName } from "./driven.ts";

/** With a font, since a fresh container has none and its pages would be empty boxes. */
const PACKAGES: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: ["chromium", "fonts-dejavu-core"],
  firefox: ["firefox-esr", "fonts-dejavu-core"],
};

const APT = "/usr/bin/apt-get";

/** One at a time: apt holds locks, and both browsers may be asked for at once. */
let last: Promise<void> = Promise.resolve();

/** Whether this is a Debian where packages can be installed without asking anybody. */
export async function canInstall(): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const hasApt = await access(APT).then(
    () => true,
    () => false,
  );
  return hasApt && (isRoot() || (await hasFreeSudo()));
}

/** Installs a browser from the distribution, and says so. */
export function installBrowser(name: BrowserName): Promise<void> {
  const turn = last.then(async () => {
    const packages = PACKAGES[name];
    console.error(
      `No usable ${name} here; installing ${packages.join(" and ")} with apt-get (a minute or two)…`,
    );
    await runApt(["update"]);
    await runApt(["install", "-y", "--no-install-recommends", ...packages]);
  });
  last = turn.catch(() => {});
  return turn;
}

async function runApt(args: string[]): Promise<void> {
  const options = ["-q", "-o", "DPkg::Lock::Timeout=300"];
  const [command, ...rest] = isRoot()
    ? [APT, ...options, ...args]
    : ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive", APT, ...options, ...args];
  const child = spawn(String(command), rest, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  let text = "";
  const keep = (chunk: Buffer): void => {
    text = (text + String(chunk)).slice(-4000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve);
    child.once("error", reject);
  });
  if (code !== 0) throw new Error(`"apt-get ${args.join(" ")}" ended with ${code}: ${findReason(text)}`);
}

/** The line that says why: apt marks it with `E:`; else the last one. */
export function findReason(output: string): string {
  const lines = output
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.findLast((line) => line.startsWith("E:")) ?? lines.at(-1) ?? "it said nothing";
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function hasFreeSudo(): Promise<boolean> {
  return promisify(execFile)("sudo", ["-n", "true"]).then(
    () => true,
    () => false,
  );
}
