import type { DrivenPage } from "../../../tooling/browser/driven.ts";
import type { TrafficPage } from "./traffic-page.ts";

/** A page, or a frame of one. */
export type Evaluating = Pick<DrivenPage, "evaluate">;

/** Runs a step of the page that is measured. */
export function runStep<S extends keyof TrafficPage>(
  page: Evaluating,
  step: S,
  ...args: Parameters<TrafficPage[S]>
): Promise<Awaited<ReturnType<TrafficPage[S]>>> {
  return page.evaluate(`trafficPage.${step}(${args.join()})`);
}
