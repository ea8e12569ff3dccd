/** Large enough that a file of millions of short lines costs few writes, small enough to be no burden. */
const PIECE_LENGTH = 64 * 1024;

/** Joins short pieces of text to ones of about 64 KiB; a longer one passes as it is. */
export function* gatherPieces(pieces: Iterable<string>): Iterable<string> {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < PIECE_LENGTH) continue;
    yield waiting.join("");
    waiting = [];
    length = 0;
  }
  if (length > 0) yield waiting.join("");
}
