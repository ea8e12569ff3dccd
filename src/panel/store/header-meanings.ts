import { explainHeaders } from "../../core/analysis/advice/explain-headers.ts";
import type { HarHeader } from "../../core/wire/events.ts";

/** What headers of an answer do to polling and streams, of those that do something. */
export function meaningsOf(headers: readonly HarHeader[]): ReadonlyMap<HarHeader, string> {
  return new Map(
    headers.flatMap((it) => {
      const [explained] = explainHeaders([it]);
      return explained === undefined ? [] : [[it, explained.meaning] as const];
    }),
  );
}
