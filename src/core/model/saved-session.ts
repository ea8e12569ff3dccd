import type { HarEntry } from "../wire/events.ts";
import type { Connection, Frame } from "./connection.ts";
import type { LongTask } from "./long-tasks.ts";
import type { Lifecycle, SessionState } from "./session.ts";
import type { SavedStreams } from "./session-streams.ts";
import type { TablePage } from "./table.ts";

/** The tables of a session: rows, later parts of payloads, chunks of streams. */
export type SavedTable = "rows" | "parts" | "chunks";

/** A page of one of them. */
export interface SavedPage extends TablePage {
  readonly table: SavedTable;
}

/**
 * A session as it is, without most of its payloads: what has to be read to show it, and to fold more into it. It can be
 * cloned. Kept beside the batches, which it can always be made of again.
 */
export interface SavedSession {
  /** How many rows each table has; the pages that have changed are handed over apart. */
  readonly lengths: Readonly<Record<SavedTable, number>>;
  /** How many bytes of payloads there are. */
  readonly end: number;
  /** Those in the last page that is not full, to which more is added. */
  readonly last: Uint8Array;
  readonly heldBytes: number;
  readonly nextSeq: readonly (readonly [frame: string, seq: number])[];
  readonly unfinished: readonly (readonly [message: string, row: number])[];
  readonly state: SavedState;
  readonly streams: SavedStreams;
}

/** What `SessionState` has, with the numbers of connections in their place. */
export interface SavedState {
  readonly connections: readonly Connection[];
  readonly frames: readonly Frame[];
  readonly byFrame: readonly (readonly [frame: string, numbers: readonly (readonly [number, number])[]])[];
  readonly endpoints: readonly (readonly [key: string, connection: number])[];
  readonly dropped: number;
  readonly lost: number;
  readonly hookFailures: number;
  readonly lifecycle: Lifecycle;
  readonly longTasks: readonly LongTask[];
}

/** What was stored of a session, read again. */
export interface StoredState {
  readonly saved: SavedSession;
  readonly pages: readonly SavedPage[];
  /** The requests that wait for their streams, by their rows; needed only where more is to be folded in. */
  readonly entries: ReadonlyMap<number, HarEntry>;
}

/** A copy of the state, as it is now. */
export function saveState(state: SessionState): SavedState {
  const { connections, frames, byFrame, endpoints, dropped, lost, hookFailures, lifecycle, longTasks } =
    state;
  return {
    connections: connections.map((it) => ({ ...it, stream: it.stream && { ...it.stream } })),
    frames: Array.from(frames.values(), (it) => ({ ...it })),
    byFrame: Array.from(byFrame, ([frame, numbers]) => [
      frame,
      Array.from(numbers, ([number, { id }]) => [number, id] as const),
    ]),
    endpoints: Array.from(endpoints, ([key, { id }]) => [key, id]),
    dropped,
    lost,
    hookFailures,
    lifecycle,
    longTasks: [...longTasks],
  };
}

/** Puts what was saved into an empty state. */
export function restoreState(state: SessionState, saved: SavedState): void {
  const { connections, frames, byFrame, endpoints, dropped, lost, hookFailures, lifecycle, longTasks } =
    saved;
  state.connections.push(...connections);
  for (const frame of frames) state.frames.set(frame.key, frame);
  for (const [frame, numbers] of byFrame) {
    state.byFrame.set(frame, new Map(numbers.map(([number, id]) => [number, connectionOf(state, id)])));
  }
  for (const [key, id] of endpoints) state.endpoints.set(key, connectionOf(state, id));
  Object.assign(state, { dropped, lost, hookFailures, lifecycle });
  for (const task of longTasks) state.longTasks.push(task);
}

function connectionOf({ connections }: SessionState, id: number): Connection {
  const connection = connections[id - 1];
  if (connection === undefined) throw new Error("a connection that was not saved");
  return connection;
}
