import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName, DrivenBrowser } from "../../../tooling/browser/driven.ts";
import { findPageThread } from "../page-thread.ts";
import { runStep } from "../traffic/run-step.ts";
import type { PageCounts } from "../traffic/traffic-page.ts";
import type { Condition } from "./conditions.ts";
import { clearRecorded, countRecorded } from "./recorded-messages.ts";

/** How much a round carries. */
export interface RoundLoad {
  /** Messages the page receives. */
  readonly receive: number;
  /** Bursts it sends, as text and again as binary. */
  readonly bursts: number;
}

/** One round of one condition; CPU is that of the page's thread. */
export interface ConditionMeasurement extends PageCounts {
  readonly receivedPerSecond: number;
  readonly receiveMicros: number;
  readonly sendTextMicros: number;
  readonly sendBinaryMicros: number;
  /** The messages that Duplex recorded; null where it does not record. */
  readonly recorded: number | null;
  /** From the page's last word until the panel counted everything: to within some 10 ms. */
  readonly caughtUpMs: number | null;
}

/** A browser in its condition, on the page that is measured. */
export interface OpenCondition {
  readonly condition: Condition;
  readonly version: string;
  /** A fresh document, one round in it, and afterwards a panel that is empty again. */
  measure(load: RoundLoad): Promise<ConditionMeasurement>;
}

/** A share of the load goes first, unmeasured: the document is fresh, and its code not compiled yet. */
const WARM_UP_SHARE = 0.15;
/** What the server acknowledges at once. */
const BURST = 512;

/** Launches a browser and brings it into the condition; `launched` hears of it as soon as it has to be ended. */
export async function openCondition(
  name: BrowserName,
  condition: Condition,
  place: { readonly url: string; readonly extensionDir: string },
  launched: (browser: DrivenBrowser) => void,
): Promise<OpenCondition> {
  const { extension, devtools } = condition;
  const { extensionDir } = place;
  const browser = await launch(name, { extensionDir, headless: true, extension, devtools });
  launched(browser);
  await browser.page.goto(place.url);
  if (condition.panel !== null) await clearRecorded(await browser.showPanel());
  if (condition.panel === "hidden") await browser.showOtherPanel();

  return {
    condition,
    version: browser.version,
    async measure(load) {
      await browser.page.reload();
      const measured = await measurePage(browser, load);
      if (condition.panel === null) return { ...measured, recorded: null, caughtUpMs: null };
      const endedAt = performance.now();
      // A panel that is not shown does not draw, so that its count may be an old one.
      const panel = await browser.showPanel();
      const recorded = await countRecorded(panel, measured.sent + measured.received);
      const caughtUpMs = performance.now() - endedAt;
      await clearRecorded(panel);
      if (condition.panel === "hidden") await browser.showOtherPanel();
      return { ...measured, recorded, caughtUpMs };
    },
  };
}

async function measurePage(
  browser: DrivenBrowser,
  load: RoundLoad,
): Promise<Omit<ConditionMeasurement, "recorded" | "caughtUpMs">> {
  const { page } = browser;
  const thread = await findPageThread(browser);
  const some = (count: number) => Math.max(1, Math.round(count * WARM_UP_SHARE));
  const during = async <T>(step: () => Promise<T>): Promise<[ms: number, value: T]> => {
    const before = await thread.cpuMs();
    const value = await step();
    return [(await thread.cpuMs()) - before, value];
  };
  const send = async (prepare: "prepareTexts" | "prepareBinaries") => {
    await runStep(page, prepare, some(load.bursts) + load.bursts);
    await runStep(page, "sendPrepared", some(load.bursts));
    const [ms] = await during(() => runStep(page, "sendPrepared", load.bursts));
    return (ms * 1000) / (load.bursts * BURST);
  };
  await runStep(page, "open", 1);
  await runStep(page, "receive", some(load.receive));
  const [receiveMs, receivedPerSecond] = await during(() => runStep(page, "receive", load.receive));
  const sendTextMicros = await send("prepareTexts");
  const sendBinaryMicros = await send("prepareBinaries");
  return {
    receivedPerSecond,
    receiveMicros: (receiveMs * 1000) / load.receive,
    sendTextMicros,
    sendBinaryMicros,
    ...(await runStep(page, "close")),
  };
}
