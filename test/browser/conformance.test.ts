import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CASES,
  COUNTED,
  type ConformanceRun,
  LIFE,
  runConformance,
  SESSIONS,
} from "./support/conformance-runs.ts";
import { type ConformanceSite, serveConformance } from "./support/conformance-site.ts";
import { findDifferences } from "./support/differences.ts";
import { KNOWN_DIFFERENCES } from "./support/known-differences.ts";
import { BROWSERS } from "./support/start-browser.ts";

/** Four browsers, two at a time; on a busy machine each takes a few minutes. */
const RUNS_MS = 1_200_000;

describe.each(BROWSERS)("%s: a page answers the same with Duplex as without", (name) => {
  let site: ConformanceSite;
  /** DevTools change answers themselves: what is open is compared with what is open. */
  let runs: Record<"closed" | "open", { without: ConformanceRun; with: ConformanceRun }>;

  beforeAll(async () => {
    site = await serveConformance();
    // Most of the time a case waits: two browsers at a time.
    const run = async (devtools: boolean) => {
      const [without, observed] = await Promise.all(
        [false, true].map((extension) => runConformance(name, site, { extension, devtools })),
      );
      return { without, with: observed } as { without: ConformanceRun; with: ConformanceRun };
    };
    runs = { closed: await run(false), open: await run(true) };
    if (process.env.DUPLEX_DUMP) {
      const { closed, open } = runs;
      const dump = [closed.without, closed.with, open.without, open.with].map((it) => [...it.answers]);
      writeFileSync(`${process.env.DUPLEX_DUMP}-${name}.json`, JSON.stringify(dump, null, 1));
    }
  }, RUNS_MS);
  afterAll(() => site?.close());

  describe.each([...CASES, COUNTED, LIFE])("%s", (it) => {
    const known = KNOWN_DIFFERENCES.filter(({ browser = name, of }) => browser === name && of.test(it));
    const differences = (state: "closed" | "open") =>
      findDifferences(runs[state].without.answers.get(it), runs[state].with.answers.get(it));
    const unknown = (found: string[]) => found.filter((one) => !known.some(({ paths }) => paths.test(one)));

    test("with DevTools closed", () => expect(unknown(differences("closed"))).toEqual([]));
    test("with DevTools open", () => expect(unknown(differences("open"))).toEqual([]));
    test.runIf(SESSIONS.test(it))("is recorded", () => expect(runs.open.with.recorded.get(it)).toBe(true));
    test("is an answer", () => expect(runs.closed.without.answers.get(it)).toHaveProperty("answer"));
    const lasting = known.filter(({ sometimes }) => sometimes === undefined);
    test.runIf(lasting.length > 0)("differs as far as is known", () => {
      const found = differences("closed");
      expect(lasting.filter(({ paths }) => !found.some((one) => paths.test(one)))).toEqual([]);
    });
  });
});
