import type { DrivenPage } from "../../../tooling/browser/driven.ts";
import type { TrafficPage } from "./traffic-page.ts";

/** Runs a step of the page that is measured. */
export function runStep<S extends keyof TrafficPage>(
  page: DrivenPage,
  step: S,
  ...args: Parameters<TrafficPage[S]>
): Promise<Awaited<ReturnType<TrafficPage[S]>>> {
  return page.evaluate(`trafficPage.${step}(${args.join()})`);
}
