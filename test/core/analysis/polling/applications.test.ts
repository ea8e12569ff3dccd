import { describe, expect, it } from "vitest";
import { findLoops } from "../../../../src/core/analysis/polling/find-loops.ts";
import { type ApplicationSession, toLabelled } from "./applications/application-traffic.ts";
import { HOLD_OUT_BUILDS } from "./applications/hold-out-builds.ts";
import { HOLD_OUT_CHATS } from "./applications/hold-out-chats.ts";
import { HOLD_OUT_DESKS } from "./applications/hold-out-desks.ts";
import { HOLD_OUT_EVERYDAY } from "./applications/hold-out-everyday.ts";
import { HOLD_OUT_MACHINES } from "./applications/hold-out-machines.ts";
import { HOLD_OUT_MEDIA } from "./applications/hold-out-media.ts";
import { HOLD_OUT_PERSONS } from "./applications/hold-out-persons.ts";
import { TUNING_CHOSEN } from "./applications/tuning-chosen.ts";
import { TUNING_MESSAGES } from "./applications/tuning-messages.ts";
import { TUNING_OTHERS } from "./applications/tuning-others.ts";
import { TUNING_PACES } from "./applications/tuning-paces.ts";
import { TUNING_PAGES } from "./applications/tuning-pages.ts";
import { TUNING_READERS } from "./applications/tuning-readers.ts";
import { scoreLoops } from "./labelled-session.ts";
import { sessionOfTraffic } from "./session-of-traffic.ts";

const SEEDS = [1, 2, 3];

describe("sessions of applications", () => {
  it.each([
    // What was wrong of them the first time was mended.
    [
      "tuned on",
      [
        ...TUNING_MESSAGES,
        ...TUNING_PAGES,
        ...TUNING_OTHERS,
        ...TUNING_READERS,
        ...TUNING_CHOSEN,
        ...TUNING_PACES,
      ],
    ],
    // They were right the first time: nothing was changed because of them.
    [
      "held out",
      [
        ...HOLD_OUT_CHATS,
        ...HOLD_OUT_BUILDS,
        ...HOLD_OUT_MACHINES,
        ...HOLD_OUT_PERSONS,
        ...HOLD_OUT_MEDIA,
        ...HOLD_OUT_EVERYDAY,
        ...HOLD_OUT_DESKS,
      ],
    ],
  ] as const)("are judged with a precision and a recall of at least 0.95: %s", async (_, sessions) => {
    const total = { right: 0, invented: 0, missed: 0 };
    const wrong: string[] = [];
    for (const { name, loops, fill } of (sessions as readonly ApplicationSession[]).map(toLabelled)) {
      for (const seed of SEEDS) {
        const score = scoreLoops(loops, findLoops(await sessionOfTraffic(seed, fill)));
        total.right += score.right;
        total.invented += score.invented;
        total.missed += score.missed;
        if (score.invented + score.missed > 0) wrong.push(`${name}, seed ${seed}: ${JSON.stringify(score)}`);
      }
    }
    expect(total.right / (total.right + total.invented), wrong.join("\n")).toBeGreaterThanOrEqual(0.95);
    expect(total.right / (total.right + total.missed), wrong.join("\n")).toBeGreaterThanOrEqual(0.95);
  });
});
