import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { licences } from "../../tooling/write-licences.ts";

const folder = mkdtempSync(join(tmpdir(), "duplex-licences-"));
afterAll(() => rmSync(folder, { recursive: true }));

function addPackage(name: string, dependencies: object, licence: string | null): void {
  const at = name === "" ? folder : join(folder, "node_modules", name);
  mkdirSync(at, { recursive: true });
  writeFileSync(
    join(at, "package.json"),
    JSON.stringify({ name, version: "1.2.3", license: "MIT", dependencies }),
  );
  if (licence !== null) writeFileSync(join(at, "LICENSE"), licence);
}

describe("the licences of what is built", () => {
  it("are those of all packages that are built in", () => {
    const text = licences();
    for (const name of ["preact", "@preact/signals-core", "fflate", "idb", "webextension-polyfill"]) {
      expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
    }
    expect(text).toMatch(/^Duplex [\d.]+\n\nMIT License/);
    expect(text).toContain("Mozilla Public License Version 2.0");
    expect(text).not.toContain("vitest");
  });

  it("take in what a package depends on, once, and miss none", () => {
    addPackage("", { a: "1", b: "1" }, "ours");
    addPackage("a", { c: "1" }, "licence of a");
    addPackage("b", { c: "1", a: "1" }, "licence of b");
    addPackage("c", {}, "licence of c");
    expect(licences(folder).match(/licence of ./g)).toEqual(["licence of a", "licence of b", "licence of c"]);
    addPackage("d", {}, null);
    addPackage("c", { d: "1" }, "licence of c");
    expect(() => licences(folder)).toThrow("has no licence file");
  });
});
