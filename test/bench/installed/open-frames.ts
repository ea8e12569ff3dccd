import type { DrivenBrowser } from "../../../tooling/browser/driven.ts";
import { type Evaluating, runStep } from "../traffic/run-step.ts";
import { keepOff } from "./keep-off.ts";

/** Pages of one site, in one renderer. Duplex is kept off `bare`, so that the first two are alike. */
export const PATHS = { bare: "bare/1", "bare-again": "bare/2", installed: "hooked" } as const;

export type InstalledId = keyof typeof PATHS;

export const INSTALLED = Object.keys(PATHS) as InstalledId[];

/**
 * Opens pages with and without Duplex as frames of one document, each with a socket. They stay open, and take turns: pages that are
 * loaded anew each time differ by more than what is looked for, since each compiles its code again.
 */
export async function openFrames(
  browser: DrivenBrowser,
  url: string,
): Promise<(id: InstalledId) => Evaluating> {
  await keepOff(browser, "*://*/bare/*");
  await browser.page.goto(`${url}bare/frames?${Object.values(PATHS).join("&")}`);
  const frameOf = (id: InstalledId): Evaluating => ({
    evaluate: (expression) => browser.page.evaluate(`frames[${INSTALLED.indexOf(id)}].${expression}`),
  });
  for (const id of INSTALLED) await runStep(frameOf(id), "open", 1);
  return frameOf;
}
