import type { Session } from "../model/session.ts";
import type { RecordEvent } from "../wire/events.ts";

/** A part of a writer that hands out what has to be awaited, as long as there is something. */
export type Waiting<T> = Generator<Promise<void>, T, void>;

/** Waits for what `load` names: bytes that were read may have had to make room for others meanwhile. */
export function* untilLoaded(load: () => Promise<void> | null): Waiting<void> {
  for (let wait = load(); wait !== null; wait = load()) yield wait;
}

/** What a mark or a request says, once it is in memory. */
export function* recordAt(session: Session, row: number): Waiting<RecordEvent | null> {
  yield* untilLoaded(() => session.load(row));
  return session.record(row);
}
