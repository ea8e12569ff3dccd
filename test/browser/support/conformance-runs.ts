import type { BrowserName, DrivenBrowser, DrivenPanel } from "../../../tooling/browser/driven.ts";
import { until } from "../../../tooling/browser/until.ts";
import { clear } from "../../../tooling/panel-actions.ts";
import { type ConformanceSite, conformanceCases } from "./conformance-site.ts";
import { untilMessages } from "./recorded.ts";
import { startBrowser } from "./start-browser.ts";

/** A case takes a second; on a busy machine a few. */
const ANSWER_MS = 60_000;
/** Whether a page is kept for the Back button is the browser's choice: without Duplex a busy Firefox does not always. */
const VISITS = 5;

export const CASES = conformanceCases().filter((it) => it.includes(process.env.DUPLEX_CASE ?? ""));

/** Cases with one session of `census.js`: five messages each way, and two events. They must have been recorded. */
export const SESSIONS = /^census|WeakMap/;
const SESSION_MESSAGES = 12;
export const COUNTED = "nothing of a page is called as it is loaded, nor as DevTools open";
export const LIFE = "garbage is collected, and a page is kept for the Back button";

export interface ConformanceRun {
  /** What each case answered, or why it did not. */
  readonly answers: ReadonlyMap<string, unknown>;
  /** Whether the panel has shown what a case said; of cases with sessions. */
  readonly recorded: ReadonlyMap<string, boolean>;
}

/** Runs every case in a page of its own. With DevTools open and the extension, the panel is shown and records. */
export async function runConformance(
  name: BrowserName,
  site: ConformanceSite,
  options: { extension: boolean; devtools: boolean },
): Promise<ConformanceRun> {
  const started = await startBrowser(name, options);
  const answers = new Map<string, unknown>();
  const recorded = new Map<string, boolean>();
  try {
    const panel = options.extension && options.devtools ? await started.browser.showPanel() : null;
    for (const it of CASES) {
      const session = SESSIONS.test(it) ? panel : null;
      if (session !== null) await clear(session);
      answers.set(it, await answerOf(site, started.browser, it));
      if (session !== null) recorded.set(it, await isRecorded(session));
    }
    answers.set(COUNTED, { answer: await countedOf(site, started.browser, options.devtools) });
    answers.set(LIFE, { answer: await lifeOf(site, started.browser) });
    return { answers, recorded };
  } finally {
    await started.stop();
  }
}

async function answerOf(site: ConformanceSite, { page }: DrivenBrowser, it: string): Promise<unknown> {
  let late: NodeJS.Timeout | undefined;
  try {
    await page.goto(`${site.origin}/page.html?${encodeURIComponent(it)}`);
    const tooLate = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new Error(`no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
    });
    return JSON.parse(await Promise.race([page.evaluate<string>(`run(${JSON.stringify(it)})`), tooLate]));
  } catch (error) {
    return { unanswered: String(error) };
  } finally {
    clearTimeout(late);
  }
}

async function isRecorded(panel: DrivenPanel): Promise<boolean> {
  return untilMessages(panel, SESSION_MESSAGES, ANSWER_MS).then(
    () => true,
    () => false,
  );
}

/** What a page counts that counts from its first script on, while it is loaded and DevTools are opened. */
async function countedOf(
  { origin }: ConformanceSite,
  { page, closeDevtools, openDevtools }: DrivenBrowser,
  devtools: boolean,
): Promise<unknown> {
  // The first is left behind: leaving it is counted, too.
  for (const visit of ["first", "second"]) {
    await page.goto(`${origin}/counted.html?${visit}`);
    // A page is not told when DevTools have heard of it: what they ask comes within this.
    await page.evaluate("rest()");
  }
  if (devtools) {
    await closeDevtools();
    await openDevtools();
    await page.evaluate("rest()");
  }
  return page.evaluate("counted()");
}

/** What takes the browser's help: garbage, and the page that is kept for the Back button. */
async function lifeOf({ origin }: ConformanceSite, { page }: DrivenBrowser): Promise<unknown> {
  await page.goto(`${origin}/page.html?garbage`);
  await page.evaluate("makeGarbage()");
  const gone = async () => {
    await page.collectGarbage();
    return (await page.evaluate<number>("collected()")) === 6;
  };
  const collected = await until("the garbage to be collected", gone, ANSWER_MS).then(
    () => true,
    () => false,
  );
  let shown: [mark?: string, persisted?: boolean[]] = [];
  for (let visit = 0; visit < VISITS && shown[0] !== "kept"; visit += 1) {
    await page.goto(`${origin}/page.html?kept`);
    await page.evaluate("useSocket()");
    await page.evaluate("globalThis.mark = 'kept'");
    await page.goto(`${origin}/page.html?other`);
    await page.evaluate("void setTimeout(() => history.back())");
    const back = () => page.evaluate<boolean>("location.search === '?kept' && shown.length > 0");
    await until("the page to be shown again", back, ANSWER_MS);
    shown = await page.evaluate("[globalThis.mark, globalThis.shown]");
  }
  return { collected, shown };
}
