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

const SIZES = [10_000, 100_000, 1_000_000];
const QUICK_SIZES = [1000, 10_000];
const SCROLL_TURNS = 20;
/** A driver's command may take a minute, a step of the panel longer. */
const ASK_EVERY_MS = 2000;
/** What takes longer is said not to have come to an end. */
const PATIENCE_MS = 400_000;
const TASK_MS = 50;

/** One in so many messages has the word, the 42nd first. */
const EVERY = 97;
const WORD = "ABC42";

/** What there is to say of a size; null where the panel did not come so far. */
interface Measured {
  readonly messages: number;
  /** From the request for them to the last in the page, and in the panel's list. */
  readonly receivedMs: number | null;
  readonly listedMs: number | null;
  readonly liveTaskMs: number | null;
  readonly reopenMs: number | null;
  readonly scrollMs: number | null;
  readonly scrollTaskMs: number | null;
  readonly filterMs: number | null;
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
  let failure: string | null = null;
  /** After the first that has failed nothing is asked any more. */
  const ask = async <T>(expression: string): Promise<T | null> => {
    if (failure !== null) return null;
    try {
      return await askFor<T>(frontEnd, expression);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      return null;
    }
  };
  await frontEnd.evaluate(script);
  await ask("benchNetwork.show()");
  // It begins to list some time after it is shown, and never lists what was before.
  await until("the Network panel to list the page", async () => {
    await page.goto(url);
    await setTimeout(ASK_EVERY_MS / 4);
    return frontEnd.evaluate<boolean>("benchNetwork.listsPage()");
  });
  await page.evaluate("prices.open()");
  await until("the Network panel to list the socket", () =>
    frontEnd.evaluate<boolean>("benchNetwork.listsSocket()"),
  );
  await ask("benchNetwork.openMessages()");
  const thread = await findThread(pid, frontEnd.evaluate);
  const emptyHeap = (await frontEnd.heapBytes()) ?? 0;
  const emptyMiB = await thread.memoryMiB();
  const tasks = await watchTasks(frontEnd.evaluate);
  const takeTask = async (): Promise<number | null> => (failure === null ? tasks.takeMs() : null);

  const begunAt = performance.now();
  await page.evaluate(`prices.ask("${messages}"), true`);
  const listed = ask(`benchNetwork.untilListed(${messages})`).then(() => performance.now() - begunAt);
  const receivedMs = await untilReceived(browser, messages, begunAt);
  const listedMs = (await listed) ?? null;
  const liveTaskMs = await takeTask();
  const memoryMiB = await thread.memoryMiB().then(
    (it) => it - emptyMiB,
    () => null,
  );
  const reopenMs = await ask<number>("benchNetwork.reopenMessages()");
  await takeTask();
  const scrollMs = await ask<number>(`benchNetwork.scroll(${SCROLL_TURNS})`);
  const scrollTaskMs = await takeTask();
  const matching = Math.ceil((messages - 42) / EVERY);
  const filterMs = await ask<number>(`benchNetwork.filter("${WORD}", ${matching})`);
  const filterTaskMs = await takeTask();
  const heap = failure === null ? await frontEnd.heapBytes() : null;
  return {
    messages,
    receivedMs,
    listedMs: failure === null || reopenMs !== null ? listedMs : null,
    liveTaskMs,
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

/** Milliseconds until the page has all of them; null where that does not come to an end. */
async function untilReceived(
  { page }: DrivenBrowser,
  messages: number,
  begunAt: number,
): Promise<number | null> {
  while (performance.now() - begunAt < PATIENCE_MS) {
    const received = await page.evaluate<number>("prices.received").catch(() => 0);
    if (received >= messages) return performance.now() - begunAt;
    await setTimeout(ASK_EVERY_MS / 10);
  }
  return null;
}

/** Evaluates what may take longer than a command of the driver may. */
async function askFor<T>(panel: DrivenPanel, expression: string): Promise<T> {
  const begunAt = performance.now();
  await panel.evaluate(
    `globalThis.benchAnswer = ${expression}.then((value) => ({ value }), (error) => ({ problem: String(error) })), true`,
  );
  while (performance.now() - begunAt < PATIENCE_MS) {
    const answer = await panel.evaluate<{ value: T; problem?: string } | null>(
      `Promise.race([benchAnswer, new Promise((resolve) => setTimeout(resolve, ${ASK_EVERY_MS}, null))])`,
    );
    if (answer?.problem !== undefined) throw new Error(answer.problem);
    if (answer !== null) return answer.value;
  }
  throw new Error(`It took more than ${PATIENCE_MS / 1000} s.`);
}

function report(measured: readonly Measured[]): string {
  const ms = (value: number | null) => (value === null ? "–" : `${formatCount(Math.round(value))} ms`);
  const task = (value: number | null) => (value === 0 ? `< ${TASK_MS} ms` : ms(value));
  const mib = (value: number | null) => (value === null ? "–" : `${value.toFixed(0)} MiB`);
  const columns: Column[] = [
    { title: "messages", align: "left" },
    ...measured.map(({ messages }): Column => ({ title: formatCount(messages), align: "right" })),
  ];
  const line = (title: string, cell: (it: Measured) => string) => [title, ...measured.map(cell)];
  const rows = [
    line("all in the page after", (it) => ms(it.receivedMs)),
    line("all in the list after", (it) => ms(it.listedMs)),
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
