/** The parts of something, one after the other, as a stream would give them. */
export async function* asPieces<T>(parts: Iterable<T>): AsyncIterable<T> {
  yield* parts;
}

/** A text in parts of so many UTF-16 units. */
export async function* inPieces(text: string, length: number): AsyncIterable<string> {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length);
}
