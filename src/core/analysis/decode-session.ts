import {
  type ConnectionDecoder,
  createConnectionDecoder,
  MOST_READ_BYTES,
  type Preparation,
} from "../decode/connection-decoder.ts";
import type { DecodedPart } from "../decode/decoded-part.ts";
import type { ConnectionFacts, Decoder, RawMessage } from "../decode/decoder.ts";
import { type DecoderChoice, NO_CHOICE, type Recognition } from "../decode/recognise-stack.ts";
import { DECODERS } from "../decode/registry.ts";
import type { Connection } from "../model/connection.ts";
import { createMessageIndex } from "../model/message-index.ts";
import { ROW_MESSAGE } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import type { Bytes } from "../units.ts";
import { FLAG_BINARY, FLAG_PARTIAL, FLAG_RECEIVED } from "../wire/batch.ts";
import { isEventStream, toEventName } from "./name-meaning.ts";
import { type MessageMeaning, NO_MEANING, summariseParts } from "./summarise-parts.ts";

/**
 * What the messages of a session mean, which may grow. What reads payloads throws where they are not in memory: `prepare`
 * says which rows have to be loaded.
 */
export interface SessionDecoder {
  /** Takes in what is new, of at most so many rows; true: all of it. `prepare` says of others that they are not ready. */
  update(most?: number): boolean;
  /** The innermost protocol that a connection was found to speak; null where none was. */
  protocolOf(connection: Connection): string | null;
  /** What a connection speaks, and why; null where there is no such connection. */
  recognitionOf(connection: number): Recognition | null;
  /** Changes whenever what was said of a connection's messages before may be different now; null: that has to be found out. */
  revisionOf(connection: number): number | null;
  /** The protocol messages in a row; none where it is no message, or of no known connection. */
  partsOf(row: number): readonly DecodedPart[];
  /** The same in one line. Of Server-Sent Events the event is their type, unless a protocol says more. */
  meaningOf(row: number): MessageMeaning;
  /** Prepares a row's decoding by at most so many steps; what is missing are rows. */
  prepare(row: number, steps: number): Preparation;
  /** The same for what its connection speaks. */
  prepareRecognition(connection: number): Preparation;
  /** The row of a connection's message, counted from 0. */
  rowOf(connection: number, index: number): number;
  /** Which message of its connection a row is; null: it is none. */
  indexOf(row: number): number | null;
  /** How many messages of a connection are taken in. */
  countOf(connection: number): number;
  /** A connection's message as it was recorded, with what of it is at hand. */
  messageOf(connection: number, index: number): RawMessage;
  factsOf(connection: Connection): ConnectionFacts;
  /** What readers have decided may be different now. */
  chosen(): void;
}

/** What a connection is looked at with. */
export type DecodersOf = (connection: Connection) => readonly Decoder[];

const READY: Preparation = { ready: true, missing: [] };
const NOT_TAKEN_IN: Preparation = { ready: false, missing: [] };

/** So many rows at a time take no time (15 to 50 ns each): for who must not hold up anything. */
export const TAKE_IN_ROWS = 50_000;

/** Creates it, with nothing taken in; `choiceOf` says what a reader has decided about a connection, `decodersOf` what it is looked at with. */
export function decodeSession(
  session: Session,
  choiceOf: (connection: Connection) => DecoderChoice = () => NO_CHOICE,
  decodersOf: DecodersOf = () => DECODERS,
): SessionDecoder {
  const { log, connections } = session;
  const messages = createMessageIndex(log);
  const decoders: (ConnectionDecoder | undefined)[] = [];
  /** Messages that were read before all of them had come. */
  const unfinished = new Map<number, { readonly connection: number; readonly index: number }>();
  let pieces = session.latePieces;

  function decoderOf(id: number): ConnectionDecoder | null {
    const known = decoders[id];
    if (known !== undefined) return known;
    const connection = connections[id - 1];
    if (connection === undefined) return null;
    const source = {
      get facts() {
        return factsOf(connection);
      },
      get count() {
        return messages.count(id);
      },
      has: (index: number, most: Bytes = MOST_READ_BYTES) => session.has(messages.rowAt(id, index), most),
      message: (index: number, most: Bytes = MOST_READ_BYTES) => messageAt(id, index, most),
    };
    const made = createConnectionDecoder(source, decodersOf(connection), choiceOf(connection));
    decoders[id] = made;
    return made;
  }

  function messageAt(connection: number, index: number, most: Bytes): RawMessage {
    const row = messages.rowAt(connection, index);
    const bytes = session.payload(row, most);
    const flags = log.flags.get(row);
    if ((flags & FLAG_PARTIAL) !== 0) unfinished.set(row, { connection, index });
    return {
      index,
      received: (flags & FLAG_RECEIVED) !== 0,
      bytes,
      binary: (flags & FLAG_BINARY) !== 0,
      cut: bytes.length < log.size.get(row),
      event: session.eventName(row),
    };
  }

  /** What was read of a message while it was coming may have been too little. */
  function forgetUnfinished(): void {
    if (pieces === session.latePieces) return;
    pieces = session.latePieces;
    for (const [row, { connection, index }] of unfinished) {
      if ((log.flags.get(row) & FLAG_PARTIAL) !== 0) continue;
      unfinished.delete(row);
      decoders[connection]?.forget(index);
    }
  }

  /** Who asks of a row wants it, whatever was taken in before. */
  function indexOf(row: number): number | null {
    const index = messages.indexOf(row);
    if (index !== null || log.kind.get(row) !== ROW_MESSAGE) return index;
    messages.update();
    return messages.indexOf(row);
  }

  function partsOf(row: number): readonly DecodedPart[] {
    const index = indexOf(row);
    return index === null ? [] : (decoderOf(log.connection.get(row))?.decode(index) ?? []);
  }

  return {
    update(most) {
      forgetUnfinished();
      return messages.update(most);
    },
    protocolOf({ id }) {
      messages.update();
      return decoderOf(id)?.recognition().claims.at(-1)?.decoder.id ?? null;
    },
    recognitionOf: (id) => decoderOf(id)?.recognition() ?? null,
    revisionOf(id) {
      const decoder = decoderOf(id);
      if (decoder === null) return 0;
      return decoder.prepareRecognition().ready ? decoder.revision : null;
    },
    partsOf,
    meaningOf(row) {
      const parts = partsOf(row);
      if (parts.length === 0) return NO_MEANING;
      const meaning = summariseParts(parts);
      const connection = connections[log.connection.get(row) - 1];
      // What was posted to be sent on it is no event of it.
      const isReceived = (log.flags.get(row) & FLAG_RECEIVED) !== 0;
      const isEvent = isReceived && isEventStream(connection?.kind, connection?.stream?.contentType ?? "");
      return meaning.event !== null || !isEvent
        ? meaning
        : { ...meaning, event: toEventName(session.eventName(row)) };
    },
    prepare(row, steps) {
      const id = log.connection.get(row);
      const index = messages.indexOf(row);
      const decoder = log.kind.get(row) === ROW_MESSAGE ? decoderOf(id) : null;
      if (decoder === null) return READY;
      if (index === null) return NOT_TAKEN_IN;
      const { ready, missing, most = MOST_READ_BYTES } = decoder.prepare(index, steps);
      return { ready, missing: missing.map((it) => messages.rowAt(id, it)), most };
    },
    prepareRecognition(id) {
      const decoder = decoderOf(id);
      if (decoder === null) return READY;
      const { ready, missing, most } = decoder.prepareRecognition();
      return { ready, missing: missing.map((it) => messages.rowAt(id, it)), ...(most && { most }) };
    },
    rowOf: messages.rowAt,
    indexOf,
    countOf: messages.count,
    messageOf: (connection, index) => messageAt(connection, index, Number.POSITIVE_INFINITY),
    factsOf,
    chosen() {
      for (const connection of connections)
        decoders[connection.id]?.choose(choiceOf(connection), decodersOf(connection));
    },
  };
}

function factsOf({ kind, url, protocol, stream }: Connection): ConnectionFacts {
  return { kind, url, subprotocol: protocol ?? "", contentType: stream?.contentType ?? "", inside: [] };
}
