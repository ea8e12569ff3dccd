import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName, DrivenBrowser } from "../../../tooling/browser/driven.ts";
import type { Cleanup } from "../cleanup.ts";
import { orderRound } from "../order-round.ts";
import { findPageThread } from "../page-thread.ts";
import type { PartOptions } from "../part.ts";
import { runStep } from "../traffic/run-step.ts";
import { keepOff } from "./keep-off.ts";

/** Pages of one site, in one renderer. Duplex is kept off the first two, which are alike. */
export const PATHS = { bare: "bare/1", "bare-again": "bare/2", installed: "hooked" } as const;

export type InstalledId = keyof typeof PATHS;

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

const LOAD = { receive: 10_000, bursts: 16 };
const QUICK_LOAD = { receive: 2000, bursts: 4 };
/** Its share goes first, unmeasured: the document is fresh, and its code not compiled yet. */
const WARM_UP_SHARE = 0.25;
/** What the server acknowledges at once. */
const BURST = 512;

/** Measures pages with and without Duplex in turn, in one renderer, with DevTools closed. */
export async function measureInstalled(
  name: BrowserName,
  options: PartOptions,
  cleanup: Cleanup,
): Promise<InstalledResult> {
  const { extensionDir, say } = options;
  const browser = await launch(name, { extensionDir, headless: true, devtools: false });
  cleanup.add(() => browser.kill());
  await keepOff(browser, "*://*/bare/*");
  const load = options.quick ? QUICK_LOAD : LOAD;
  const rounds: InstalledRound[] = [];
  for (let round = 0; round <= options.rounds; round += 1) {
    for (const condition of orderRound(Object.keys(PATHS) as InstalledId[], round)) {
      await browser.page.goto(`${options.url}${PATHS[condition]}`);
      rounds.push({ round, condition, ...(await measurePage(browser, load)) });
    }
    say(`installed, ${round === 0 ? "warm-up" : `round ${round} of ${options.rounds}`}`);
  }
  await browser.kill();
  return { browser: name, version: browser.version, rounds };
}

async function measurePage(
  browser: DrivenBrowser,
  load: typeof LOAD,
): Promise<Omit<InstalledRound, "round" | "condition">> {
  const { page } = browser;
  const thread = await findPageThread(browser);
  const some = (count: number) => Math.ceil(count * WARM_UP_SHARE);
  const during = async <T>(step: () => Promise<T>): Promise<{ ms: number; value: T }> => {
    const before = await thread.cpuMs();
    const value = await step();
    return { ms: (await thread.cpuMs()) - before, value };
  };
  const send = async (prepare: "prepareTexts" | "prepareBinaries") => {
    await runStep(page, prepare, some(load.bursts));
    await runStep(page, "sendPrepared");
    await runStep(page, prepare, load.bursts);
    await page.collectGarbage();
    const { ms } = await during(() => runStep(page, "sendPrepared"));
    return (ms * 1000) / (load.bursts * BURST);
  };
  await runStep(page, "open", 1);
  await runStep(page, "receive", some(load.receive));
  await page.collectGarbage();
  const received = await during(() => runStep(page, "receive", load.receive));
  const sendTextMicros = await send("prepareTexts");
  const sendBinaryMicros = await send("prepareBinaries");
  await runStep(page, "close");
  return {
    pid: thread.pid,
    receiveMicros: (received.ms * 1000) / load.receive,
    receivedPerSecond: received.value,
    sendTextMicros,
    sendBinaryMicros,
  };
}
