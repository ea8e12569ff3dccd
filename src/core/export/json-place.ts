import { JSON_CUT, jsonStoppedAt, scanJson, skipJsonSpace } from "../decode/json/scan-json.ts";

/** Where a text stops being JSON; lines and columns (in characters) are counted from 1. */
export interface JsonPlace {
  /** The text is over before its value is. */
  readonly cut: boolean;
  readonly line: number;
  readonly column: number;
}

const LINE_FEED = 0x0a;

/** Finds where a text that JSON.parse refused is wrong: engines say it in words of their own, or not at all. */
export function findJsonPlace(text: string): JsonPlace {
  const bytes = new TextEncoder().encode(text);
  const end = scanJson(bytes, 0, bytes.length);
  const at = end < 0 ? jsonStoppedAt() : skipJsonSpace(bytes, end, bytes.length);
  let line = 1;
  let from = 0;
  for (let next = bytes.indexOf(LINE_FEED); next >= 0 && next < at; next = bytes.indexOf(LINE_FEED, from)) {
    line += 1;
    from = next + 1;
  }
  const before = new TextDecoder().decode(bytes.subarray(from, at));
  return { cut: end === JSON_CUT, line, column: [...before].length + 1 };
}
