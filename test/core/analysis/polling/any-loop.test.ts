import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLoops } from "../../../../src/core/analysis/polling/find-loops.ts";
import { sessionOfTraffic } from "./session-of-traffic.ts";

const POLL = "https://app.example/api/poll";

/** From 0.5 s to 5 min, as many short ones as long ones. */
const interval = fc.double({ min: Math.log(500), max: Math.log(300_000), noNaN: true }).map(Math.exp);
const seed = fc.integer({ min: 1, max: 1e9 });
/** The same ones each time: what is said of them is true of nearly all, as statistics are, and not of each that there could be. */
const SWEEP = 20_261;

describe("a loop of any interval and jitter", () => {
  it("is found among the requests of a page that is used", async () => {
    const jitter = fc.double({ min: 0, max: 0.4, noNaN: true });
    const noise = fc.integer({ min: 0, max: 40 });
    await fc.assert(
      fc.asyncProperty(
        seed,
        interval,
        jitter,
        noise,
        fc.boolean(),
        async (from, every, share, others, after) => {
          const session = await sessionOfTraffic(from, (t) => {
            t.load();
            const count = share <= 0.02 ? 8 : 30;
            const url = POLL;
            const request = () => ({ answer: t.random() < 0.2 ? [t.hex(4)] : [] });
            t.row({ count, ...(after ? { after: every } : { every }), jitter: share, url, request });
            for (let index = 0; index < others; index += 1) {
              t.ask({
                at: count * every * t.random(),
                url: `https://app.example/api/${t.hex(4)}`,
                answer: t.hex(5),
              });
            }
          });
          const found = findLoops(session);
          expect(found.map(({ url, kind }) => ({ url, kind }))).toEqual([{ url: POLL, kind: "short" }]);
          const measured = found[0]?.rhythm.intervalMs ?? 0;
          expect(Math.abs(measured - every - (after ? 60 : 0)) / every).toBeLessThan(0.08 + 0.35 * share);
        },
      ),
      { numRuns: 80, seed: SWEEP },
    );
  });

  it("is found with a pause anywhere in it", async () => {
    await fc.assert(
      fc.asyncProperty(seed, interval, fc.integer({ min: 1, max: 22 }), async (from, every, at) => {
        const session = await sessionOfTraffic(from, (t) => {
          const step = (index: number) => (index === at ? 40 * every : every);
          t.row({ count: 24, every: step, jitter: 0.1, url: POLL, request: { answer: {} } });
        });
        expect(findLoops(session)).toHaveLength(1);
      }),
      { numRuns: 40, seed: SWEEP },
    );
  });
});

describe("a person", () => {
  it("is hardly ever taken for a loop", async () => {
    let taken = 0;
    const runs = 400;
    for (let index = 0; index < runs; index += 1) {
      const session = await sessionOfTraffic(index, (t) => {
        const count = 4 + Math.floor(30 * t.random());
        const middle = 400 * 100 ** t.random();
        let at = 0;
        for (let click = 0; click < count; click += 1) {
          t.ask({ at, url: POLL, answer: { same: true } });
          at += 200 + t.human(middle, 0.8);
        }
      });
      taken += findLoops(session).length;
    }
    expect(taken / runs).toBeLessThan(0.02);
  });
});

describe("anything at all", () => {
  it("is looked through without an error", async () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.constant(""));
    const request = fc.record({
      at: fc.double({ min: 0, max: 1e6, noNaN: true }),
      url: fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.constant("https://a.example/x?a=%&%&=")),
      method: fc.constantFrom("GET", "POST", "HEAD"),
      body: text,
      answer: text,
      status: fc.integer({ min: 0, max: 600 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 12 }), async (requests) => {
        const session = await sessionOfTraffic(1, (t) => {
          for (const it of requests)
            for (let n = 0; n < 5; n += 1) t.ask({ ...it, at: it.at + n * 2000, ms: 50 });
        });
        for (const loop of findLoops(session)) expect(loop.exchanges.length).toBeGreaterThanOrEqual(4);
      }),
      { numRuns: 60 },
    );
  });
});
