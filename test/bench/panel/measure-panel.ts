import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatCount } from "../../../src/core/format/format-count.ts";
import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName, DrivenBrowser, DrivenTab } from "../../../tooling/browser/driven.ts";
import { bundleScript } from "../bundle-script.ts";
import type { Cleanup } from "../cleanup.ts";
import { type Column, formatTable } from "../format-table.ts";
import { findExtensionProcess } from "../page-thread.ts";
import type { PartOptions } from "../part.ts";
import type { PartReport, Verdict } from "../verdict.ts";
import { watchTasks } from "../watch-tasks.ts";

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

/** A filter may take so many times as long as the bare scan of the same chunks. */
const MOST_OF_BARE = 1.5;
const FIRST_ROWS_MS = 100;
const OPEN_MS = 1000;
const SCROLL_MS = 100;
const TASK_MS = 50;
const MEMORY_MIB = 400;
const HEAP_MIB = 60;

interface FilterTimes {
  readonly name: string;
  readonly firstMs: number;
  readonly allMs: number;
  readonly bareMs: number;
}

interface Measured {
  readonly messages: number;
  readonly openFirstMs: number;
  readonly openAllMs: number;
  readonly scrollMs: number;
  readonly taskMs: number;
  readonly memoryMiB: number;
  /** Of the panel's main thread; null where the browser does not tell. */
  readonly heapMiB: number | null;
  readonly filters: readonly FilterTimes[];
}

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
  await tab.close();
  await writing.close();

  const measured: Measured[] = [];
  for (const messages of sizes) {
    // A browser each: memory that another session has left would count for this one.
    const browser = await start();
    const panel = await browser.openExtensionPage("panel.html");
    await panel.evaluate(stepScript as string);
    const process = await findExtensionProcess(browser.pid);
    await panel.heapBytes();
    const emptyMiB = await process.memoryMiB();
    await panel.click({ role: "button", name: "Sessions" });
    await panel.waitFor(`document.querySelector('button[aria-label="Open ${nameOf(messages)}"]') !== null`);
    const tasks = await watchTasks(panel.evaluate);
    const { firstMs, allMs } = await askFor<{ firstMs: number; allMs: number }>(
      panel,
      `benchPanel.open("${nameOf(messages)}")`,
    );
    const waits = await askFor<number[]>(panel, `benchPanel.scroll(${SCROLL_TURNS})`);
    const filters: FilterTimes[] = [];
    for (const { name: filterName, filter, word, bare: kind } of FILTERS) {
      const found = await askFor<{ firstMs: number; allMs: number }>(
        panel,
        `benchPanel.filter(${JSON.stringify(filter)}, ${JSON.stringify(word)})`,
      );
      const bareMs = bare.get(`${messages} ${kind}`) ?? Number.NaN;
      filters.push({ name: filterName, firstMs: found.firstMs, allMs: found.allMs, bareMs });
    }
    measured.push({
      messages,
      openFirstMs: firstMs,
      openAllMs: allMs,
      scrollMs: Math.max(...waits),
      taskMs: await tasks.longestMs(),
      // As it is left by all of that, before anything is collected.
      memoryMiB: (await process.memoryMiB()) - emptyMiB,
      heapMiB: await panel.heapBytes().then((bytes) => (bytes === null ? null : bytes / 1024 ** 2)),
      filters,
    });
    say(`panel: ${formatCount(messages)} messages measured`);
    await browser.close();
  }
  return report(measured);
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

function report(measured: readonly Measured[]): PartReport {
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  const columns: Column[] = [
    { title: "messages", align: "left" },
    ...measured.map(({ messages }): Column => ({ title: formatCount(messages), align: "right" })),
  ];
  const line = (title: string, cell: (it: Measured) => string) => [title, ...measured.map(cell)];
  const rows = [
    line("opened, first rows", (it) => ms(it.openFirstMs)),
    line("opened, all counted", (it) => ms(it.openAllMs)),
    line("slowest scroll to any place", (it) => ms(it.scrollMs)),
    line("longest task of the main thread", (it) => ms(it.taskMs)),
    line("private memory above an empty panel", (it) => `${it.memoryMiB.toFixed(0)} MiB`),
    line("heaps of its main thread", ({ heapMiB }) => (heapMiB === null ? "–" : `${heapMiB.toFixed(1)} MiB`)),
    ...FILTERS.flatMap(({ name }, index) => [
      line(`${name}: first rows`, (it) => ms(it.filters[index]?.firstMs ?? Number.NaN)),
      line(`${name}: all`, (it) => ms(it.filters[index]?.allMs ?? Number.NaN)),
      line("  a bare scan", (it) => ms(it.filters[index]?.bareMs ?? Number.NaN)),
    ]),
  ];
  const most = measured.at(-1) as Measured;
  const verdict = (what: string, value: number, bound: number, unit: string): Verdict => ({
    what,
    bound: `≤ ${bound}${unit}`,
    measured: `${unit === "" ? value.toFixed(2) : value.toFixed(0)}${unit}`,
    control: "",
    held: value <= bound,
  });
  return {
    title: `A stored session in the panel`,
    text: formatTable(columns, rows),
    verdicts: [
      verdict("panel: opened, first rows", most.openFirstMs, OPEN_MS, " ms"),
      verdict("panel: slowest scroll", most.scrollMs, SCROLL_MS, " ms"),
      verdict("panel: longest task", most.taskMs, TASK_MS, " ms"),
      verdict("panel: private memory", most.memoryMiB, MEMORY_MIB, " MiB"),
      ...(most.heapMiB === null ? [] : [verdict("panel: heaps", most.heapMiB, HEAP_MIB, " MiB")]),
      ...most.filters.flatMap(({ name, firstMs, allMs, bareMs }) => [
        verdict(`panel, ${name}: first rows`, firstMs, FIRST_ROWS_MS, " ms"),
        verdict(`panel, ${name}: of a bare scan`, allMs / bareMs, MOST_OF_BARE, ""),
      ]),
    ],
    data: measured,
  };
}
