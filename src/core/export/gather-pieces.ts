/** Large enough that a file of millions of short lines costs few writes, small enough to be no burden. */
const PIECE_LENGTH = 64 * 1024;

/** A piece of text, or something that has to be awaited before the next is asked for: bytes that are read from the disk. */
export type Piece = string | Promise<void>;

/** Joins short pieces of text to ones of about 64 KiB; a longer one passes as it is, and so does what is to be awaited. */
export function* gatherPieces<P extends Piece>(pieces: Iterable<P>): Iterable<P | string> {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (typeof piece !== "string") {
      yield piece;
      continue;
    }
    waiting.push(piece);
    length += piece.length;
    if (length < PIECE_LENGTH) continue;
    yield waiting.join("");
    waiting = [];
    length = 0;
  }
  if (length > 0) yield waiting.join("");
}
