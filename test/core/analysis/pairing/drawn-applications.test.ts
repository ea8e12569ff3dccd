import { describe, expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { ruleName } from "../../../../src/core/analysis/pairing/pairing-rule.ts";
import { createRandom } from "../../../support/random.ts";
import { sessionFromText } from "../../../support/session-from-text.ts";
import { ASKING_AS_DRAWN, SILENT_AS_DRAWN, SILENT_AS_DRAWN_IN_BYTES } from "./drawn-applications.ts";
import { createTraffic } from "./traffic.ts";

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

function lookAt(lines: readonly string[]) {
  const session = sessionFromText({ "ws wss://a.example/": lines });
  return findRoundTrips(session, decodeSession(session));
}

describe("nothing is paired, at any rate and from any number on, of", () => {
  for (const [name, application] of Object.entries({ ...SILENT_AS_DRAWN, ...SILENT_AS_DRAWN_IN_BYTES })) {
    it(name, () => {
      const claims = SEEDS.flatMap((seed) => {
        const traffic = createTraffic();
        application(createRandom(seed * 7717), traffic);
        const { rules } = lookAt(traffic.done().lines);
        return [...rules.values()].flat().map((it) => `seed ${seed}: ${it.asks} ${ruleName(it)}`);
      });
      expect(claims).toEqual([]);
    });
  }
});

describe("all is paired, at any rate, of", () => {
  for (const [name, application] of Object.entries(ASKING_AS_DRAWN)) {
    it(name, () => {
      for (const seed of SEEDS) {
        const traffic = createTraffic();
        application(createRandom(seed * 7717), traffic);
        const { lines, trips: truth } = traffic.done();
        const { trips } = lookAt(lines);
        const [first] = truth;
        // The frame's record is the first row of all, and the opening of the connection comes before its first message.
        const before = trips.length === 0 ? 0 : trips.get(0).request - (first?.request ?? 0);
        const found = truth.map(({ request, replies }) => {
          const trip = trips.tripOf(request + before);
          return trip !== null && replies.every((it) => trips.tripOf(it + before) === trip);
        });
        expect(
          found.filter((it) => !it),
          `seed ${seed}`,
        ).toEqual([]);
      }
    });
  }
});
