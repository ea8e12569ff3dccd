import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenBrowser, DrivenPanel, LaunchOptions } from "../../tooling/browser/driven.ts";
import { until } from "../../tooling/browser/until.ts";
import { type ConformanceSite, conformanceCases, serveConformance } from "./support/conformance-site.ts";
import { untilMessages } from "./support/recorded.ts";
import { BROWSERS, startBrowser } from "./support/start-browser.ts";

/** A case takes a second; on a busy machine a few. */
const ANSWER_MS = 15_000;

type Answers = Map<string, unknown>;

const CASES = conformanceCases().filter((it) => it.includes(process.env.DUPLEX_CASE ?? ""));

/** Cases with one session of `census.js`: five messages each way, and two events. They must have been recorded. */
const SESSIONS = /^census|WeakMap/;
const SESSION_MESSAGES = 12;
const LIFE = "garbage is collected, and a page is kept for the Back button";

describe.each(BROWSERS)("%s: a page answers the same with Duplex as without", (name) => {
  let site: ConformanceSite;
  let without: Answers;
  let closed: Answers;
  let open: Answers;
  const recorded = new Map<string, boolean>();

  async function answersOf(options: Partial<LaunchOptions>, recording: boolean): Promise<Answers> {
    const started = await startBrowser(name, { devtools: recording, ...options });
    try {
      const panel = recording ? await started.browser.showPanel() : null;
      const answers: Answers = new Map();
      for (const it of CASES) {
        if (SESSIONS.test(it)) await panel?.click({ role: "button", name: "Clear" });
        answers.set(it, await answerOf(started.browser, it));
        if (SESSIONS.test(it) && panel !== null) recorded.set(it, await isRecorded(panel));
      }
      answers.set(LIFE, { answer: await lifeOf(started.browser) });
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

  async function isRecorded(panel: DrivenPanel): Promise<boolean> {
    return untilMessages(panel, SESSION_MESSAGES).then(
      () => true,
      () => false,
    );
  }

  /** What takes the browser's help: garbage, and the page that is kept for the Back button. */
  async function lifeOf({ page }: DrivenBrowser): Promise<unknown> {
    await page.goto(`${site.origin}/page.html?garbage`);
    await page.evaluate("makeGarbage()");
    await page.evaluate("new Promise((resolve) => setTimeout(resolve, 500))");
    const gone = async () => {
      await page.collectGarbage();
      return (await page.evaluate<number>("collected()")) === 6;
    };
    const collected = await until("the garbage to be collected", gone, ANSWER_MS).then(
      () => true,
      () => false,
    );
    await page.goto(`${site.origin}/page.html?kept`);
    await page.evaluate("useSocket()");
    await page.evaluate("globalThis.mark = 'kept'");
    await page.goto(`${site.origin}/page.html?other`);
    await page.evaluate("void setTimeout(() => history.back())");
    const back = () => page.evaluate<boolean>("location.search === '?kept' && shown.length > 0");
    await until("the page to be shown again", back, ANSWER_MS);
    return { collected, shown: await page.evaluate("[globalThis.mark, globalThis.shown]") };
  }

  beforeAll(async () => {
    site = await serveConformance();
    without = await answersOf({ extension: false }, false);
    closed = await answersOf({}, false);
    open = await answersOf({}, true);
    if (process.env.DUPLEX_DUMP) {
      const dump = [without, closed, open, recorded].map((it) => Object.fromEntries(it));
      writeFileSync(`${process.env.DUPLEX_DUMP}-${name}.json`, JSON.stringify(dump, null, 1));
    }
  }, 600_000);
  afterAll(() => site?.close());

  describe.each([...CASES, LIFE])("%s", (it) => {
    test("with DevTools closed", () => expect(closed.get(it)).toEqual(without.get(it)));
    test("with DevTools open", () => expect(open.get(it)).toEqual(without.get(it)));
    test.runIf(SESSIONS.test(it))("is recorded", () => expect(recorded.get(it)).toBe(true));
    test("is an answer", () => expect(without.get(it)).toHaveProperty("answer"));
  });
});
