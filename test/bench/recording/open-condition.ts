import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName, DrivenBrowser, DrivenPage } from "../../../tooling/browser/driven.ts";
import type { Condition } from "./conditions.ts";
import { clearRecorded, countRecorded } from "./recorded-messages.ts";
import type { PageMeasurement, RoundLoad, TrafficPage } from "./traffic-page.ts";

/** One round of one condition. */
export interface ConditionMeasurement extends PageMeasurement {
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
      const measured = await measurePage(browser.page, load);
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

async function measurePage(page: DrivenPage, load: RoundLoad): Promise<PageMeasurement> {
  const run = <S extends keyof TrafficPage>(step: S, ...args: Parameters<TrafficPage[S]>) =>
    page.evaluate<Awaited<ReturnType<TrafficPage[S]>>>(`trafficPage.${step}(${args.join()})`);

  await run("open");
  const receivedPerSecond = await run("receive", load.receive);
  const sendTextMicros = await run("sendTexts", load.bursts);
  const sendBinaryMicros = await run("sendBinaries", load.bursts);
  return { receivedPerSecond, sendTextMicros, sendBinaryMicros, ...(await run("close")) };
}
