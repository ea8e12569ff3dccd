import { type Batch, readEvents } from "../../src/core/wire/batch.ts";
import type { RecordEvent, SessionEvent } from "../../src/core/wire/events.ts";
import { parseBatch } from "../../src/core/wire/parse-batch.ts";

/** What batches say, in order; throws where one of them would be refused. */
export function eventsOf(batches: readonly Batch[]): SessionEvent[] {
  const events: SessionEvent[] = [];
  for (const batch of batches) {
    const parsed = parseBatch(batch);
    if ("problem" in parsed) throw new Error(parsed.problem);
    readEvents(parsed, (event) => {
      if (event !== null) events.push(event);
    });
  }
  return events;
}

/** The same in words: messages by their text, records by their type. */
export function wordsOf(batches: readonly Batch[]): string[] {
  return eventsOf(batches).map((event) =>
    event.type === "message" || event.type === "payload"
      ? `${event.type} ${new TextDecoder().decode(event.payload)}${event.partial ? "…" : ""}`
      : event.type,
  );
}

/** The records of one type. */
export function recordsOf<T extends RecordEvent["type"]>(
  batches: readonly Batch[],
  type: T,
): Extract<RecordEvent, { type: T }>[] {
  return eventsOf(batches).filter((it): it is Extract<RecordEvent, { type: T }> => it.type === type);
}
