import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const FOLDER = join(import.meta.dirname, "../../src/panel/view/styles");
const FORCED = "forced-colors.css";

/** What says that something is chosen, as an element's own attribute or class. */
const CHOSEN = /\[aria-(?:selected|pressed)="true"\]|\.is-(?:chosen|current|in|cursor)\b/;

/** Elements that are chosen, and of which only a background says so. */
function chosenByBackground(): string[] {
  const found = new Set<string>();
  for (const file of readdirSync(FOLDER)) {
    if (file === FORCED) continue;
    const css = readFileSync(join(FOLDER, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    for (const [, selectors = "", block = ""] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      // A line along an edge stays where all colours are the system's.
      if (!/background/.test(block) || /(border|outline|underline)/.test(block)) continue;
      for (const selector of selectors.split(",")) {
        const compound = selector.split(/[\s>]+/).find((it) => CHOSEN.test(it) && !it.includes(":not"));
        if (compound !== undefined) found.add(compound.replace(/:(?!is)[a-z-]+/g, ""));
      }
    }
  }
  return [...found].sort();
}

// A system with high contrast takes all backgrounds away.
test("what is chosen is still seen where the system sets all colours", () => {
  const all = chosenByBackground();
  expect(all.length).toBeGreaterThan(8);
  const forced = readFileSync(join(FOLDER, FORCED), "utf8");
  // Of a more special one, what is said of all of them holds.
  const isSaid = (it: string) => forced.includes(it) || forced.includes(it.replace(/\.is-(small|icon)/, ""));
  expect(all.filter((it) => !isSaid(it))).toEqual([]);
});
