import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { formatCount } from "../../../src/core/format/format-count.ts";
import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName, DrivenBrowser, DrivenPanel } from "../../../tooling/browser/driven.ts";
import { until } from "../../../tooling/browser/until.ts";
import { bundleScript } from "../bundle-script.ts";
import type { Cleanup } from "../cleanup.ts";
import { type Column, formatTable } from "../format-table.ts";
import { findThread } from "../page-thread.ts";
import type { PartOptions } from "../part.ts";
import type { PartReport } from "../verdict.ts";
import { watchTasks } from "../watch-tasks.ts";
import { startPriceServer } from "./price-server.ts";

const SIZES = [1000, 10_000, 100_000, 1_000_000];
const QUICK_SIZES = [1000, 3000];
const SCROLL_TURNS = 20;
const LOOK_EVERY_MS = 500;
/** So long a step may take; what takes longer is said not to have come to an end, and nothing more is asked of that size. */
const STEP_MS = 180_000;
/** To be told where it is, a panel that is busy may take as long. */
const LAST_LOOK_MS = 60_000;
const TASK_MS = 50;
const LATE = "late";

/** A word that one in 97 messages has. */
const WORD = "ABC42";

/** Milliseconds; what had not come to an end within `STEP_MS`; null for what was not tried any more. */
type Took = number | typeof LATE | null;

/** What there is to say of a size. */
interface Measured {
  readonly messages: number;
  /** From the request for them to the last in the page, and in the panel's list. */
  readonly receivedMs: Took;
  readonly listedMs: Took;
  readonly liveTaskMs: number | null;
  /** So many the panel knew of when it was given up; null where it came to the end. */
  readonly knownThen: number | typeof LATE | null;
  readonly reopenMs: Took;
  readonly scrollMs: Took;
  readonly scrollTaskMs: number | null;
  readonly filterMs: Took;
  readonly filterTaskMs: number | null;
  /** Above DevTools with the socket open and no message. */
  readonly memoryMiB: number | null;
  readonly heapMiB: number | null;
  readonly failure: string | null;
}

/** Messages of 200 bytes over one socket while Chromium's own Network panel shows them, beside which ours is to be read. */
export async function measureNetworkPanel(
  name: BrowserName,
  { extensionDir, quick, say }: PartOptions,
  cleanup: Cleanup,
): Promise<PartReport> {
  const title = "The same messages in the browser's Network panel";
  if (name !== "chromium") return { title, text: "Only in Chromium.", verdicts: [], data: null };
  const script = await bundleScript(join(import.meta.dirname, "front-end-steps.ts"));
  const server = await startPriceServer();
  cleanup.add(async () => server.close());
  const measured: Measured[] = [];
  for (const messages of quick ? QUICK_SIZES : SIZES) {
    const browser = await launch(name, { extensionDir, headless: true, extension: false });
    cleanup.add(() => browser.kill());
    const one = await measureSize(browser, server.url, script, messages);
    measured.push(one);
    say(`network-panel: ${formatCount(messages)} messages${one.failure === null ? "" : `: ${one.failure}`}`);
    await browser.kill();
  }
  server.close();
  return { title, text: report(measured), verdicts: [], data: measured };
}

async function measureSize(
  browser: DrivenBrowser,
  url: string,
  script: string,
  messages: number,
): Promise<Measured> {
  const { page, pid } = browser;
  const frontEnd = await browser.openFrontEnd?.();
  if (frontEnd === undefined) throw new Error("DevTools cannot be reached.");
  await frontEnd.evaluate(script);
  await frontEnd.evaluate("benchNetwork.show()");
  // It begins to list some time after it is shown, and never lists what was before.
  await until("the Network panel to list the page", async () => {
    await page.goto(url);
    await setTimeout(LOOK_EVERY_MS);
    return frontEnd.evaluate<boolean>("benchNetwork.listsPage()");
  });
  await page.evaluate("prices.open()");
  await until("the Network panel to list the socket", () =>
    frontEnd.evaluate<boolean>("benchNetwork.listsSocket()"),
  );
  await frontEnd.evaluate("benchNetwork.openMessages()");
  const thread = await findThread(pid, frontEnd.evaluate);
  const emptyHeap = (await frontEnd.heapBytes()) ?? 0;
  const emptyMiB = await thread.memoryMiB();
  const tasks = await watchTasks({ watchLongTasks: null }, frontEnd.evaluate);

  let failure: string | null = null;
  let over = false;
  /** After the first that is late or has failed nothing is asked any more. */
  const ask = async (expression: string): Promise<Took> => {
    if (over) return null;
    try {
      const took = await within(
        STEP_MS,
        askFor(frontEnd, expression, () => over),
      );
      over = took === LATE;
      return took;
    } catch (error) {
      over = true;
      failure = error instanceof Error ? error.message : String(error);
      return null;
    }
  };
  const takeTask = async (): Promise<number | null> => (over ? null : tasks.takeMs());

  const begunAt = performance.now();
  await page.evaluate(`prices.ask("${messages}"), true`);
  const [listed, receivedMs] = await Promise.all([
    ask(`benchNetwork.untilListed(${messages})`).then((it) => ({ it, atMs: performance.now() - begunAt })),
    untilReceived(browser, messages, begunAt),
  ]);
  const lastLook = over ? within(LAST_LOOK_MS, frontEnd.evaluate<number>("benchNetwork.frames()")) : null;
  const knownThen = await lastLook?.catch(() => null);
  const liveTaskMs = await takeTask();
  const memoryMiB = await thread.memoryMiB().then(
    (it) => it - emptyMiB,
    () => null,
  );
  const reopenMs = await ask("benchNetwork.reopenMessages()");
  await takeTask();
  const scrollMs = await ask(`benchNetwork.scroll(${SCROLL_TURNS})`);
  const scrollTaskMs = await takeTask();
  const filterMs = await ask(`benchNetwork.filter("${WORD}")`);
  const filterTaskMs = await takeTask();
  const heap = over ? null : await frontEnd.heapBytes();
  return {
    messages,
    receivedMs,
    listedMs: typeof listed.it === "number" ? listed.atMs : listed.it,
    liveTaskMs,
    knownThen: knownThen ?? null,
    reopenMs,
    scrollMs,
    scrollTaskMs,
    filterMs,
    filterTaskMs,
    memoryMiB,
    heapMiB: heap === null ? null : (heap - emptyHeap) / 1024 ** 2,
    failure,
  };
}

/** What it resolves with, or that it was late; what it does after that is nobody's any more. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | typeof LATE> {
  work.catch(() => {});
  const clock = new AbortController();
  const late = setTimeout<typeof LATE>(ms, LATE, { signal: clock.signal }).catch((): typeof LATE => LATE);
  try {
    return await Promise.race([work, late]);
  } finally {
    clock.abort();
  }
}

/** Until the page has all of them, which a page with a busy DevTools may never have. */
async function untilReceived({ page }: DrivenBrowser, messages: number, begunAt: number): Promise<Took> {
  while (performance.now() - begunAt < STEP_MS) {
    const received = await page.evaluate<number>("prices.received").catch(() => 0);
    if (received >= messages) return performance.now() - begunAt;
    await setTimeout(LOOK_EVERY_MS / 5);
  }
  return LATE;
}

/** Evaluates what may take longer than a command of the driver may, as long as anybody waits for it. */
async function askFor(panel: DrivenPanel, expression: string, isOver: () => boolean): Promise<number> {
  await panel.evaluate(
    `globalThis.benchAnswer = ${expression}.then((value) => ({ value }), (error) => ({ problem: String(error) })), true`,
  );
  for (;;) {
    const answer = await panel.evaluate<{ value: number; problem?: string } | null>(
      `Promise.race([benchAnswer, new Promise((resolve) => setTimeout(resolve, ${LOOK_EVERY_MS}, null))])`,
    );
    if (answer?.problem !== undefined) throw new Error(answer.problem);
    if (answer !== null) return answer.value;
    if (isOver()) throw new Error("Nobody waits for it any more.");
  }
}

function report(measured: readonly Measured[]): string {
  const ms = (value: Took) => {
    if (value === LATE) return `not within ${STEP_MS / 1000} s`;
    return value === null ? "–" : `${formatCount(Math.round(value))} ms`;
  };
  const known = (value: Measured["knownThen"]) => {
    if (value === LATE) return `no answer in ${LAST_LOOK_MS / 1000} s`;
    return value === null ? "all" : formatCount(value);
  };
  const task = (value: number | null) => (value === 0 ? `< ${TASK_MS} ms` : ms(value));
  const mib = (value: number | null) => (value === null ? "–" : `${formatCount(Math.round(value))} MiB`);
  const columns: Column[] = [
    { title: "messages", align: "left" },
    ...measured.map(({ messages }): Column => ({ title: formatCount(messages), align: "right" })),
  ];
  const line = (title: string, cell: (it: Measured) => string) => [title, ...measured.map(cell)];
  const rows = [
    line("all in the page after", (it) => ms(it.receivedMs)),
    line("all in the list after", (it) => ms(it.listedMs)),
    line("  it knew of, then", (it) => known(it.knownThen)),
    line("  longest task until then", (it) => task(it.liveTaskMs)),
    line("Messages opened again, first rows", (it) => ms(it.reopenMs)),
    line("slowest scroll to any place", (it) => ms(it.scrollMs)),
    line("  longest task", (it) => task(it.scrollTaskMs)),
    line("text filter, all", (it) => ms(it.filterMs)),
    line("  longest task", (it) => task(it.filterTaskMs)),
    line("private memory above an empty list", (it) => mib(it.memoryMiB)),
    line("heaps above an empty list", (it) => mib(it.heapMiB)),
  ];
  const failures = measured.flatMap(({ messages, failure }) =>
    failure === null ? [] : [`${formatCount(messages)}: ${failure}`],
  );
  return [formatTable(columns, rows), ...failures].join("\n\n");
}
