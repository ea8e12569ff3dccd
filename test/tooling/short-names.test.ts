import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { readEvents } from "../../src/core/wire/batch.ts";
import { OWN_NAMES } from "../../tooling/short-names.ts";
import { richBatches } from "../core/export/rich-session.ts";

it("shortens no field of what leaves the hook", () => {
  const fields = new Set<string>();
  for (const batch of richBatches()) {
    for (const name of Object.keys(batch)) fields.add(name);
    readEvents(batch, (event) => {
      if (event !== null && !("payload" in event)) for (const name of Object.keys(event)) fields.add(name);
    });
  }
  expect(fields).toContain("reconnecting");
  expect(OWN_NAMES.filter((name) => fields.has(name))).toEqual([]);
});

it("shortens no field of the platform's", () => {
  const platform = new Set<string>();
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (name === "Buffer") continue; // node's own
    const it = (globalThis as Record<string, unknown>)[name];
    if (typeof it !== "function" && typeof it !== "object") continue;
    const prototype: unknown = typeof it === "function" ? it.prototype : it;
    for (const object of [it, prototype]) {
      for (const field of Object.getOwnPropertyNames(object ?? {})) platform.add(field);
    }
  }
  expect(platform).toContain("getReader");
  expect(OWN_NAMES.filter((name) => platform.has(name))).toEqual([]);
});

it("shortens no name that is also looked up by its text", () => {
  const folder = resolve(import.meta.dirname, "../../src/page");
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !/worker/.test(name));
  const texts = sources.flatMap((name) => {
    const code = readFileSync(resolve(folder, name), "utf8")
      .replace(/\/\*.*?\*\//gs, "")
      .replace(/\/\/.*/g, "")
      // A type's field.
      .replace(/\b[A-Z]\w*\["\w+"\]/g, "");
    return [...code.matchAll(/"([A-Za-z]+)"/g)].map((it) => it[1] as string);
  });
  expect(texts).toContain("readyState");
  expect(OWN_NAMES.filter((name) => texts.includes(name))).toEqual([]);
});
