import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName } from "../../../tooling/browser/driven.ts";
import type { Cleanup } from "../cleanup.ts";
import { type Column, formatTable } from "../format-table.ts";
import { INSTALLED, type InstalledId, openFrames } from "../installed/open-frames.ts";
import { orderRound } from "../order-round.ts";
import { findPageThread } from "../page-thread.ts";
import type { PartOptions } from "../part.ts";
import { measureSpread, quantile } from "../statistics.ts";
import { runStep } from "../traffic/run-step.ts";
import { comparePaired, judge, type PartReport, valuesOf } from "../verdict.ts";

/** One page's part of one round; round 0 is the warm-up. */
export interface SteadyRound {
  readonly round: number;
  readonly condition: InstalledId;
  readonly pid: number;
  /** Milliseconds of CPU of the page's thread a second, at 1,000 messages a second that have gone on for a while. */
  readonly cpuMs: number;
  /** The same soon after the garbage was collected, when a browser may have thrown compiled code away. */
  readonly earlyCpuMs: number;
  readonly echoP95Ms: number;
}

/** Each comes back. */
const ECHOES_PER_SECOND = 500;
/** What goes unmeasured after the garbage is collected, what is measured then, and the same of the steady load. */
const SECONDS = { unmeasured: 1, early: 4, warming: 3, steady: 12 };

/**
 * Measures a page at 1,000 messages a second, with DevTools open on its Console: with Duplex recording it, and without
 * Duplex in it, in turn, in one renderer. The load goes on for 20 s; a second of what comes first is as dear with and
 * without Duplex as code that is compiled only then, so that it is said apart.
 */
export async function measureSteady(
  name: BrowserName,
  { url, extensionDir, rounds: count, quick, say }: PartOptions,
  cleanup: Cleanup,
): Promise<PartReport> {
  const browser = await launch(name, { extensionDir, headless: true, devtools: true });
  cleanup.add(() => browser.kill());
  const frameOf = await openFrames(browser, url);
  const thread = await findPageThread(browser);
  const quickly = (seconds: number) => (quick ? 1 : seconds);
  const rounds: SteadyRound[] = [];
  for (let round = 0; round <= count; round += 1) {
    for (const condition of orderRound(INSTALLED, round)) {
      const frame = frameOf(condition);
      await browser.page.collectGarbage();
      const measure = async (seconds: number) => {
        const before = await thread.cpuMs();
        const roundTrips = await runStep(frame, "echo", ECHOES_PER_SECOND, seconds);
        return { cpuMs: ((await thread.cpuMs()) - before) / seconds, roundTrips };
      };
      await runStep(frame, "echo", ECHOES_PER_SECOND, SECONDS.unmeasured);
      const early = await measure(quickly(SECONDS.early));
      await runStep(frame, "echo", ECHOES_PER_SECOND, quickly(SECONDS.warming));
      const { cpuMs, roundTrips } = await measure(quickly(SECONDS.steady));
      const echoP95Ms = quantile([...early.roundTrips, ...roundTrips], 0.95);
      rounds.push({ round, condition, pid: thread.pid, cpuMs, earlyCpuMs: early.cpuMs, echoP95Ms });
    }
    say(`steady, ${round === 0 ? "warm-up" : `round ${round} of ${count}`}`);
  }
  await browser.kill();
  return reportSteady(rounds);
}

const LABELS: readonly (readonly [InstalledId, string])[] = [
  ["bare", "a page without Duplex"],
  ["bare-again", "the same once more (A/A)"],
  ["installed", "a page that Duplex records"],
];
const right = (title: string): Column => ({ title, align: "right" });
const COLUMNS: readonly Column[] = [
  { title: "1,000 messages/s, DevTools open", align: "left" },
  ...[
    right("CPU ms/s, first"),
    right("IQR"),
    right("then"),
    right("IQR"),
    right("echo p95 ms"),
    right("IQR"),
  ],
];

/** What a steady recording costs. */
export function reportSteady(rounds: readonly SteadyRound[]): PartReport {
  const rows = LABELS.map(([id, label]) => [
    label,
    ...(["earlyCpuMs", "cpuMs", "echoP95Ms"] as const).flatMap((quantity) => {
      const { median, iqr } = measureSpread(valuesOf<SteadyRound>(rounds, id, quantity));
      return [median.toFixed(2), iqr.toFixed(2)];
    }),
  ]);
  const verdict = (what: string, quantity: "cpuMs" | "earlyCpuMs" | "echoP95Ms", most: number) => {
    const compare = (id: InstalledId) =>
      comparePaired<SteadyRound>(rounds, quantity, [id, "bare"], "difference");
    return judge(what, compare("installed"), compare("bare-again"), { most, unit: " ms" });
  };
  const renderers = new Set(rounds.map(({ pid }) => pid)).size;
  return {
    title: "Recording a steady page",
    text: `${formatTable(COLUMNS, rows)}\n\nPages of the same renderer: ${renderers === 1 ? "yes" : `no, of ${renderers}`}.`,
    verdicts: [
      verdict("recording 1,000 messages/s: CPU a second, 8 s and more after it began", "cpuMs", 3),
      verdict("recording 1,000 messages/s: CPU a second, 1 to 5 s after it began", "earlyCpuMs", 3),
      verdict("recording 1,000 messages/s: p95 of the echo", "echoP95Ms", 1),
    ],
    data: { rounds },
  };
}
