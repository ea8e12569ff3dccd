import { describe, expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { gatherEvidence } from "../../../../src/core/analysis/findings/evidence.ts";
import { findFindings } from "../../../../src/core/analysis/findings/find-findings.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { findLoops } from "../../../../src/core/analysis/polling/find-loops.ts";
import { scoreLoops } from "./labelled-session.ts";
import { CONVERSATIONS } from "./products/conversations.ts";
import { LIVE_PAGES } from "./products/live-pages.ts";
import { OPERATIONS } from "./products/operations.ts";
import { READING_AND_WRITING } from "./products/reading-and-writing.ts";
import { sessionOfTraffic } from "./session-of-traffic.ts";

const SEEDS = [1, 2, 3, 4, 5];

describe("sessions that imitate products", () => {
  it("are judged with a precision and a recall of at least 0.98", async () => {
    const total = { right: 0, invented: 0, missed: 0 };
    const wrong: string[] = [];
    for (const { name, loops, fill } of [
      ...OPERATIONS,
      ...CONVERSATIONS,
      ...LIVE_PAGES,
      ...READING_AND_WRITING,
    ]) {
      for (const seed of SEEDS) {
        const score = scoreLoops(loops, findLoops(await sessionOfTraffic(seed, fill)));
        total.right += score.right;
        total.invented += score.invented;
        total.missed += score.missed;
        if (score.invented + score.missed > 0) wrong.push(`${name}, seed ${seed}`);
      }
    }
    expect(total.right / (total.right + total.invented), wrong.join("\n")).toBeGreaterThanOrEqual(0.98);
    expect(total.right / (total.right + total.missed), wrong.join("\n")).toBeGreaterThanOrEqual(0.98);
  });
});

it("has no finding about pages that only load and are read", async () => {
  const wrong: string[] = [];
  for (const { name, fill } of READING_AND_WRITING) {
    const session = await sessionOfTraffic(2, fill);
    const decoder = decodeSession(session);
    const found = findFindings(gatherEvidence(session, decoder, findRoundTrips(session, decoder)));
    if (found.length > 0) wrong.push(`${name}: ${found.map(({ rule }) => rule).join(", ")}`);
  }
  expect(wrong).toEqual([]);
});
