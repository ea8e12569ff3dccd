import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { Catalogue } from "../../../src/core/text/say.ts";

const root = resolve(import.meta.dirname, "../../..");
const locales = resolve(root, "extension/_locales");

function read(language: string): Catalogue {
  return JSON.parse(readFileSync(resolve(locales, language, "messages.json"), "utf8"));
}

const english = read("en");
const others = readdirSync(locales).filter((it) => it !== "en");

/** The names between dollar signs. */
function places(text: string): string[] {
  return [...new Set([...text.matchAll(/\$([A-Za-z0-9_]+)\$/g)].map(([, name]) => String(name)))].sort();
}

const forms = (key: string) => /^(\w+)_(zero|one|two|few|many|other)$/.exec(key)?.[1] ?? null;

test("every language has every text of English, with the same places in it, and no other", () => {
  expect(others).toContain("de");
  for (const language of others) {
    const catalogue = read(language);
    const differences = [...new Set([...Object.keys(english), ...Object.keys(catalogue)])].filter((key) => {
      const [ours, its] = [english[key], catalogue[key]];
      // A language may have more forms of a plural than English has.
      if (ours === undefined || its === undefined)
        return !(ours === undefined && `${forms(key)}_other` in english);
      return its.message.trim() === "" || String(places(ours.message)) !== String(places(its.message));
    });
    expect(differences, language).toEqual([]);
  }
});

test("every text names its places as WebExtensions want it", () => {
  for (const language of ["en", ...others]) {
    const wrong = Object.entries(read(language)).filter(
      ([, { message, placeholders = {} }]) =>
        String(places(message)) !== String(Object.keys(placeholders).sort()) ||
        Object.keys(placeholders).some((name) => name !== name.toLowerCase()),
    );
    expect(wrong, language).toEqual([]);
  }
});

test("every plural has the form that all languages have", () => {
  const bases = Object.keys(english).flatMap((key) => forms(key) ?? []);
  expect(bases.length).toBeGreaterThan(10);
  expect(bases.filter((base) => !(`${base}_other` in english) || !(`${base}_one` in english))).toEqual([]);
});

test("no text is left that nobody says", () => {
  const sources = ["src", "extension", "tooling"]
    .flatMap((folder) =>
      readdirSync(resolve(root, folder), { recursive: true, encoding: "utf8" })
        .filter((it) => /\.tsx?$/.test(it))
        .map((it) => resolve(root, folder, it)),
    )
    .concat(resolve(root, "manifest.json"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const words = new Set(
    [...sources.matchAll(/["`](?:__MSG_)?([A-Za-z0-9_]+?)(?:__)?["`]/g)].map((it) => it[1]),
  );
  const isSaid = (key: string) => {
    const base = forms(key) ?? key;
    // What `formatQuantity` counts.
    return words.has(base) || (base.endsWith("Count") && words.has(base.slice(0, -"Count".length)));
  };
  expect(Object.keys(english).filter((key) => !isSaid(key))).toEqual([]);
});
