import { type Batch, CODE_RECORD, ROW_LENGTH, readEvents } from "./batch.ts";
import type { RecordEvent } from "./events.ts";

/** Records that the devtools page and the engine make of what the browser or the user says; a page has none to tell. */
const TOLD_BY_BROWSER: ReadonlySet<RecordEvent["type"]> = new Set([
  "navigated",
  "request-finished",
  "handshake",
  "frame-seen",
  "recording-paused",
  "recording-resumed",
]);

/** Whether a page's batch holds what only the browser can know: then it is forged. */
export function hasToldByBrowser(batch: Batch): boolean {
  // Most batches are messages alone, and these are many.
  if (!batch.rows.some((value, at) => at % ROW_LENGTH === 0 && value === CODE_RECORD)) return false;
  let found = false;
  readEvents(batch, (event) => {
    if (event === null || event.type === "message" || event.type === "payload") return;
    found ||= TOLD_BY_BROWSER.has(event.type);
  });
  return found;
}
