import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName, DrivenBrowser } from "../../../tooling/browser/driven.ts";
import type { Cleanup } from "../cleanup.ts";
import { orderRound } from "../order-round.ts";
import { findPageThread, type PageThread } from "../page-thread.ts";
import type { PartOptions } from "../part.ts";
import { type Evaluating, runStep } from "../traffic/run-step.ts";
import { INSTALLED, type InstalledId, openFrames } from "./open-frames.ts";

/** What one page's thread spent in one round, in microseconds of a processor a message. Round 0 is the warm-up. */
export interface InstalledRound {
  readonly round: number;
  readonly condition: InstalledId;
  readonly pid: number;
  readonly receiveMicros: number;
  readonly sendTextMicros: number;
  readonly sendBinaryMicros: number;
  readonly receivedPerSecond: number;
}

export interface InstalledResult {
  readonly browser: BrowserName;
  readonly version: string;
  readonly rounds: readonly InstalledRound[];
}

const LOAD = { receive: 20_000, bursts: 32 };
const QUICK_LOAD = { receive: 2000, bursts: 4 };
/** Its share goes first, unmeasured: with a garbage collection a browser may throw compiled code away. */
const WARM_UP_SHARE = 0.25;
/** What the server acknowledges at once. */
const BURST = 512;

/**
 * Measures pages with and without Duplex, with DevTools closed.
 */
export async function measureInstalled(
  name: BrowserName,
  options: PartOptions,
  cleanup: Cleanup,
): Promise<InstalledResult> {
  const { extensionDir, say } = options;
  const browser = await launch(name, { extensionDir, headless: true, devtools: false });
  cleanup.add(() => browser.kill());
  const load = options.quick ? QUICK_LOAD : LOAD;
  const frameOf = await openFrames(browser, options.url);
  const thread = await findPageThread(browser);
  const rounds: InstalledRound[] = [];
  for (let round = 0; round <= options.rounds; round += 1) {
    for (const condition of orderRound(INSTALLED, round)) {
      const measured = await measureFrame(browser, frameOf(condition), thread, load);
      rounds.push({ round, condition, pid: thread.pid, ...measured });
    }
    say(`installed, ${round === 0 ? "warm-up" : `round ${round} of ${options.rounds}`}`);
  }
  await browser.kill();
  return { browser: name, version: browser.version, rounds };
}

async function measureFrame(
  browser: DrivenBrowser,
  frame: Evaluating,
  thread: PageThread,
  load: typeof LOAD,
): Promise<Omit<InstalledRound, "round" | "condition" | "pid">> {
  const some = (count: number) => Math.ceil(count * WARM_UP_SHARE);
  const during = async <T>(step: () => Promise<T>): Promise<{ ms: number; value: T }> => {
    const before = await thread.cpuMs();
    const value = await step();
    return { ms: (await thread.cpuMs()) - before, value };
  };
  const send = async (prepare: "prepareTexts" | "prepareBinaries") => {
    await runStep(frame, prepare, some(load.bursts) + load.bursts);
    await browser.page.collectGarbage();
    await runStep(frame, "sendPrepared", some(load.bursts));
    const { ms } = await during(() => runStep(frame, "sendPrepared", load.bursts));
    return (ms * 1000) / (load.bursts * BURST);
  };
  await browser.page.collectGarbage();
  await runStep(frame, "receive", some(load.receive));
  const received = await during(() => runStep(frame, "receive", load.receive));
  return {
    receiveMicros: (received.ms * 1000) / load.receive,
    receivedPerSecond: received.value,
    sendTextMicros: await send("prepareTexts"),
    sendBinaryMicros: await send("prepareBinaries"),
  };
}
