import { readFile } from "node:fs/promises";
import type { DrivenBrowser } from "../../tooling/browser/driven.ts";
import { toCall } from "../../tooling/browser/expression.ts";
import { findTree, listProcesses } from "../../tooling/browser/process-tree.ts";

/** The thread that runs the page's script: the first of its renderer (Chromium) or content process (Firefox). */
export interface PageThread {
  readonly pid: number;
  /** Milliseconds that it has spent on a processor; exact where it waits for something to do. */
  cpuMs(): Promise<number>;
  /** Mebibytes of memory that its process has for itself alone. */
  memoryMiB(): Promise<number>;
}

const SPIN_MS = 400;

/**
 * The process that the extension's pages and their Workers run in: Chromium says so in its command line, Firefox in its name.
 * Where there are several, it is the one whose memory is the largest. Needs Linux' `/proc`.
 */
export async function findExtensionProcess(browserPid: number): Promise<{ memoryMiB(): Promise<number> }> {
  let found = { pid: 0, memory: -1 };
  for (const pid of findTree(await listProcesses(), browserPid)) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
    if (!command.includes("--extension-process") && name.trim() !== "WebExtensions") continue;
    const memory = await readMemoryMiB(pid).catch(() => 0);
    if (memory > found.memory) found = { pid, memory };
  }
  const { pid } = found;
  if (pid === 0) throw new Error("No process of the browser is known to be the extension's.");
  return { memoryMiB: () => readMemoryMiB(pid) };
}

/** Finds the page's thread. */
export function findPageThread({ pid, page }: DrivenBrowser): Promise<PageThread> {
  return findThread(pid, page.evaluate);
}

/** Finds the thread that evaluates: the one that was busy while it did. Needs Linux' `/proc`. */
export async function findThread(
  browserPid: number,
  evaluate: (expression: string) => Promise<unknown>,
): Promise<PageThread> {
  const before = new Map<number, number>();
  for (const pid of findTree(await listProcesses(), browserPid)) {
    before.set(pid, await readCpuMs(pid).catch(() => Number.POSITIVE_INFINITY));
  }
  await evaluate(toCall(spin, SPIN_MS));
  let found = { pid: 0, spent: 0 };
  for (const [pid, start] of before) {
    const spent = (await readCpuMs(pid).catch(() => 0)) - start;
    if (spent > found.spent) found = { pid, spent };
  }
  const { pid } = found;
  if (pid === 0) throw new Error("No thread is known to have run the page: that takes Linux' schedstat.");
  return { pid, cpuMs: () => readCpuMs(pid), memoryMiB: () => readMemoryMiB(pid) };
}

/** Runs in the page. */
function spin(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** The first of three numbers: nanoseconds on a processor (Linux, Documentation/scheduler/sched-stats.rst). */
async function readCpuMs(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${pid}/task/${pid}/schedstat`, "utf8")).split(" ")[0]) / 1e6;
}

async function readMemoryMiB(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  const own = Array.from(rollup.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm), (it) => Number(it[1]));
  return own.reduce((sum, it) => sum + it, 0) / 1024;
}
