import { createStreamParser } from "../stream/create-stream-parser.ts";
import type { ParserState, StreamEvent, StreamParser, StreamProblem } from "../stream/stream-parser.ts";
import type { Bytes, EpochMs } from "../units.ts";
import type { ChunkEvent, StreamRemark } from "../wire/events.ts";
import type { Connection } from "./connection.ts";
import type { Segment } from "./message-log.ts";
import type { StreamChunks } from "./stream-chunks.ts";

/** A piece of a stream as the page got it, or a part of one that was large. */
export interface StreamChunk extends Segment {
  readonly connection: number;
  /** Counts from 1 within its stream; the parts of one piece share it. */
  readonly number: number;
  readonly at: EpochMs;
  readonly position: Bytes;
  /** Larger than its length where it was cut. */
  readonly size: Bytes;
  readonly text: boolean;
  /** More of the same follows. */
  readonly partial: boolean;
  /** How many rows the log had when it came. */
  readonly row: number;
}

/** What a row has of its stream. */
export interface StreamPlace {
  /** In which chunks it came, by number; 0: not in chunks, but in the body that the browser's network log gave. */
  readonly firstChunk: number;
  readonly lastChunk: number;
  readonly problem: StreamProblem | null;
}

/** What a fold finds; `at` is the time of the chunk that completed it. */
export interface StreamFindings {
  event(connection: Connection, at: EpochMs, event: StreamEvent, place: StreamPlace): void;
  remark(connection: Connection, at: EpochMs, what: StreamRemark, text: string, place: StreamPlace): void;
}

/** Folds the chunks of a session's streams into their events. */
export interface StreamFold {
  chunk(connection: Connection, chunk: ChunkEvent, segment: Segment, row: number): void;
  /** The whole body of a stream that was not seen in chunks. Does nothing where it was. */
  body(connection: Connection, at: EpochMs, bytes: Uint8Array): void;
  /** It is known now what kind of stream it is. */
  opened(connection: Connection): void;
  ended(connection: Connection, at: EpochMs): void;
  /** What it has begun, to be stored; it can be cloned. */
  save(): readonly SavedStream[];
  /** Goes on with what was saved of a session's connections. */
  restore(saved: readonly SavedStream[], connections: readonly Connection[]): void;
}

/** A stream that is under way, as it is stored. */
export interface SavedStream extends Omit<Stream, "parser"> {
  readonly connection: number;
  /** Null where nothing has been begun. */
  readonly parser: ParserState | null;
}

interface Stream {
  parser: StreamParser | null;
  /** The parser was created where bytes before its first were missing. */
  resumed: boolean;
  /** The position of the next chunk. */
  expected: Bytes;
  last: StreamChunk | null;
  /** Where the piece begins that `last` is of. */
  begun: Bytes;
  /** Of what is being parsed. */
  at: EpochMs;
  chunk: number;
}

/** Creates the fold of an empty session, whose chunks it adds to `chunks`. */
export function createStreamFold(chunks: Pick<StreamChunks, "append">, findings: StreamFindings): StreamFold {
  const streams = new Map<number, Stream>();

  function streamOf({ id }: Connection): Stream {
    let stream = streams.get(id);
    if (stream === undefined) {
      stream = { parser: null, resumed: false, expected: 0, last: null, begun: 0, at: 0, chunk: 0 };
      streams.set(id, stream);
    }
    return stream;
  }

  function parserOf(connection: Connection, stream: Stream, resumed: boolean): StreamParser {
    stream.parser ??= createParser(connection, stream, resumed);
    return stream.parser;
  }

  function createParser(connection: Connection, stream: Stream, resumed: boolean, saved?: ParserState) {
    stream.resumed = resumed;
    return createStreamParser(
      connection.stream?.contentType ?? "",
      {
        event: (event) => {
          const place = { firstChunk: event.firstChunk, lastChunk: stream.chunk, problem: event.problem };
          findings.event(connection, stream.at, event, place);
        },
        remark: (what, text) => remark(connection, stream, what, text),
      },
      resumed,
      saved,
    );
  }

  function remark(connection: Connection, stream: Stream, what: StreamRemark, text: string): void {
    const place = { firstChunk: stream.chunk, lastChunk: stream.chunk, problem: null };
    findings.remark(connection, stream.at, what, text, place);
  }

  /** Bytes are missing: what was begun ends here, and what comes begins somewhere. */
  function skip(connection: Connection, stream: Stream, what: "missing" | "cut", text: string): void {
    stream.parser?.end("gap");
    stream.parser = null;
    remark(connection, stream, what, text);
    parserOf(connection, stream, true);
  }

  return {
    chunk(connection, event, segment, row) {
      const stream = streamOf(connection);
      const { at, text, partial } = event;
      // What overlaps has been read: by another branch, in other pieces.
      const known = Math.max(0, stream.expected - event.position);
      if (known > 0 && known >= event.size) return;
      const payload = event.payload.subarray(known);
      const position = event.position + known;
      const size = event.size - known;
      const address = segment.address + Math.min(known, segment.length);
      const { last } = stream;
      const number = last === null ? 1 : last.partial ? last.number : last.number + 1;
      if (last?.number !== number) stream.begun = position;
      const place = { address, length: payload.length };
      const chunk = { ...place, connection: connection.id, number, at, position, size, text, partial, row };
      chunks.append(chunk);
      stream.last = chunk;
      stream.at = at;
      stream.chunk = number;
      connection.receivedBytes += size;
      if (connection.stream !== null) connection.stream.chunks = number;
      const missing = position - stream.expected;
      if (missing > 0) skip(connection, stream, "missing", String(missing));
      stream.expected = position + size;
      parserOf(connection, stream, false).feed(payload, number);
      const kept = position + payload.length - stream.begun;
      if (size > payload.length) skip(connection, stream, "cut", `${kept} ${position + size - stream.begun}`);
    },
    body(connection, at, bytes) {
      const stream = streamOf(connection);
      if (stream.last !== null || stream.expected > 0) return;
      stream.at = at;
      stream.expected = bytes.length;
      connection.receivedBytes += bytes.length;
      parserOf(connection, stream, false).feed(bytes, 0);
      stream.parser?.end("cut");
      stream.parser = null;
    },
    opened(connection) {
      const stream = streams.get(connection.id);
      if (stream !== undefined) stream.parser = null;
    },
    ended(connection, at) {
      const stream = streams.get(connection.id);
      if (stream === undefined) return;
      stream.at = Math.max(at, stream.at);
      stream.parser?.end("cut");
      stream.parser = null;
    },
    save: () =>
      Array.from(streams, ([connection, { parser, ...it }]) => ({
        ...it,
        connection,
        parser: parser?.save() ?? null,
      })),
    restore(saved, connections) {
      for (const { connection: id, parser, ...it } of saved) {
        const stream: Stream = { ...it, parser: null };
        const connection = connections[id - 1];
        if (connection === undefined) continue;
        streams.set(id, stream);
        if (parser !== null) stream.parser = createParser(connection, stream, it.resumed, parser);
      }
    },
  };
}
