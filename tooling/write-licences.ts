import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * The text of `LICENCES.txt`: Duplex's licence, and those of the packages that are built into it, which all ask for that. They are the
 * package's `dependencies` and what these depend on. Throws where one has no licence file.
 */
export function licences(folder: string = root): string {
  const own = readPackage(folder);
  const names = new Set<string>();
  const waiting = Object.keys(own.dependencies ?? {});
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (names.has(name)) continue;
    names.add(name);
    waiting.push(...Object.keys(readPackage(join(folder, "node_modules", name)).dependencies ?? {}));
  }
  const parts = [`Duplex ${own.version}\n\n${readLicence(folder)}`];
  for (const name of [...names].sort()) {
    const at = join(folder, "node_modules", name);
    const { version, license, homepage } = readPackage(at);
    const about = [license, homepage].filter((it) => it !== undefined).join(", ");
    parts.push(`${name} ${version} (${about})\n\n${readLicence(at)}`);
  }
  return parts.map((it) => `${it.trim()}\n`).join(`\n${"-".repeat(80)}\n\n`);
}

/** Writes them into a folder of `dist`. */
export function writeLicences(target: string): void {
  const folder = resolve(root, "dist", target);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "LICENCES.txt"), licences());
}

function readPackage(folder: string): Package {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function readLicence(folder: string): string {
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE"]
    .map((it) => join(folder, it))
    .find(existsSync);
  if (file === undefined)
    throw new Error(`${folder} has no licence file: its text has to go with what is built.`);
  return readFileSync(file, "utf8");
}
