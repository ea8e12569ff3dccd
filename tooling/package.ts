import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { type Zippable, zipSync } from "fflate";
import { TARGETS } from "./adapt-manifest.ts";
import { buildAll } from "./build.ts";

const root = resolve(import.meta.dirname, "..");
/** The same build gives the same zip: every file carries the first day that zip can write. */
const MTIME = new Date(1980, 0, 1);

/** `npm run package`: a zip of each built extension, ready for the stores. */
await buildAll();
const { version } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8"));
rmSync(resolve(root, "dist/packages"), { recursive: true, force: true });
mkdirSync(resolve(root, "dist/packages"), { recursive: true });
for (const target of TARGETS) {
  const folder = resolve(root, "dist", target);
  const files: Zippable = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = resolve(entry.parentPath, entry.name);
    files[relative(folder, file).replaceAll("\\", "/")] = [readFileSync(file), { mtime: MTIME, level: 9 }];
  }
  const zip = resolve(root, `dist/packages/duplex-${version}-${target}.zip`);
  writeFileSync(zip, zipSync(files));
  console.log(`${relative(root, zip)}: ${Object.keys(files).length} files`);
}
