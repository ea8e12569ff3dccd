import type { Bytes } from "../../units.ts";

/** A line without its end. */
export interface Line {
  readonly from: Bytes;
  readonly to: Bytes;
}

const LF = 0x0a;

/** The lines that are not blank, at most `limit`. White space at a line's end is not the line's, nor is its end. */
export function linesOf(bytes: Uint8Array, limit = Number.POSITIVE_INFINITY): Line[] {
  const lines: Line[] = [];
  let from = 0;
  while (lines.length < limit) {
    while (from < bytes.length && (bytes[from] as number) <= 0x20) from += 1;
    if (from === bytes.length) break;
    const next = bytes.indexOf(LF, from);
    const end = next === -1 ? bytes.length : next;
    let to = end;
    while ((bytes[to - 1] as number) <= 0x20) to -= 1;
    lines.push({ from, to });
    from = end;
  }
  return lines;
}
