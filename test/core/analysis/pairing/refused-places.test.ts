import { describe, expect, it } from "vitest";
import { judgePairing, NO_WISHES } from "../../../../src/core/analysis/pairing/judge-pairing.ts";
import { createPairingLearner } from "../../../../src/core/analysis/pairing/learn-pairing.ts";
import { ruleName } from "../../../../src/core/analysis/pairing/pairing-rule.ts";
import { createRandom } from "../../../support/random.ts";

/** Requests and replies of 16 bytes with a count in bytes 4 to 7, the higher byte first. */
function learn() {
  const random = createRandom(7);
  const learner = createPairingLearner();
  let at = 1_767_268_800_000;
  const say = (row: number, received: boolean, id: number) => {
    const head = Uint8Array.from({ length: 16 }, () => random.integer(256));
    new DataView(head.buffer).setUint32(4, id);
    const unknown = { label: "", beat: null, correlation: null, protocol: "", scalars: [] };
    learner.observe({ ...unknown, row, at, received, shape: "binary", head, tail: head.subarray(-16) });
  };
  for (let n = 0; n < 200; n += 1) {
    at += 20 + random.integer(400);
    say(2 * n, false, 70_000 + 37 * n);
    at += 8 + random.integer(9);
    say(2 * n + 1, true, 70_000 + 37 * n);
  }
  return learner;
}

describe("a place in binary messages that the reader refuses", () => {
  it("is not taken by another name either", () => {
    const learner = learn();
    expect(judgePairing(learner).map(ruleName)).toEqual(["u32be@4"]);
    // Two bytes of it, which say the same while the count is low, are it.
    expect(judgePairing(learner, { ...NO_WISHES, refused: new Set(["u32be@4", "order"]) })).toEqual([]);
  });
});
