import type { EpochMs } from "../units.ts";
import type { ChunkEvent, MessageEvent_ } from "../wire/events.ts";
import type { Connection, ConnectionKind, StreamFacts } from "./connection.ts";
import type { SessionState } from "./session.ts";

interface Opening {
  url: string;
  at: EpochMs;
  method?: string;
  asked?: readonly string[];
  asStream?: boolean;
  withCredentials?: boolean;
  stream?: StreamFacts;
}

/** The connection with this number in this frame. */
export function findConnection(state: SessionState, frame: string, number: number): Connection | undefined {
  return state.byFrame.get(frame)?.get(number);
}

/** A connection that the page tells of; null where it is known. One that was only assumed gets what was missing. */
export function openConnection(
  state: SessionState,
  frame: string,
  number: number,
  kind: ConnectionKind,
  opening: Opening,
): Connection | null {
  const known = findConnection(state, frame, number);
  if (known === undefined) return addConnection(state, frame, number, kind, opening);
  if (!known.assumed) return null;
  known.assumed = false;
  known.url = opening.url;
  // Of one that has polled until now the beginning is known.
  known.createdAt = known.kind === "polling" ? Math.min(known.createdAt, opening.at) : opening.at;
  known.kind = kind;
  known.recordedAt = opening.at;
  known.asked = opening.asked ?? [];
  known.asStream = opening.asStream ?? false;
  known.withCredentials = opening.withCredentials ?? false;
  known.method = opening.method ?? null;
  known.stream = opening.stream ?? null;
  return known;
}

/** A connection whose opening was not seen: there is a message of it, so it is open. */
export function assume(
  state: SessionState,
  frame: string,
  { connection, at }: Pick<MessageEvent_ | ChunkEvent, "connection" | "at">,
  kind: ConnectionKind,
): Connection {
  const assumed = addConnection(state, frame, connection, kind, { url: "", at });
  assumed.assumed = true;
  assumed.state = "open";
  return assumed;
}

/** Adds a connection, numbered within its frame where it has a number. */
export function addConnection(
  state: SessionState,
  frame: string,
  number: number | null,
  kind: ConnectionKind,
  { url, at, method, asked, asStream, withCredentials, stream }: Opening,
): Connection {
  const connection: Connection = {
    id: state.connections.length + 1,
    number,
    kind,
    url,
    method: method ?? null,
    stream: stream ?? null,
    asset: kind === "http",
    frame,
    createdAt: at,
    asked: asked ?? [],
    asStream: asStream ?? false,
    withCredentials: withCredentials ?? false,
    assumed: false,
    recordedAt: at,
    state: "connecting",
    openedAt: null,
    close: null,
    protocol: null,
    extensions: null,
    sent: 0,
    received: 0,
    sentBytes: 0,
    receivedBytes: 0,
    dropped: 0,
    reconnects: 0,
    handshake: null,
  };
  state.connections.push(connection);
  if (number !== null) {
    let numbers = state.byFrame.get(frame);
    if (numbers === undefined) {
      numbers = new Map();
      state.byFrame.set(frame, numbers);
    }
    numbers.set(number, connection);
  }
  return connection;
}
