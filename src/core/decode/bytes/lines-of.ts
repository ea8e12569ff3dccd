import type { Bytes } from "../../units.ts";

/** A line without its end. */
export interface Line {
  readonly from: Bytes;
  readonly to: Bytes;
}

const LF = 0x0a;

/** The lines that are not blank. A carriage return before the line feed is not the line's. */
export function linesOf(bytes: Uint8Array): Line[] {
  const lines: Line[] = [];
  let from = 0;
  while (from < bytes.length) {
    const next = bytes.indexOf(LF, from);
    const end = next === -1 ? bytes.length : next;
    let to = end;
    while (to > from && (bytes[to - 1] as number) <= 0x20) to -= 1;
    if (to > from) lines.push({ from, to });
    from = end + 1;
  }
  return lines;
}
