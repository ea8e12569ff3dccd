import type { Bytes } from "../../units.ts";
import { type BackwardBits, bitsAt, readBits } from "./bits-backward.ts";

/** A table of finite state entropy: what each state stands for, and how the next is found (RFC 8878, section 4.1). */
export interface FseTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
}

/** Reads a table's description; throws where it is none, or larger than `mostLog`. Answers where it ends, too. */
export function readFseTable(
  bytes: Uint8Array,
  from: Bytes,
  mostLog: number,
  mostSymbol: number,
): { table: FseTable; end: Bytes } {
  let bit = 4;
  const log = bitsAt(bytes, from, 0, 4) + 5;
  if (log > mostLog) throw new Error("a table that is too large");
  const counts: number[] = [];
  let remaining = (1 << log) + 1;
  let threshold = 1 << log;
  let width = log + 1;
  while (remaining > 1) {
    if (counts.length > mostSymbol) throw new Error("a symbol that there is not");
    const few = 2 * threshold - 1 - remaining;
    let count = bitsAt(bytes, from, bit, width - 1);
    if (count < few) bit += width - 1;
    else {
      count = bitsAt(bytes, from, bit, width);
      if (count >= threshold) count -= few;
      bit += width;
    }
    count -= 1;
    remaining -= Math.abs(count);
    counts.push(count);
    for (let repeat = count === 0 ? 3 : 0; repeat === 3; ) {
      repeat = bitsAt(bytes, from, bit, 2);
      bit += 2;
      if (counts.length + repeat > mostSymbol + 1) throw new Error("a symbol that there is not");
      for (let index = 0; index < repeat; index += 1) counts.push(0);
    }
    while (remaining < threshold) {
      width -= 1;
      threshold >>= 1;
    }
  }
  const end = from + ((bit + 7) >> 3);
  if (remaining !== 1 || end > bytes.length) throw new Error("a table that does not add up");
  return { table: buildFseTable(counts, log), end };
}

/** The table of a distribution; -1 is "less than one". */
export function buildFseTable(counts: readonly number[], log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const next = counts.map((it) => Math.abs(it));
  let high = size - 1;
  counts.forEach((count, symbol) => {
    if (count === -1) {
      symbols[high] = symbol;
      high -= 1;
    }
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  counts.forEach((count, symbol) => {
    for (let index = 0; index < count; index += 1) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at > high);
    }
  });
  const bits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  for (let state = 0; state < size; state += 1) {
    const symbol = symbols[state] as number;
    const value = next[symbol] as number;
    next[symbol] = value + 1;
    const width = log - (31 - Math.clz32(value));
    bits[state] = width;
    bases[state] = (value << width) - size;
  }
  return { log, symbols, bits, bases };
}

/** The table in which every state is the same symbol. */
export function singleFseTable(symbol: number): FseTable {
  return {
    log: 0,
    symbols: Uint8Array.of(symbol),
    bits: new Uint8Array(1),
    bases: new Uint16Array(1),
  };
}

/** The state after one. */
export function nextState({ bits, bases }: FseTable, state: number, from: BackwardBits): number {
  return (bases[state] as number) + readBits(from, bits[state] as number);
}
