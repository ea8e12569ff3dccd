import { type Batch, CODE_PAYLOAD, FLAG_BINARY, ROW_LENGTH } from "./batch.ts";

/**
 * A batch on its way to the engine: what a frame's hook handed over (`Haul`), numbered, and in parts that a port takes. Its
 * texts are encoded by the engine, where nobody waits for it; measured, to encode 200-byte messages under load took 3 of the
 * page's microseconds each.
 */
export interface PageBatch {
  readonly frame: string;
  /** The sequence number of the first row; each row counts one. */
  readonly seq: number;
  /** As those of a batch, but a text is as long as it has UTF-16 code units, and a size of 0 is that of what is here. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** Of each row the name, the ID, and the payload where `isText` says so. */
  readonly text: string;
  /** All other payloads. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The payload is a text whose UTF-8 lies in `bytes`: it is one of several pieces. Only in page batches. */
export const FLAG_ENCODED = 32;

/** Whether a row's payload lies in `text`. */
export function isText(code: number, flags: number): boolean {
  return code !== CODE_PAYLOAD && (flags & (FLAG_BINARY | FLAG_ENCODED)) === 0;
}

const encoder = new TextEncoder();

/** Encodes what is no more than well shaped: what the rows say is for `parseBatch` to check. Null where lengths do not fit. */
export function encodePageBatch({ frame, seq, rows, text, bytes }: PageBatch): Batch | null {
  const encoded = encodeWhole(rows, text, bytes) ?? encodeRows(rows, text, bytes);
  return encoded && { frame, seq, ...encoded };
}

type Encoded = Pick<Batch, "rows" | "bytes">;

/** All at once: where there are texts alone, and those are ASCII, each unit is a byte. */
function encodeWhole(rows: Float64Array, text: string, bytes: Uint8Array): Encoded | null {
  if (bytes.length > 0) return null;
  const encoded = encoder.encode(text);
  if (encoded.length !== text.length) return null;
  const taken = new Float64Array(rows);
  for (let row = 0; row < taken.length; row += ROW_LENGTH) {
    const flags = taken[row + 5] as number;
    if (!isText(taken[row] as number, flags)) return null;
    if (taken[row + 4] === 0) taken[row + 4] = taken[row + 3] as number;
  }
  return { rows: taken, bytes: encoded };
}

/** Row by row: a half of a character at the end of one text must not meet the other half in the next. */
function encodeRows(rows: Float64Array, text: string, bytes: Uint8Array): Encoded | null {
  const taken = new Float64Array(rows);
  // A UTF-16 code unit takes at most three bytes (Encoding Standard).
  const room = new Uint8Array(text.length * 3 + bytes.length);
  let end = 0;
  let textAt = 0;
  let bytesAt = 0;
  const encode = (units: number): number => {
    const { written } = encoder.encodeInto(text.slice(textAt, textAt + units), room.subarray(end));
    textAt += units;
    end += written;
    return written;
  };
  for (let row = 0; row < taken.length; row += ROW_LENGTH) {
    const [length, nameLength, idLength] = [taken[row + 3], taken[row + 6], taken[row + 7]] as number[];
    if (!isCount(length) || !isCount(nameLength) || !isCount(idLength)) return null;
    const inText = isText(taken[row] as number, taken[row + 5] as number);
    if (textAt + nameLength + idLength + (inText ? length : 0) > text.length) return null;
    if (!inText && bytesAt + length > bytes.length) return null;
    if (nameLength > 0) taken[row + 6] = encode(nameLength);
    if (idLength > 0) taken[row + 7] = encode(idLength);
    if (inText) {
      taken[row + 3] = encode(length);
    } else {
      room.set(bytes.subarray(bytesAt, bytesAt + length), end);
      bytesAt += length;
      end += length;
    }
    taken[row + 5] = (taken[row + 5] as number) & ~FLAG_ENCODED;
    if (taken[row + 4] === 0) taken[row + 4] = taken[row + 3] as number;
  }
  if (textAt !== text.length || bytesAt !== bytes.length) return null;
  return { rows: taken, bytes: room.slice(0, end) };
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && value <= 2 ** 32 && Number.isInteger(value);
}

/** What it takes of memory, about: a text's units may take one byte or two. */
export function weighPageBatch({ rows, text, bytes }: Pick<PageBatch, "rows" | "text" | "bytes">): number {
  return rows.length * 8 + text.length + bytes.length;
}
