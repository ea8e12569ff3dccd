import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatCount } from "../../../src/core/format/format-count.ts";
import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName, DrivenBrowser, DrivenTab } from "../../../tooling/browser/driven.ts";
import { bundleScript } from "../bundle-script.ts";
import type { Cleanup } from "../cleanup.ts";
import { findExtensionProcess } from "../page-thread.ts";
import type { PartOptions } from "../part.ts";
import type { PartReport } from "../verdict.ts";
import { watchTasks } from "../watch-tasks.ts";
import { type FilterTimes, type MeasuredPayload, type MeasuredSession, reportPanel } from "./report-panel.ts";

const SIZES = [10_000, 100_000, 1_000_000];
const QUICK_SIZES = [1000, 10_000];
const SCROLL_TURNS = 5;
/** A driver's command may take a minute, a large session longer. */
const ASK_EVERY_MS = 5000;

/** A filter, the word that every row must have which it finds, and the bare scan that it is compared with. */
const FILTERS = [
  { name: "text", filter: "abc42", word: "ABC42", bare: "text" },
  { name: "regular expression", filter: '/ABC4\\d"/', word: "ABC4", bare: "regex" },
  { name: "JSON path", filter: "$.sym=ABC42", word: "ABC42", bare: "json" },
] as const;

const VIEWS = ["Timeline", "Round trips", "Polling", "Findings", "Statistics", "Messages"] as const;
const PAYLOAD_BYTES = 50 * 1000 * 1000;
const QUICK_PAYLOAD_BYTES = 2 * 1000 * 1000;
const PAYLOAD = "bench-payload";

/** Stored sessions of several sizes, opened, scrolled and filtered in the panel. */
export async function measurePanel(
  name: BrowserName,
  { extensionDir, quick, say }: PartOptions,
  cleanup: Cleanup,
): Promise<PartReport> {
  const profileDir = mkdtempSync(join(tmpdir(), "duplex-bench-profile-"));
  cleanup.add(async () => rmSync(profileDir, { recursive: true, force: true }));
  const start = async (): Promise<DrivenBrowser> => {
    const browser = await launch(name, { extensionDir, headless: true, devtools: false, profileDir });
    cleanup.add(() => browser.kill());
    return browser;
  };
  const sizes = quick ? QUICK_SIZES : SIZES;
  const [sessionScript, stepScript] = await Promise.all(
    ["stored-session.ts", "panel-steps.ts"].map((it) => bundleScript(join(import.meta.dirname, it))),
  );

  const bare = new Map<string, number>();
  const writing = await start();
  const tab = await writing.openExtensionPage("panel.html");
  await tab.evaluate(sessionScript as string);
  for (const messages of sizes) {
    await askFor(tab, `benchSessions.fill("${nameOf(messages)}", ${messages})`);
    for (const kind of FILTERS.map((it) => it.bare)) {
      const { ms, found } = await askFor<{ ms: number; found: number }>(
        tab,
        `benchSessions.scanBare("${nameOf(messages)}", "${kind}")`,
      );
      bare.set(`${messages} ${kind}`, ms);
      say(
        `panel: bare ${kind} scan of ${formatCount(messages)}, ${ms.toFixed(0)} ms, ${formatCount(found)} found`,
      );
    }
  }
  const payloadBytes = await askFor<number>(
    tab,
    `benchSessions.fillLarge("${PAYLOAD}", ${quick ? QUICK_PAYLOAD_BYTES : PAYLOAD_BYTES})`,
  );
  await tab.close();
  await writing.close();

  const measured: MeasuredSession[] = [];
  for (const messages of sizes) {
    // A browser each: memory that another session has left would count for this one.
    const browser = await start();
    const panel = await browser.openExtensionPage("panel.html");
    await panel.evaluate(stepScript as string);
    const process = await findExtensionProcess(browser.pid);
    await panel.heapBytes();
    const emptyMiB = await process.memoryMiB();
    await openSessions(panel, nameOf(messages));
    const watched = await watchTasks(browser, panel.evaluate);
    const tasks: { step: string; ms: number }[] = [];
    const ended = async (step: string) => void tasks.push({ step, ms: await watched.takeMs() });
    const { firstMs, allMs } = await askFor<{ firstMs: number; allMs: number }>(
      panel,
      `benchPanel.open("${nameOf(messages)}")`,
    );
    await ended("opening");
    const { waits, emptyMs } = await askFor<{ waits: number[]; emptyMs: number }>(
      panel,
      `benchPanel.scroll(${SCROLL_TURNS})`,
    );
    await ended("scrolling");
    const filters: FilterTimes[] = [];
    for (const { name: filterName, filter, word, bare: kind } of FILTERS) {
      const found = await askFor<{ firstMs: number; allMs: number }>(
        panel,
        `benchPanel.filter(${JSON.stringify(filter)}, ${JSON.stringify(word)})`,
      );
      const bareMs = bare.get(`${messages} ${kind}`) ?? Number.NaN;
      filters.push({ name: filterName, firstMs: found.firstMs, allMs: found.allMs, bareMs });
    }
    await ended("filtering");
    // As it is left by all of that, before anything is collected.
    const memoryMiB = (await process.memoryMiB()) - emptyMiB;
    const heapMiB = await panel.heapBytes().then((bytes) => (bytes === null ? null : bytes / 1024 ** 2));
    await watched.takeMs();
    await askFor(panel, "benchPanel.chooseConnection()");
    await ended("a connection, and all");
    for (const view of VIEWS) {
      await askFor(panel, `benchPanel.showView("${view}")`);
      await ended(view);
    }
    measured.push({
      messages,
      openFirstMs: firstMs,
      openAllMs: allMs,
      scrollMs: Math.max(...waits),
      emptyMs,
      taskMs: Math.max(...tasks.map(({ ms }) => ms)),
      tasks,
      memoryMiB,
      heapMiB,
      filters,
    });
    say(`panel: ${formatCount(messages)} messages measured`);
    await browser.close();
  }
  const browser = await start();
  const panel = await browser.openExtensionPage("panel.html");
  await panel.evaluate(stepScript as string);
  const payload = await measurePayload(browser, panel, payloadBytes);
  await browser.close();
  return reportPanel(measured, payload);
}

/** A message of one large JSON: its tree, some of it laid open, and a copy. */
async function measurePayload(
  browser: DrivenBrowser,
  panel: DrivenTab,
  bytes: number,
): Promise<MeasuredPayload> {
  await openSessions(panel, PAYLOAD);
  const watched = await watchTasks(browser, panel.evaluate);
  const shownMs = await askFor<number>(panel, `benchPanel.openPayload("${PAYLOAD}")`);
  const taskMs = await watched.takeMs();
  await askFor(panel, "benchPanel.openItems()");
  const itemsTaskMs = await watched.takeMs();
  const copied = await askFor<number>(panel, "benchPanel.copyPayload()");
  return { bytes, shownMs, taskMs, itemsTaskMs, copied };
}

async function openSessions(panel: DrivenTab, name: string): Promise<void> {
  await panel.click({ role: "button", name: "Sessions" });
  await panel.waitFor(`document.querySelector('button[aria-label="Open ${name}"]') !== null`);
}

function nameOf(messages: number): string {
  return `bench-${messages}`;
}

/** Evaluates what may take longer than a command of the driver may. */
async function askFor<T>(tab: DrivenTab, expression: string): Promise<T> {
  await tab.evaluate(
    `globalThis.benchAnswer = ${expression}.then((value) => ({ value }), (error) => ({ problem: String(error) })), true`,
  );
  for (;;) {
    const answer = await tab.evaluate<{ value: T; problem?: string } | null>(
      `Promise.race([benchAnswer, new Promise((resolve) => setTimeout(resolve, ${ASK_EVERY_MS}, null))])`,
    );
    if (answer?.problem !== undefined) throw new Error(answer.problem);
    if (answer !== null) return answer.value;
  }
}
