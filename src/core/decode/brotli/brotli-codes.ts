/** Values in ranges: a code says which, `bits` more bits the place in it. */
export interface RangeCodes {
  readonly bases: readonly number[];
  readonly bits: readonly number[];
}

function toRanges(first: number, bits: readonly number[]): RangeCodes {
  let base = first;
  const bases = bits.map((width) => {
    const own = base;
    base += 2 ** width;
    return own;
  });
  return { bases, bits };
}

/** How many symbols a block has (RFC 7932, section 6). */
export const BLOCK_COUNTS = toRanges(
  1,
  [2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 7, 8, 9, 10, 11, 12, 13, 24],
);

/** How many literals come, and how many bytes are copied (section 5). */
export const INSERT_LENGTHS = toRanges(
  0,
  [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 12, 14, 24],
);
export const COPY_LENGTHS = toRanges(
  2,
  [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 24],
);

/** For each 64 insert-and-copy codes the first code of either (section 5); of the first two the distance is the last one. */
export const INSERT_STARTS = [0, 0, 0, 0, 8, 8, 0, 16, 8, 16, 16] as const;
export const COPY_STARTS = [0, 8, 0, 8, 0, 8, 16, 0, 16, 8, 16] as const;

/** What of UTF-8's contexts the signs from 32 to 127 give, a fourth of it in base 16. */
const ASCII_CONTEXTS =
  "2343353467338393bbbbbbbbbb886a733cdddcdddcdddddcdddddcddddd637333efffefffefffffefffffefffff63730";

/** The context that the last byte gives in UTF-8, and what the one before it adds (section 7.1). */
const UTF8_LAST = toUtf8Last();
const UTF8_BEFORE = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 224 || isBetween(byte, 48, 57) || isBetween(byte, 65, 90)) return 2;
  if (isBetween(byte, 97, 122)) return 3;
  return isBetween(byte, 33, 126) ? 1 : 0;
});
const SIGNED = Uint8Array.from({ length: 256 }, (_, byte) => {
  return [1, 16, 64, 128, 192, 240, 255].filter((from) => byte >= from).length;
});

/** A table for each mode: what a context gets of the last byte (the first 256), and of the one before it. */
export const CONTEXTS: readonly Uint8Array[] = [
  toTable(
    (byte) => byte & 63,
    () => 0,
  ),
  toTable(
    (byte) => byte >> 2,
    () => 0,
  ),
  toTable(
    (byte) => UTF8_LAST[byte] as number,
    (byte) => UTF8_BEFORE[byte] as number,
  ),
  toTable(
    (byte) => (SIGNED[byte] as number) << 3,
    (byte) => SIGNED[byte] as number,
  ),
];

function toTable(last: (byte: number) => number, before: (byte: number) => number): Uint8Array {
  return Uint8Array.from({ length: 512 }, (_, at) => (at < 256 ? last(at) : before(at - 256)));
}

function toUtf8Last(): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of [9, 10, 13]) table[byte] = 4;
  for (const [index, digit] of [...ASCII_CONTEXTS].entries())
    table[32 + index] = Number.parseInt(digit, 16) * 4;
  for (let byte = 128; byte < 256; byte += 1) table[byte] = (byte & 1) + (byte < 192 ? 0 : 2);
  return table;
}

function isBetween(byte: number, from: number, to: number): boolean {
  return byte >= from && byte <= to;
}
