import { formatCount } from "../../../src/core/format/format-count.ts";
import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName } from "../../../tooling/browser/driven.ts";
import type { Cleanup } from "../cleanup.ts";
import { type Column, formatTable } from "../format-table.ts";
import { findPageThread } from "../page-thread.ts";
import type { PartOptions } from "../part.ts";
import { runStep } from "../traffic/run-step.ts";
import type { PartReport, Verdict } from "../verdict.ts";

const STATES = [
  { id: "no extension, DevTools closed", extension: false, devtools: false },
  { id: "Duplex installed, DevTools closed", extension: true, devtools: false },
  { id: "no extension, DevTools open", extension: false, devtools: true },
  { id: "Duplex records", extension: true, devtools: true },
] as const;

/** A million messages in steps; after each the page's garbage is collected and its process' memory read. */
const STEPS = 10;
const STEP_MESSAGES = 100_000;
const QUICK_STEP_MESSAGES = 5000;
/** At once, for the browser's driver gives up after a minute. */
const CHUNK_MESSAGES = 20_000;

/**
 * Growth that is nothing: what the caches of a browser grow and shrink by in as long. A hook that kept a reference to each
 * message would grow by 200 MiB.
 */
const FLAT_MIB = 16;

const right = (title: string): Column => ({ title, align: "right" });

/** Measures the memory of the page's process over a million messages. */
export async function measureMemory(
  name: BrowserName,
  { url, extensionDir, quick, say }: PartOptions,
  cleanup: Cleanup,
): Promise<PartReport> {
  const step = quick ? QUICK_STEP_MESSAGES : STEP_MESSAGES;
  const series: { id: string; mib: number[] }[] = [];
  for (const { id, extension, devtools } of STATES) {
    const browser = await launch(name, { extensionDir, headless: true, extension, devtools });
    cleanup.add(() => browser.kill());
    await browser.page.goto(url);
    const thread = await findPageThread(browser);
    await runStep(browser.page, "open", 1);
    const mib: number[] = [];
    for (let at = 0; at < STEPS; at += 1) {
      for (let left = step; left > 0; left -= CHUNK_MESSAGES) {
        await runStep(browser.page, "receive", Math.min(left, CHUNK_MESSAGES));
      }
      await browser.page.collectGarbage();
      mib.push(await thread.memoryMiB());
    }
    await browser.kill();
    series.push({ id, mib });
    say(`memory: ${id}, ${mib.map((it) => it.toFixed(0)).join(" ")} MiB`);
  }
  return report(series, step);
}

/** From the second step on: the first has what everything takes once. */
function growthOf(mib: readonly number[]): number {
  return (mib.at(-1) ?? Number.NaN) - (mib[1] ?? Number.NaN);
}

function report(series: readonly { id: string; mib: readonly number[] }[], step: number): PartReport {
  const columns: readonly Column[] = [
    { title: "MiB of the page's process after so many messages", align: "left" },
    ...[1, 2, 5, 10].map((it) => right(formatCount(it * step))),
  ];
  const rows = series.map(({ id, mib }) => [id, ...[0, 1, 4, 9].map((at) => (mib[at] ?? 0).toFixed(1))]);
  const verdict = (what: string, index: number, base: number): Verdict => {
    const grown = growthOf(series[index]?.mib ?? []);
    const control = growthOf(series[base]?.mib ?? []);
    return {
      what: `${what}: growth from ${formatCount(2 * step)} to ${formatCount(STEPS * step)} messages`,
      bound: `≤ ${FLAT_MIB} MiB`,
      measured: `${grown.toFixed(1)} MiB`,
      control: `${control.toFixed(1)} MiB`,
      held: grown <= FLAT_MIB,
    };
  };
  return {
    title: "Memory of the page",
    text: `${formatTable(columns, rows)}\n\nThe control is the same page without Duplex.`,
    verdicts: [verdict("memory, DevTools closed", 1, 0), verdict("memory while recording", 3, 2)],
    data: { series, step },
  };
}
