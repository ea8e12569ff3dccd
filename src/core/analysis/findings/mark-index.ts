import type { EpochMs } from "../../units.ts";
import type { LifecycleState, RecordEvent } from "../../wire/events.ts";

/** A mark of a connection, as far as rules ask for it. */
export interface Mark {
  readonly row: number;
  readonly at: EpochMs;
  readonly record: RecordEvent;
}

/** Marks that some rule asks for; others are not kept. */
const ASKED_FOR = new Set<RecordEvent["type"]>([
  "socket-closed",
  "socket-buffered",
  "send-discarded",
  "source-errored",
  "stream-ended",
]);
/** So many of one connection prove all that more would. */
const MOST_MARKS = 1000;

/** The marks of a session that rules ask for, by connection. */
export interface MarkIndex {
  observe(mark: Mark, connection: number): void;
  of(connection: number, type: RecordEvent["type"]): readonly Mark[];
  /** Spans in which recording was paused. */
  readonly pauses: readonly Span[];
  /** Spans in which the page was hidden, or frozen. */
  readonly unseen: readonly UnseenSpan[];
}

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A time in which nobody saw the page, and the browser let it do less. */
export interface UnseenSpan extends Span {
  readonly state: "hidden" | "frozen";
}

/** The states in words. */
export const UNSEEN_WORDS = { hidden: "hiddenWord", frozen: "frozenWord" } as const;

/** How the page was at a time, where that was not visible: frozen goes before hidden. */
export function unseenWithin({ unseen }: MarkIndex, from: EpochMs, to: EpochMs): UnseenSpan["state"] | null {
  const states = unseen.filter((it) => it.from < to && it.to > from).map(({ state }) => state);
  return states.find((it) => it === "frozen") ?? states[0] ?? null;
}

/** Creates an empty one; marks are shown to it in order. */
export function createMarkIndex(): MarkIndex {
  const marks = new Map<number, Mark[]>();
  const pauses: { from: EpochMs; to: EpochMs }[] = [];
  const unseen: { from: EpochMs; to: EpochMs; state: UnseenSpan["state"] }[] = [];

  function observeLifecycle(at: EpochMs, state: LifecycleState): void {
    const last = unseen.at(-1);
    if (last !== undefined && last.to === Number.POSITIVE_INFINITY) last.to = at;
    if (state !== "visible") unseen.push({ from: at, to: Number.POSITIVE_INFINITY, state });
    if (unseen.length > MOST_MARKS) unseen.shift();
  }

  return {
    pauses,
    unseen,
    observe(mark, connection) {
      const { type } = mark.record;
      if (mark.record.type === "lifecycle-changed") observeLifecycle(mark.at, mark.record.state);
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
