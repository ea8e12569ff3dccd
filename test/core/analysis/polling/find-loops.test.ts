import { describe, expect, it } from "vitest";
import { findLoops } from "../../../../src/core/analysis/polling/find-loops.ts";
import { scoreLoops } from "./labelled-session.ts";
import { sessionOfTraffic } from "./session-of-traffic.ts";
import { HOLD_OUT_LOOK_ALIKES } from "./sessions/hold-out-look-alikes.ts";
import { HOLD_OUT_LOOPS } from "./sessions/hold-out-loops.ts";
import { TUNING_LOOK_ALIKES } from "./sessions/tuning-look-alikes.ts";
import { TUNING_LOOPS } from "./sessions/tuning-loops.ts";

const SEEDS = [1, 2, 3, 4, 5];

describe("the sessions that thresholds were chosen on", () => {
  it.each([...TUNING_LOOPS, ...TUNING_LOOK_ALIKES])("$name", async ({ loops, fill }) => {
    for (const seed of SEEDS) {
      const found = findLoops(await sessionOfTraffic(seed, fill));
      const told = found.map(({ method, url, kind, rhythm }) => ({ ...rhythm, method, url, kind }));
      const score = scoreLoops(loops, found);
      expect({ seed, ...score, told }).toEqual({ seed, right: loops.length, invented: 0, missed: 0, told });
    }
  });
});

describe("the sessions that nothing was chosen on", () => {
  it("are judged with a precision and a recall of at least 0.95", async () => {
    const total = { right: 0, invented: 0, missed: 0 };
    for (const { loops, fill } of [...HOLD_OUT_LOOPS, ...HOLD_OUT_LOOK_ALIKES]) {
      for (const seed of SEEDS) {
        const score = scoreLoops(loops, findLoops(await sessionOfTraffic(seed, fill)));
        total.right += score.right;
        total.invented += score.invented;
        total.missed += score.missed;
      }
    }
    expect(total.right / (total.right + total.invented), JSON.stringify(total)).toBeGreaterThanOrEqual(0.95);
    expect(total.right / (total.right + total.missed), JSON.stringify(total)).toBeGreaterThanOrEqual(0.95);
  });
});
