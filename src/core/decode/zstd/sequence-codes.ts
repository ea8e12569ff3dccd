import { buildFseTable } from "./fse-table.ts";

/** What the codes of lengths stand for: a base, and how many bits are added to it (RFC 8878, section 3.1.1.3.2.1). */
export interface LengthCodes {
  readonly bases: readonly number[];
  readonly bits: readonly number[];
}

function toCodes(first: number, bits: readonly number[]): LengthCodes {
  let next = first;
  const bases = bits.map((it) => {
    const base = next;
    next += 2 ** it;
    return base;
  });
  return { bases, bits };
}

const zeros = (count: number) => Array<number>(count).fill(0);

export const LITERAL_LENGTHS = toCodes(0, [
  ...zeros(16),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
]);

export const MATCH_LENGTHS = toCodes(3, [
  ...zeros(32),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
]);

/** The highest offset code that is read: an offset of 128 MB, more than is ever unpacked. */
export const MOST_OFFSET_CODE = 27;

/** The distributions that need not be written (RFC 8878, section 3.1.1.3.2.2). */
export const DEFAULT_LITERAL_TABLE = buildFseTable(
  [
    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1,
    -1, -1,
  ],
  6,
);

export const DEFAULT_MATCH_TABLE = buildFseTable(
  [
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
  ],
  6,
);

export const DEFAULT_OFFSET_TABLE = buildFseTable(
  [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
  5,
);
