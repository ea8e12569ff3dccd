import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName } from "../../../tooling/browser/driven.ts";
import type { Cleanup } from "../cleanup.ts";
import { orderRound } from "../order-round.ts";
import { findPageThread } from "../page-thread.ts";
import type { PartOptions } from "../part.ts";
import { comparePaired, judge, type PartReport } from "../verdict.ts";
import { keepOff } from "./keep-off.ts";
import { type InstalledId, PATHS } from "./open-frames.ts";

/** The mean of one round's loads of a page that opens no socket. */
interface LoadRound {
  readonly round: number;
  readonly condition: InstalledId;
  readonly pid: number;
  /** CPU of the page's thread, and the time from the navigation to the end of its load event. */
  readonly cpuMs: number;
  readonly loadMs: number;
}

/** Two loads differ by more than what is looked for: a round is the mean of so many. */
const LOADS = 20;
const QUICK_LOADS = 3;

const LOAD_MS = `(() => {
  const [entry] = performance.getEntriesByType("navigation");
  return entry.loadEventEnd - entry.startTime;
})()`;

/** Measures what Duplex costs a page that opens no socket while it loads, with DevTools closed, in one renderer. */
export async function measureLoads(
  name: BrowserName,
  { url, extensionDir, rounds: count, quick, say }: PartOptions,
  cleanup: Cleanup,
): Promise<PartReport> {
  const browser = await launch(name, { extensionDir, headless: true, devtools: false });
  cleanup.add(() => browser.kill());
  await keepOff(browser, "*://*/bare/*");
  const rounds: LoadRound[] = [];
  const loads = quick ? QUICK_LOADS : LOADS;
  for (let round = 0; round <= count; round += 1) {
    for (const condition of orderRound(Object.keys(PATHS) as InstalledId[], round)) {
      const address = `${url}${PATHS[condition]}/silent`;
      await browser.page.goto(address);
      const thread = await findPageThread(browser);
      await browser.page.collectGarbage();
      const before = await thread.cpuMs();
      let loadMs = 0;
      for (let load = 0; load < loads; load += 1) {
        await browser.page.goto(address);
        loadMs += await browser.page.evaluate<number>(LOAD_MS);
      }
      const cpuMs = ((await thread.cpuMs()) - before) / loads;
      rounds.push({ round, condition, pid: thread.pid, cpuMs, loadMs: loadMs / loads });
    }
    say(`loads, ${round === 0 ? "warm-up" : `round ${round} of ${count}`}`);
  }
  await browser.kill();
  return reportLoads(name, rounds);
}

function reportLoads(name: BrowserName, rounds: readonly LoadRound[]): PartReport {
  const verdict = (what: string, quantity: "cpuMs" | "loadMs") => {
    const control = comparePaired(rounds, quantity, ["bare-again", "bare"], "difference");
    const most = Number((Math.abs(control.median) + control.iqr / 2).toFixed(2));
    const measured = comparePaired(rounds, quantity, ["installed", "bare"], "difference");
    return judge(what, measured, control, { most, unit: " ms" });
  };
  const renderers = new Set(rounds.map(({ pid }) => pid)).size;
  return {
    title: "A page that opens no socket",
    text: `${name}: ${rounds.length} series of loads, in ${renderers} renderer(s); the bound is what two equal pages differ by.`,
    verdicts: [verdict("CPU of a page's load", "cpuMs"), verdict("time until a page has loaded", "loadMs")],
    data: { rounds },
  };
}
