import { spawnSync } from "node:child_process";
import { findBrowser } from "./browser/find-browser.ts";
import { buildAll } from "./build.ts";

/** `npm run test:browser [-- VITEST ARGUMENTS]`: real Chromium and real Firefox, installed first where they are missing. */
for (const name of ["chromium", "firefox"] as const) {
  const { path, version } = await findBrowser(name, { install: true });
  console.log(`${name} ${version}: ${path}`);
}
await buildAll();
const { status } = spawnSync("npx", ["vitest", "run", "--project", "browser", ...process.argv.slice(2)], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exitCode = status ?? 1;
