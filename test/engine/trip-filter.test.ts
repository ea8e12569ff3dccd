import { describe, expect, it } from "vitest";
import { decodeSession } from "../../src/core/analysis/decode-session.ts";
import { findRoundTrips } from "../../src/core/analysis/pairing/find-round-trips.ts";
import { measureRoundTrips } from "../../src/core/analysis/pairing/measure-round-trips.ts";
import type { TripLog } from "../../src/core/analysis/pairing/trip-log.ts";
import { createTripLog } from "../../src/core/analysis/pairing/trip-log.ts";
import type { Session } from "../../src/core/model/session.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import { createScanWorkers } from "../../src/engine/scan-workers.ts";
import { createScanners } from "../../src/engine/scanner.ts";
import { createView } from "../../src/engine/view.ts";
import { createFakeScanWorkers } from "../support/fake-scan-worker.ts";
import { START, sessionFromText } from "../support/session-from-text.ts";

/** Requests every second, of which the third and the last two have no answer; the slowest answer takes 2.5 s. */
function lines(): string[] {
  const made = Array.from({ length: 12 }, (_, n) => [
    { at: n * 1000, line: `> {"rid":"r${n}x${n * 7}","get":1}` },
    ...(n === 2 || n >= 10
      ? []
      : [{ at: n * 1000 + (n === 4 ? 2500 : 20), line: `< {"rid":"r${n}x${n * 7}","ok":1}` }]),
  ]).flat();
  return made.sort((a, b) => a.at - b.at).map(({ at, line }) => `${at}ms ${line}`);
}

/** When the rows were that match, in milliseconds of the session, and when it was asked to look again. */
async function found(session: Session, trips: TripLog, text: string, openUntil: number | null) {
  const told: number[] = [];
  const known = {
    trips,
    openUntil: () => (openUntil === null ? null : START + openUntil),
    tellAt: (moment: number) => void told.push(moment - START),
  };
  const workers = createFakeScanWorkers();
  const scanners = createScanners(createScanWorkers(workers.start.bind(workers)));
  const query = parseQuery(text).query as Query;
  const view = createView(session, null, { query, scanners, changed: () => {}, trips: known });
  do {
    view.advance(() => 0);
    await new Promise((resolve) => setTimeout(resolve, 0));
  } while (view.filtering);
  const at = Array.from({ length: view.matched }, (_, position) => {
    return session.log.at.get(view.rowAt(position) as number) - START;
  });
  return { at, told };
}

describe("what has no answer", () => {
  const session = sessionFromText({ "ws wss://a.example/": lines() });
  const { trips, rules } = findRoundTrips(session, decodeSession(session));

  it.each([11_500, 17_500, 18_500, null])("is found as it is counted, at %s ms", async (openUntil) => {
    const until = openUntil === null ? null : START + openUntil;
    const [summary] = measureRoundTrips(trips, rules, () => until);
    const timesOf = (ids: readonly number[] = []) => ids.map((id) => trips.requestAtOf(id) - START);
    expect(summary?.requests).toBe(12);
    expect((await found(session, trips, "is:unanswered", openUntil)).at).toEqual(timesOf(summary?.lost));
    expect((await found(session, trips, "is:underway", openUntil)).at).toEqual(timesOf(summary?.waiting));
  });

  it("is looked at again when it will be late", async () => {
    const { at, told } = await found(session, trips, "is:underway", 11_500);
    expect(at).toEqual([10_000, 11_000]);
    // Three times what the slowest answer took.
    expect(Math.min(...told)).toBe(17_500);
  });

  it("is neither where it was given up", async () => {
    const log = createTripLog();
    const ask = (row: number) =>
      log.ask({
        connection: 1,
        request: row,
        by: "id",
        type: "",
        fromServer: false,
        requestAt: session.log.at.get(row),
      });
    ask(0);
    log.cancel(ask(2));
    expect((await found(session, log, "is:unanswered or is:underway", null)).at).toEqual([0]);
  });

  it("is nothing where a protocol need not answer and never does", async () => {
    const log = createTripLog();
    const asked = ["push", "heartbeat"].map((type, index) =>
      log.ask({
        connection: 1,
        request: index * 2,
        by: "phoenix",
        type,
        fromServer: false,
        requestAt: START,
      }),
    );
    log.reply(asked[1] as number, 3, START + 20, true, false);
    expect((await found(session, log, "is:unanswered", null)).at).toEqual([]);
  });
});
