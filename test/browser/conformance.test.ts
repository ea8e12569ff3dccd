import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenBrowser, LaunchOptions } from "../../tooling/browser/driven.ts";
import { until } from "../../tooling/browser/until.ts";
import { type ConformanceSite, conformanceCases, serveConformance } from "./support/conformance-site.ts";
import { BROWSERS, startBrowser } from "./support/start-browser.ts";

/** A case takes a second; on a busy machine a few. */
const ANSWER_MS = 15_000;

type Answers = Map<string, unknown>;

const CASES = conformanceCases().filter((it) => it.includes(process.env.DUPLEX_CASE ?? ""));

describe.each(BROWSERS)("%s: a page answers the same with Duplex as without", (name) => {
  let site: ConformanceSite;
  let without: Answers;
  let closed: Answers;
  let open: Answers;

  async function answersOf(options: Partial<LaunchOptions>, recording: boolean): Promise<Answers> {
    const started = await startBrowser(name, { devtools: recording, ...options });
    try {
      if (recording) await started.browser.showPanel();
      const answers: Answers = new Map();
      for (const it of CASES) answers.set(it, await answerOf(started.browser, it));
      return answers;
    } finally {
      await started.stop();
    }
  }

  async function answerOf({ page }: DrivenBrowser, it: string): Promise<unknown> {
    await page.goto(`${site.origin}/page.html?${encodeURIComponent(it)}#${encodeURIComponent(it)}`);
    try {
      const ask = () => page.evaluate<string | null>("globalThis.answer ?? null");
      const json = await until(`an answer to "${it}"`, ask, ANSWER_MS);
      return JSON.parse(json);
    } catch (error) {
      return { unanswered: String(error) };
    }
  }

  beforeAll(async () => {
    site = await serveConformance();
    without = await answersOf({ extension: false }, false);
    closed = await answersOf({}, false);
    open = await answersOf({}, true);
    if (process.env.DUPLEX_DUMP) {
      const dump = [without, closed, open].map((it) => Object.fromEntries(it));
      writeFileSync(`${process.env.DUPLEX_DUMP}-${name}.json`, JSON.stringify(dump, null, 1));
    }
  }, 600_000);
  afterAll(() => site?.close());

  describe.each(CASES)("%s", (it) => {
    test("with DevTools closed", () => expect(closed.get(it)).toEqual(without.get(it)));
    test("with DevTools open", () => expect(open.get(it)).toEqual(without.get(it)));
    test("is an answer", () => expect(without.get(it)).toHaveProperty("answer"));
  });
});
