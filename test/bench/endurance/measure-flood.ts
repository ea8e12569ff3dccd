import { setTimeout } from "node:timers/promises";
import { formatCount } from "../../../src/core/format/format-count.ts";
import { launch } from "../../../tooling/browser/drive.ts";
import type { BrowserName } from "../../../tooling/browser/driven.ts";
import type { Cleanup } from "../cleanup.ts";
import type { PartOptions } from "../part.ts";
import { clearRecorded, countRecorded, readDropped } from "../recording/recorded-messages.ts";
import { runStep } from "../traffic/run-step.ts";
import type { PartReport, Verdict } from "../verdict.ts";

const SOCKETS = 10;
const SECONDS = 20;
const QUICK_SECONDS = 2;
/** Seldom: to be asked takes time of the page. */
const ASK_EVERY_MS = 2000;
const LARGE_BYTES = 50 * 1024 * 1024;

/** Ten sockets as fast as the browser delivers, and one large message amid: what is recorded of it, and what is said to be lost. */
export async function measureFlood(
  name: BrowserName,
  { url, extensionDir, quick, say }: PartOptions,
  cleanup: Cleanup,
): Promise<PartReport> {
  const browser = await launch(name, { extensionDir, headless: true, extension: true, devtools: true });
  cleanup.add(() => browser.kill());
  const panel = await browser.showPanel();
  await browser.page.goto(url);
  await clearRecorded(panel);
  await runStep(browser.page, "open", SOCKETS);
  await runStep(browser.page, "startFlood", quick ? QUICK_SECONDS : SECONDS, LARGE_BYTES);
  say("flood: running");
  let result = await runStep(browser.page, "floodResult");
  while (result === null) {
    await setTimeout(ASK_EVERY_MS);
    result = await runStep(browser.page, "floodResult");
  }
  const { receivedPerSecond, largestBytes } = result;
  const { sent, received } = await runStep(browser.page, "close");
  const said = sent + received;
  const recorded = await countRecorded(panel, said);
  const dropped = await readDropped(panel);
  await browser.kill();
  const verdicts: Verdict[] = [
    {
      what: "flood: recorded, and said to be dropped",
      bound: formatCount(said),
      measured: `${formatCount(recorded)} + ${formatCount(dropped)}`,
      control: "",
      held: recorded + dropped === said,
      loss: true,
    },
  ];
  return {
    title: "Ten sockets at full speed",
    text: `${formatCount(receivedPerSecond)} messages a second over ${SOCKETS} sockets, one of ${formatCount(largestBytes)} bytes among them.`,
    verdicts,
    data: { said, recorded, dropped, receivedPerSecond, largestBytes },
  };
}
