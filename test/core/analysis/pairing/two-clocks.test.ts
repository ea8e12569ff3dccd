import { expect, test } from "vitest";
import { measureRoundTrips } from "../../../../src/core/analysis/pairing/measure-round-trips.ts";
import { createTripLog } from "../../../../src/core/analysis/pairing/trip-log.ts";

test("a reply with an earlier time than its request is paired, and the time between is not known", () => {
  const trips = createTripLog();
  for (const [index, replyAt] of [120, 220, 320, 382].entries()) {
    const request = 2 * index;
    const requestAt = 100 * (index + 1);
    const shared = { connection: 1, by: "json-rpc", type: "read", fromServer: false };
    trips.reply(trips.ask({ ...shared, request, requestAt }), request + 1, replyAt, true, false);
  }
  const [summary] = measureRoundTrips(trips, new Map(), () => null);
  expect(summary).toMatchObject({ requests: 4, pairs: 4, unanswered: 0, p50Ms: 20, maxMs: 20 });
  expect(summary?.types).toMatchObject([{ pairs: 4, maxMs: 20 }]);
  expect(summary?.slowest).toHaveLength(3);
  const last = trips.tripOf(6) as number;
  expect(trips.tripOf(7)).toBe(last);
  expect(trips.get(last)).toMatchObject({ first: 7, replies: 1, rttMs: null, lastMs: null });
});
