import { describe, expect, it } from "vitest";
import { createRandom } from "../../../support/random.ts";
import { scoreTraffic } from "./score-traffic.ts";
import { createTraffic } from "./traffic.ts";
import { ASKING_BY_STYLE, SILENT_BY_STYLE } from "./wire-styles.ts";

const SEEDS = [1, 2, 3];

/** What share of the replies is found, where it is not each: a tile is named by three members together, noise hides a byte, at a timer's pace nothing shows. */
const FOUND: Readonly<Record<string, number>> = {
  "tiles of a map by z, x and y": 0,
  "a count of one byte, beside pushes with noise in its place": 0,
  "Modbus TCP, polled by a timer and answered in turn": 0.6,
  // Some keys that were drawn have no digit.
  "calls over a stream of events: a key in the head, JSON behind": 0.8,
};

function scoresOf(name: string) {
  const application = ASKING_BY_STYLE[name] ?? SILENT_BY_STYLE[name];
  return SEEDS.map((seed) => {
    const traffic = createTraffic();
    application?.(createRandom(seed * 7717), traffic);
    return scoreTraffic(traffic);
  });
}

describe("replies are found, and none that is not one, of", () => {
  for (const name of Object.keys(ASKING_BY_STYLE)) {
    it(name, () => {
      const scores = scoresOf(name);
      const sumOf = (what: "found" | "all" | "wrong") => scores.reduce((sum, it) => sum + it[what], 0);
      expect(sumOf("wrong")).toBe(0);
      expect(sumOf("found") / sumOf("all")).toBeGreaterThanOrEqual(FOUND[name] ?? 1);
    });
  }
});

describe("nothing is claimed of", () => {
  for (const name of Object.keys(SILENT_BY_STYLE)) {
    it(name, () => {
      for (const { by, found } of scoresOf(name)) expect({ by, found }).toEqual({ by: [], found: 0 });
    });
  }
});
