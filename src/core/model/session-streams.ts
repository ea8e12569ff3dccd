import { fromBase64 } from "../export/base64.ts";
import type { EpochMs } from "../units.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../wire/batch.ts";
import type { ChunkEvent, HarEntry, RecordEvent } from "../wire/events.ts";
import { recordToJson } from "../wire/record-to-json.ts";
import type { Connection } from "./connection.ts";
import { createRequestLinks, type SavedLinks } from "./link-requests.ts";
import {
  FLAG_DERIVED,
  type MessageLog,
  ROW_MARK,
  ROW_MESSAGE,
  ROW_REQUEST,
  type Segment,
} from "./message-log.ts";
import { assume, findConnection } from "./open-connection.ts";
import type { Payloads } from "./payloads.ts";
import { countRequest, receivedBytes, reduceRecord, type ShownRecord, startOf } from "./reduce-record.ts";
import type { SessionState } from "./session.ts";
import { createSessionPolls, type SavedPolls } from "./session-polls.ts";
import type { StreamChunks } from "./stream-chunks.ts";
import { createStreamFold, type SavedStream, type StreamPlace } from "./stream-fold.ts";
import { addStreamedBody, isStreamedBody } from "./streamed-body.ts";

/** The streamed responses of a session: their chunks, the rows that are found in them, and the requests that they answer. */
export interface SessionStreams {
  chunk(frame: string, event: ChunkEvent, segment: Segment): void;
  /** A finished request; `segment` is its record. */
  request(frame: string, event: RecordEvent & { type: "request-finished" }, segment: Segment): void;
  /** A record that is about to be folded in. */
  before(frame: string, event: RecordEvent): void;
  /** An event of an EventSource. */
  heard(connection: Connection, name: string, payload: Uint8Array): void;
  /** The page has told of a stream. */
  opened(frame: string, number: number): void;
  /** What was begun and not completed is told of as it is. */
  ended(connection: Connection, at: EpochMs): void;
  /** What is under way, to be stored; it can be cloned. */
  save(): SavedStreams;
  /** Goes on with what was saved. `entries` are those of the rows of waiting requests. */
  restore(saved: SavedStreams, entries: ReadonlyMap<number, HarEntry>): void;
}

/** What is under way in the streams of a session. */
export interface SavedStreams {
  readonly folds: readonly SavedStream[];
  readonly links: SavedLinks;
  /** Missing of sessions that were stored before there were such. */
  readonly polls?: SavedPolls;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const NO_BYTES = new Uint8Array(0);

/** Creates the streams of an empty session. */
export function createSessionStreams(
  state: SessionState,
  log: MessageLog,
  payloads: Payloads,
  chunks: StreamChunks,
): SessionStreams {
  const links = createRequestLinks();
  const polls = createSessionPolls(
    state,
    (connection, { received, at, bytes, binary, from, to }, request) => {
      const flags = FLAG_DERIVED | (received ? FLAG_RECEIVED : 0) | (binary ? FLAG_BINARY : 0);
      const parts = { name: NO_BYTES, id: NO_BYTES, payload: bytes };
      const place = { firstChunk: 0, lastChunk: 0, problem: null };
      const row = addDerived(ROW_MESSAGE, connection, at, flags, parts, bytes.length, place);
      log.setBodyPlace(row, { request, from, to });
    },
  );
  const fold = createStreamFold(chunks, {
    event(connection, at, { name, id, payload, size, binary }, place) {
      const flags = FLAG_RECEIVED | FLAG_DERIVED | (binary ? FLAG_BINARY : 0);
      const named = { name: encoder.encode(name), id: encoder.encode(id) };
      addDerived(ROW_MESSAGE, connection, at, flags, { ...named, payload }, size, place);
      connection.received += 1;
      heard(connection, name, payload);
    },
    remark(connection, at, what, text, place) {
      const json = recordToJson({ type: "stream-remarked", at, connection: connection.id, what, text });
      const parts = { name: NO_BYTES, id: NO_BYTES, payload: encoder.encode(json) };
      addDerived(ROW_MARK, connection, at, FLAG_RECEIVED | FLAG_DERIVED, parts, 0, place);
    },
  });

  function heard(connection: Connection, name: string, payload: Uint8Array): void {
    if (name === "endpoint") polls.endpoint(connection, decoder.decode(payload));
  }

  function addDerived(
    kind: number,
    connection: Connection,
    at: EpochMs,
    flags: number,
    { name, id, payload }: Record<"name" | "id" | "payload", Uint8Array>,
    size: number,
    place: StreamPlace,
  ): number {
    payloads.append(name);
    payloads.append(id);
    const row = log.append({
      address: payloads.append(payload),
      length: payload.length,
      nameLength: name.length,
      idLength: id.length,
      kind,
      at,
      connection: connection.id,
      flags,
      size,
    });
    log.setPlace(row, place);
    return row;
  }

  /** What the browser knows of a stream and the page does not tell. */
  function addRequestTo(stream: Connection, entry: HarEntry, row: number): void {
    stream.method ??= entry.request.method;
    if (stream.stream !== null && stream.stream.requestedAt === null) {
      stream.stream.requestedAt = startOf(entry);
      stream.createdAt = Math.min(stream.createdAt, startOf(entry));
    }
    addBody(stream, entry);
    polls.asked(stream, entry, startOf(entry), row);
  }

  /** The body of a stream whose bytes the page does not give, from the browser's network log. */
  function addBody(connection: Connection, entry: HarEntry): void {
    const { text, encoding } = entry.response.content ?? {};
    if (connection.stream?.reading !== "json" && connection.stream?.reading !== "document") return;
    const bytes = encoding === "base64" ? fromBase64(text ?? "") : encoder.encode(text);
    if (bytes !== null && bytes.length > 0) fold.body(connection, startOf(entry) + entry.time, bytes);
  }

  return {
    chunk(frame, event, segment) {
      const connection =
        findConnection(state, frame, event.connection) ?? assume(state, frame, event, "fetch-stream");
      fold.chunk(connection, event, segment, log.length);
    },
    request(frame, event, segment) {
      const { entry } = event;
      const at = startOf(entry);
      const stream =
        links.streamOf(entry, at) ??
        (isStreamedBody(entry) ? addStreamedBody(state, frame, entry, at) : null);
      const shown: ShownRecord | null =
        stream === null
          ? reduceRecord(state, frame, event)
          : { at, connection: stream.id, size: receivedBytes(entry) };
      if (shown === null) return;
      const whole = { nameLength: 0, idLength: 0, flags: FLAG_RECEIVED };
      const row = log.append({ ...segment, ...whole, kind: ROW_REQUEST, ...shown });
      if (stream !== null) addRequestTo(stream, entry, row);
      else {
        links.wait({ row, at, entry, endpoint: state.connections[shown.connection - 1] as Connection });
        polls.request(frame, entry, at, row);
      }
    },
    before(frame, event) {
      if (event.type === "socket-created" || event.type === "source-created") polls.opening(frame, event);
      else if (event.type === "navigated") polls.navigated(event.at);
    },
    heard,
    opened(frame, number) {
      const stream = findConnection(state, frame, number);
      if (stream === undefined) return;
      fold.opened(stream);
      // Its request may have been told of before: it was counted to an endpoint.
      const request = links.requestOf(stream);
      if (request === null) return;
      log.setConnection(request.row, stream.id);
      countRequest(request.endpoint, request.entry, -1);
      addRequestTo(stream, request.entry, request.row);
    },
    ended: fold.ended,
    save: () => ({ folds: fold.save(), links: links.save(), polls: polls.save() }),
    restore(saved, entries) {
      fold.restore(saved.folds, state.connections);
      polls.restore(saved.polls ?? []);
      const streams = saved.links.streams.map((id) => state.connections[id - 1]);
      const requests = saved.links.requests.map(({ row, at, endpoint: id }) => {
        const [entry, endpoint] = [entries.get(row), state.connections[id - 1]];
        return entry === undefined || endpoint === undefined ? undefined : { row, at, entry, endpoint };
      });
      links.restore(
        streams.filter((it) => it !== undefined),
        requests.filter((it) => it !== undefined),
      );
    },
  };
}
