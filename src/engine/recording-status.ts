import { sayCount } from "../core/text/say.ts";
import type { EngineStatus, Notice } from "../core/wire/engine-status.ts";
import type { PanelSource } from "./panel-server.ts";

type RecordingStatus = Pick<
  EngineStatus,
  | "canRecord"
  | "recording"
  | "preserve"
  | "privateWindow"
  | "page"
  | "pageOff"
  | "reloadNeeded"
  | "withheld"
  | "closed"
  | "bodiesPaused"
  | "deep"
  | "notices"
>;

/** How it stands with the recording, which is the same for all panels. */
export function recordingStatus({ live, bodiesPaused, deep, notices }: PanelSource): RecordingStatus {
  return {
    canRecord: live !== null,
    recording: live?.recording ?? false,
    preserve: live?.preserve ?? true,
    privateWindow: live?.privateWindow ?? false,
    page: live?.page ?? "",
    pageOff: live?.pageOff ?? false,
    reloadNeeded: live?.reloadNeeded ?? false,
    withheld: live?.withheld ?? false,
    closed: live?.closed ?? false,
    bodiesPaused,
    deep,
    notices: [...notices, ...refusals(live?.refused ?? 0)],
  };
}

/** What a page sends that is malformed is no traffic, but the reader must know of it. */
function refusals(count: number): Notice[] {
  if (count === 0) return [];
  const text = sayCount("refusedBatches", count);
  // Dismissed, it comes again when there are ten times as many, and not with each.
  return [{ id: `refused-${String(count).length}`, severity: "warning", text }];
}
