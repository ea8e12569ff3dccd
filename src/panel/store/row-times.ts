import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { say } from "../../core/text/say.ts";
import type { EpochMs } from "../../core/units.ts";
import type { ConnectionView, EngineStatus } from "../../core/wire/engine-status.ts";
import type { Row } from "../../core/wire/row.ts";

/** What the times of the list are counted from: the epoch (a time of day), or a moment. */
export type TimeMode = "absolute" | "session" | "connection" | "row" | "before";

export const TIME_MODES: readonly TimeMode[] = ["absolute", "session", "connection", "row", "before"];

/** A row that times are counted from. */
export interface TimeOrigin {
  readonly row: number;
  readonly at: EpochMs;
}

/** The times of the list. */
export interface RowTimes {
  readonly mode: ReadonlySignal<TimeMode>;
  /** Null: no row of this session was chosen. */
  readonly origin: ReadonlySignal<TimeOrigin | null>;
  choose(mode: TimeMode): void;
  /** Counts from this row on. */
  countFrom(origin: TimeOrigin): void;
  /** The rows are those of another session. */
  reset(): void;
  /** The moment that a row's time is counted from; null is the epoch. */
  baseOf(row: Row): EpochMs | null;
}

/** Creates the times. `mode` is kept by who gives it. */
export function createRowTimes(
  mode: Signal<TimeMode>,
  status: ReadonlySignal<EngineStatus | null>,
  connections: ReadonlySignal<ReadonlyMap<number, ConnectionView>>,
): RowTimes {
  const origin = signal<TimeOrigin | null>(null);
  return {
    mode,
    origin,
    choose(next) {
      mode.value = next;
    },
    countFrom(next) {
      origin.value = next;
      mode.value = "row";
    },
    reset() {
      origin.value = null;
      if (mode.peek() === "row") mode.value = "absolute";
    },
    baseOf(row) {
      switch (mode.value) {
        case "absolute":
          return null;
        case "session":
          return status.value?.session.startedAt ?? null;
        case "connection":
          return connections.value.get(row.connection)?.createdAt ?? null;
        case "row":
          return origin.value?.at ?? null;
        case "before":
          return row.deltaMs === null ? row.at : row.at - row.deltaMs;
      }
    },
  };
}

/** What is counted from, in words for the header: short, and in full. */
export function formatMode(mode: TimeMode, origin: TimeOrigin | null): { title: string; label: string } {
  switch (mode) {
    case "absolute":
      return { title: say("time"), label: say("timeOfDay") };
    case "session":
      return { title: say("sinceStart"), label: say("sinceTheSessionBegan") };
    case "connection":
      return { title: say("sinceOpen"), label: say("sinceItsConnectionBegan") };
    case "row": {
      const number = origin === null ? "" : ` ${origin.row + 1}`;
      return {
        title: say("since", { number: number === "" ? ` ${say("rowWord")}` : ` #${number.trim()}` }),
        label: say("sinceRow", { number }),
      };
    }
    case "before":
      return { title: say("sinceLast"), label: say("sinceTheRowBefore") };
  }
}
