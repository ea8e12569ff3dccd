import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";

/** What runs in every page before its first script, as gzip makes it: what it costs to read from the disk and to parse grows with it. */
const HOOK_MAX_BYTES = 8000;

const root = resolve(import.meta.dirname, "..");
for (const target of ["chrome", "firefox"] as const) {
  const code = readFileSync(resolve(root, "dist", target, "hook.js"));
  const bytes = gzipSync(code, { level: 9 }).length;
  console.log(`${target}: the hook takes ${bytes} of ${HOOK_MAX_BYTES} bytes (gzip).`);
  if (bytes > HOOK_MAX_BYTES) process.exitCode = 1;
}
