import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, expect, it } from "vitest";
import { readFailedFiles } from "../../tooling/read-failed-files.ts";

const dir = mkdtempSync(join(tmpdir(), "duplex-failed-"));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it("reads from vitest's own report which files failed, and in which tests", () => {
  const vitest = JSON.stringify(import.meta.resolve("vitest"));
  const write = (name: string, text: string) =>
    writeFileSync(join(dir, name), `import { beforeAll, describe, expect, test } from ${vitest};\n${text}`);
  write("good.test.mjs", `test("is well", () => {});`);
  write(
    "bad.test.mjs",
    `describe("a part", () => { test("is ill", () => expect(1).toBe(2)); test("is well", () => {}); });`,
  );
  write(
    "broken.test.mjs",
    `beforeAll(() => { throw new Error("no browser"); }); test("is not reached", () => {});`,
  );
  const report = join(dir, "report.json");
  const bin = resolve(import.meta.dirname, "../../node_modules/vitest/vitest.mjs");
  spawnSync(process.execPath, [bin, "run", "--root", dir, "--reporter=json", `--outputFile=${report}`]);
  const failed = readFailedFiles(report, dir)?.sort((a, b) => (a.file < b.file ? -1 : 1));
  expect(failed?.map(({ file }) => file)).toEqual(["bad.test.mjs", "broken.test.mjs"]);
  expect(failed?.[0]?.tests).toEqual(["a part is ill"]);
  expect(readFailedFiles(join(dir, "none.json"), dir)).toBeNull();
});
