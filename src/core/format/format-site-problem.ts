import { say } from "../text/say.ts";
import type { SiteProblem } from "../wire/site.ts";

/** Why what somebody typed is no site, as a sentence. */
export function formatSiteProblem({ problem, scheme }: SiteProblem): string {
  return problem === "siteOnlyWeb" ? say(problem, { scheme: scheme ?? "" }) : say(problem);
}
