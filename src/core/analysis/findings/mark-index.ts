import type { EpochMs } from "../../units.ts";
import type { RecordEvent } from "../../wire/events.ts";

/** A mark of a connection, as far as rules ask for it. */
export interface Mark {
  readonly row: number;
  readonly at: EpochMs;
  readonly record: RecordEvent;
}

/** Marks that some rule asks for; others are not kept. */
const ASKED_FOR = new Set<RecordEvent["type"]>(["socket-closed", "send-discarded", "source-errored"]);
/** So many of one connection prove all that more would. */
const MOST_MARKS = 1000;

/** The marks of a session that rules ask for, by connection. */
export interface MarkIndex {
  observe(mark: Mark, connection: number): void;
  of(connection: number, type: RecordEvent["type"]): readonly Mark[];
  /** Spans in which recording was paused. */
  readonly pauses: readonly { readonly from: EpochMs; readonly to: EpochMs }[];
}

/** Creates an empty one; marks are shown to it in order. */
export function createMarkIndex(): MarkIndex {
  const marks = new Map<number, Mark[]>();
  const pauses: { from: EpochMs; to: EpochMs }[] = [];
  return {
    pauses,
    observe(mark, connection) {
      const { type } = mark.record;
      if (type === "recording-paused") pauses.push({ from: mark.at, to: Number.POSITIVE_INFINITY });
      const open = pauses.at(-1);
      if (type === "recording-resumed" && open !== undefined) open.to = mark.at;
      if (!ASKED_FOR.has(type)) return;
      const own = marks.get(connection);
      if (own === undefined) marks.set(connection, [mark]);
      else if (own.length < MOST_MARKS) own.push(mark);
    },
    of: (connection, type) => (marks.get(connection) ?? []).filter(({ record }) => record.type === type),
  };
}
