import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { formatCount } from "../../../src/core/format/format-count.ts";
import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName, DrivenBrowser, DrivenPanel } from "../../../tooling/browser/driven.ts";
import { bundleScript } from "../bundle-script.ts";
import type { Cleanup } from "../cleanup.ts";
import { type Column, formatTable } from "../format-table.ts";
import type { PartOptions } from "../part.ts";
import { clearRecorded, countRecorded, readDropped } from "../recording/recorded-messages.ts";
import { runStep } from "../traffic/run-step.ts";
import type { PartReport, Verdict } from "../verdict.ts";
import { watchTasks } from "../watch-tasks.ts";
import type { Fed } from "./feed-port.ts";

const SECONDS = 60;
const QUICK_SECONDS = 3;
/** More than any browser hands to a page of a busy machine. */
const FED_A_SECOND = 20_000;
/** Seldom: to be asked takes time, too. */
const ASK_EVERY_MS = 2000;
const TASK_MS = 50;

interface Live {
  readonly what: string;
  readonly messages: number;
  readonly perSecond: number;
  readonly recorded: number;
  readonly dropped: number;
  readonly panelTaskMs: number;
  /** Of the devtools page; null in Firefox, which tells of all pages of the extension together. */
  readonly devtoolsTaskMs: number | null;
  /** Of both, when the socket has closed too: Chromium hands over all its frames in one. Null where none has. */
  readonly closedTaskMs: number | null;
  readonly caughtUpMs: number;
}

interface LongestTasks {
  readonly panel: number;
  readonly devtools: number | null;
}

/** A minute of messages while the list follows: as many as the page gets, and as many as are fed into a relay's port. */
export async function measureLive(
  name: BrowserName,
  { url, extensionDir, quick, say }: PartOptions,
  cleanup: Cleanup,
): Promise<PartReport> {
  const seconds = quick ? QUICK_SECONDS : SECONDS;
  const start = async (extension: boolean): Promise<DrivenBrowser> => {
    const browser = await launch(name, { extensionDir, headless: true, extension, devtools: true });
    cleanup.add(() => browser.kill());
    await browser.page.goto(url);
    return browser;
  };
  const bare = await start(false);
  const control = await flood(bare, seconds);
  await bare.close();
  say(`live: without Duplex ${formatCount(control.perSecond)}/s`);

  const script = await bundleScript(join(import.meta.dirname, "feed-port.ts"));
  const measured: Live[] = [];
  for (const what of ["as the page gets them", "fed into the port"]) {
    const browser = await start(true);
    const panel = await browser.showPanel();
    await clearRecorded(panel);
    const tasks = await watchTasks(browser, panel.evaluate);
    const inDevtools =
      browser.evaluateInDevtoolsPage === null
        ? null
        : await watchTasks(browser, browser.evaluateInDevtoolsPage);
    let before: LongestTasks | null = null;
    const look = async (): Promise<LongestTasks> => ({
      panel: await tasks.longestMs(),
      devtools: (await inDevtools?.longestMs()) ?? null,
    });
    const sent =
      what === "fed into the port"
        ? await feed(browser, url, script, seconds)
        : await flood(browser, seconds, async () => {
            before = await look();
          });
    const counted = await countAll(panel, sent);
    measured.push({ what, ...sent, ...counted, ...toTasks(before, await look()) });
    say(`live: ${what}, ${formatCount(sent.perSecond)}/s`);
    await browser.close();
  }
  return report(measured, control.perSecond, seconds);
}

interface Sent {
  readonly messages: number;
  readonly perSecond: number;
}

/** One socket, as fast as the browser delivers. */
async function flood(
  { page }: DrivenBrowser,
  seconds: number,
  ended: () => Promise<unknown> = async () => {},
): Promise<Sent> {
  await runStep(page, "open", 1);
  await runStep(page, "startFlood", seconds, 0);
  let result = await runStep(page, "floodResult");
  while (result === null) {
    await setTimeout(ASK_EVERY_MS);
    result = await runStep(page, "floodResult");
  }
  await ended();
  const { sent, received } = await runStep(page, "close");
  return { messages: sent + received, perSecond: result.receivedPerSecond };
}

/** From a content script of the page, which the extension's own page puts there. */
async function feed(browser: DrivenBrowser, url: string, script: string, seconds: number): Promise<Sent> {
  const page = await browser.openExtensionPage("panel.html");
  const run = <T>(body: string) =>
    page.evaluate<T>(`(async () => {
      const api = globalThis.browser ?? chrome;
      // Not by a pattern: those of Firefox have no ports.
      const { id } = (await api.tabs.query({})).find((it) => it.url?.startsWith(${JSON.stringify(new URL(url).origin)}));
      const [{ result }] = await api.scripting.executeScript({ target: { tabId: id }, func: () => { ${body} } });
      return result;
    })()`);
  await run(`${script}; benchFeed.feed(${FED_A_SECOND}, ${seconds}); return true;`);
  let fed: Fed | null = null;
  while (fed === null) {
    await setTimeout(ASK_EVERY_MS);
    fed = await run<Fed | null>("return benchFeed.result();");
  }
  await page.close();
  return { messages: fed.fed, perSecond: (fed.fed / fed.tookMs) * 1000 };
}

async function countAll(
  panel: DrivenPanel,
  { messages }: Sent,
): Promise<Pick<Live, "recorded" | "dropped" | "caughtUpMs">> {
  const endedAt = performance.now();
  const recorded = await countRecorded(panel, messages);
  const caughtUpMs = performance.now() - endedAt;
  return { recorded, dropped: await readDropped(panel), caughtUpMs };
}

/** What was seen before a socket closed, where one did, and after all. */
function toTasks(
  before: LongestTasks | null,
  after: LongestTasks,
): Pick<Live, "panelTaskMs" | "devtoolsTaskMs" | "closedTaskMs"> {
  const { panel, devtools } = before ?? after;
  const closedTaskMs = before === null ? null : Math.max(after.panel, after.devtools ?? 0);
  return { panelTaskMs: panel, devtoolsTaskMs: devtools, closedTaskMs };
}

function report(measured: readonly Live[], controlPerSecond: number, seconds: number): PartReport {
  const columns: Column[] = [
    { title: `${seconds} s of 200-byte messages, the list following`, align: "left" },
    ...measured.map(({ what }): Column => ({ title: what, align: "right" })),
  ];
  const ms = (value: number | null) => (value === null ? "–" : `${value.toFixed(0)} ms`);
  const line = (title: string, cell: (it: Live) => string) => [title, ...measured.map(cell)];
  const rows = [
    line("a second", (it) => formatCount(it.perSecond)),
    line("messages", (it) => formatCount(it.messages)),
    line("recorded", (it) => formatCount(it.recorded)),
    line("said to be dropped", (it) => formatCount(it.dropped)),
    line("longest task of the panel", (it) => ms(it.panelTaskMs)),
    line("longest task of the devtools page", (it) => ms(it.devtoolsTaskMs)),
    line("longest of both, when the socket has closed", (it) => ms(it.closedTaskMs)),
    line("all counted after the last", (it) => ms(it.caughtUpMs)),
  ];
  const task = (what: string, value: number): Verdict => ({
    what,
    bound: `≤ ${TASK_MS} ms`,
    measured: `${value.toFixed(0)} ms`,
    control: "",
    held: value <= TASK_MS,
  });
  return {
    title: "Live",
    text: `${formatTable(columns, rows)}\n\nThe same page with DevTools open and without Duplex received ${formatCount(controlPerSecond)} a second. A task of less than 50 ms is told as 0.`,
    verdicts: measured.flatMap(({ what, messages, recorded, panelTaskMs, devtoolsTaskMs }) => [
      {
        what: `live, ${what}: recorded`,
        bound: formatCount(messages),
        measured: formatCount(recorded),
        control: "",
        held: recorded === messages,
        loss: true,
      },
      task(
        `live, ${what}: longest task of the panel${devtoolsTaskMs === null ? " and the devtools page" : ""}`,
        panelTaskMs,
      ),
      ...(devtoolsTaskMs === null
        ? []
        : [task(`live, ${what}: longest task of the devtools page`, devtoolsTaskMs)]),
    ]),
    data: { measured, controlPerSecond, seconds },
  };
}
