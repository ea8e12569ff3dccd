import type { Bytes } from "../../units.ts";
import { JSON_CUT, jsonStoppedAt, scanJson } from "./scan-json.ts";

const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;

/** More JSON texts than these in one message are not found. */
const MOST_FOUND = 1000;

/** A byte of a framing that is the sign of a list by chance takes in all that follows: so often what stands behind it is tried. */
const MOST_CUT = 4;

/**
 * Where JSON objects and arrays stand in bytes that are not JSON as a whole: two numbers a text, from and to. What a framing writes around them need not be known; what begins with JSON
 * that does not end, since not all of it was recorded, holds none. Time is bounded by the length: where a text is wrong, it is looked on behind what was read of it.
 */
export function findJson(bytes: Uint8Array, from: Bytes, to: Bytes): readonly Bytes[] {
  const found: Bytes[] = [];
  let cut = 0;
  for (let at = from; at < to; ) {
    const byte = bytes[at];
    if (byte !== OPEN_OBJECT && byte !== OPEN_ARRAY) {
      at += 1;
      continue;
    }
    const end = scanJson(bytes, at, to);
    if (end >= 0) {
      found.push(at, end);
      if (found.length >= MOST_FOUND * 2) break;
      at = end;
    } else if (end !== JSON_CUT) at = Math.max(at + 1, jsonStoppedAt());
    else {
      cut += 1;
      if (at === from || cut > MOST_CUT) break;
      at += 1;
    }
  }
  return found;
}
