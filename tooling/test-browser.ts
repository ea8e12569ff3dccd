import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./browser/find-browser.ts";
import { buildAll } from "./build.ts";
import { type FailedFile, readFailedFiles } from "./read-failed-files.ts";

/** So many files may fail by the machine's fault; more is a defect that a second run would only hide for longer. */
const MOST_AGAIN = 5;

/**
 * `npm run test:browser [-- VITEST ARGUMENTS]`: real Chromium and real Firefox, installed first where they are missing. Of the
 * whole suite, some thousand waits for two browsers, the files that failed are run once more by themselves; what passed then
 * only is listed at the end, since it is a defect all the same: of the test, or of what it tests.
 */
for (const name of ["chromium", "firefox"] as const) {
  const { path, version } = await findBrowser(name, { install: true });
  console.log(`${name} ${version}: ${path}`);
}
await buildAll();
const chosen = process.argv.slice(2);
const dir = mkdtempSync(join(tmpdir(), "duplex-tests-"));
try {
  process.exitCode = chosen.length > 0 ? run(chosen) : runAll();
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function runAll(): number {
  const first = runReported("first");
  if (first.status === 0) return 0;
  const { failed } = first;
  if (failed === null || failed.length === 0 || failed.length > MOST_AGAIN) return first.status;
  console.log(`\nOnce more, by themselves: ${failed.map(({ file }) => file).join(", ")}\n`);
  const { status } = runReported("second", ...failed.map(({ file }) => file));
  if (status !== 0) return status;
  console.log("\nPassed the second time only, which is a defect:");
  for (const { file, tests } of failed) {
    for (const test of tests) console.log(`  ${file} > ${test}`);
  }
  return 0;
}

/** Answers also which files failed; null where the run did not come so far as to say. */
function runReported(name: string, ...files: string[]): { status: number; failed: FailedFile[] | null } {
  const report = join(dir, `${name}.json`);
  const status = run(["--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...files]);
  return { status, failed: readFailedFiles(report, process.cwd()) };
}

function run(more: readonly string[]): number {
  const { status } = spawnSync("npx", ["vitest", "run", "--project", "browser", ...more], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  return status ?? 1;
}
