import type { MessageEvent_, RecordEvent, SessionEvent } from "./events.ts";

/**
 * A run of consecutive events of one frame, packed: what crosses from the page to the engine and what is stored.
 *
 * Messages are rows of eight numbers, and all payloads lie one after the other in `bytes`. Cloning two typed
 * arrays costs a small part of cloning as many objects and strings, and the engine keeps `bytes` as it came
 * (measured, 200-byte messages in batches of 50: 3 to 5 microseconds of the page's thread a message for objects
 * and strings packed as one, 4 to 18 for an object a message).
 */
export interface Batch {
  /** Names the frame's document; chosen by the hook at random. */
  readonly frame: string;
  /** The sequence number of the first row; each row counts one. */
  readonly seq: number;
  /** Rows of `ROW_LENGTH` numbers. */
  readonly rows: Float64Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Numbers a row: code, at, connection or message, payload length, true size, flags, name length, ID length. */
export const ROW_LENGTH = 8;

export const CODE_RECORD = 0;
export const CODE_MESSAGE = 1;
export const CODE_PAYLOAD = 2;
/** Stands for as many events as its third number says, left out on purpose (recording was paused). */
export const CODE_SKIP = 3;

export const FLAG_RECEIVED = 1;
export const FLAG_BINARY = 2;
export const FLAG_PARTIAL = 4;
/** The message was larger than the largest that is taken: only its beginning is here. */
export const FLAG_CUT = 8;
/**
 * The message is a chunk of a streamed response. In the place of its event ID is its position in the stream, in decimal; and
 * FLAG_PARTIAL says that the connection's next chunk is more of the same. Of one that was cut (FLAG_CUT), the last row's size
 * counts what is not here.
 */
export const FLAG_CHUNK = 16;
/** An event of an EventSource that no listener of the page waited for: the browser's debugger told of it. */
export const FLAG_UNHEARD = 64;

const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });

/** How many sequence numbers a batch covers. */
export function countEvents({ rows }: Batch): number {
  let count = 0;
  for (let row = 0; row < rows.length; row += ROW_LENGTH) {
    count += rows[row] === CODE_SKIP ? (rows[row + 2] as number) : 1;
  }
  return count;
}

/** Where in its batch an event lies. */
export interface EventPlace {
  seq: number;
  /** Where in `batch.bytes` the payload begins (of a record, its JSON). A message's name and ID lie right before it. */
  offset: number;
  length: number;
  nameLength: number;
  idLength: number;
}

/**
 * Calls `each` with every event of a batch that `parseBatch` has let through (an event that is left out is null).
 * Payloads are views, not copies; `place` is the same object each time.
 */
export function readEvents(
  batch: Batch,
  each: (event: SessionEvent | null, place: EventPlace) => void,
): void {
  readRows(batch, (row, place) => each(eventAt(batch, row, place), place));
}

/** Calls `each` with where every row of such a batch begins in `rows`, for who needs no object of most of them. */
export function readRows({ seq, rows }: Batch, each: (row: number, place: EventPlace) => void): void {
  const place: EventPlace = { seq, offset: 0, length: 0, nameLength: 0, idLength: 0 };
  let position = 0;
  for (let row = 0; row < rows.length; row += ROW_LENGTH) {
    place.length = rows[row + 3] as number;
    place.nameLength = rows[row + 6] as number;
    place.idLength = rows[row + 7] as number;
    place.offset = position + place.nameLength + place.idLength;
    position = place.offset + place.length;
    each(row, place);
    place.seq += rows[row] === CODE_SKIP ? (rows[row + 2] as number) : 1;
  }
}

/** The event of a row; null where it is left out. */
export function eventAt({ rows, bytes }: Batch, row: number, place: EventPlace): SessionEvent | null {
  const code = rows[row] as number;
  if (code === CODE_SKIP) return null;
  const { offset, length } = place;
  const payload = bytes.subarray(offset, offset + length);
  if (code === CODE_RECORD) return JSON.parse(decoder.decode(payload)) as RecordEvent;
  const at = rows[row + 1] as number;
  const target = rows[row + 2] as number;
  const flags = rows[row + 5] as number;
  const partial = (flags & FLAG_PARTIAL) !== 0;
  if (code === CODE_PAYLOAD) return { type: "payload", at, message: target, payload, partial };
  const idStart = offset - place.idLength;
  if (flags & FLAG_CHUNK) {
    const position = Number(decoder.decode(bytes.subarray(idStart, offset)));
    return {
      type: "chunk",
      at,
      connection: target,
      payload,
      text: (flags & FLAG_BINARY) === 0,
      position,
      size: rows[row + 4] as number,
      partial,
    };
  }
  const message: MessageEvent_ = {
    type: "message",
    at,
    connection: target,
    direction: flags & FLAG_RECEIVED ? "received" : "sent",
    payloadType: flags & FLAG_BINARY ? "binary" : "text",
    payload,
    size: rows[row + 4] as number,
    partial,
    ...(flags & FLAG_CUT ? { cut: true } : {}),
    ...(flags & FLAG_UNHEARD ? { unheard: true } : {}),
    eventName:
      place.nameLength === 0 ? "" : decoder.decode(bytes.subarray(idStart - place.nameLength, idStart)),
    eventId: place.idLength === 0 ? "" : decoder.decode(bytes.subarray(idStart, offset)),
  };
  return message;
}
