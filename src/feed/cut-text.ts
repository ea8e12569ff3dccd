import { sliceText } from "../core/wire/intrinsics.ts";
import { measureUtf8 } from "./utf8-length.ts";

/**
 * Names, IDs and addresses go whole in one batch, and Chromium's ports let no more than 64 MiB through at once: a page that listens
 * for an event with a name of that length would end its own recording. A record, in JSON, must stay below a piece (`PIECE_BYTES`),
 * however much of it is escaped. In UTF-16 code units.
 */
export const MOST_WORD_UNITS = 64 * 1024;

/** The beginning of what is longer than that, and an ellipsis. */
export function cutWord(text: string): string {
  return text.length > MOST_WORD_UNITS ? `${sliceText(text, 0, MOST_WORD_UNITS)}…` : text;
}

/** Whether a text of so many UTF-16 code units can be too long: each takes at most three bytes (Encoding Standard). */
export function mayBeCut(units: number, maxBytes: number): boolean {
  return units * 3 > maxBytes;
}

/**
 * The beginning of a text that takes at most so many bytes in UTF-8, cut between characters, and the size of all of it;
 * null where it fits. Nothing is encoded, and the beginning is no copy.
 */
export function cutText(text: string, maxBytes: number): { text: string; size: number } | null {
  if (!mayBeCut(text.length, maxBytes)) return null;
  const { size, end } = measureUtf8(text, maxBytes);
  return end < 0 ? null : { text: sliceText(text, 0, end), size };
}
