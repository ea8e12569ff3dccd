type Pieces<T> = AsyncIterable<T>;

/** Text that was bytes, and whether all of them were text: known when it was read to its end. */
export interface FileText {
  readonly pieces: Pieces<string>;
  damaged(): boolean;
}

/** UTF-8 text; a byte order mark at its beginning is taken off, as the Encoding Standard has it. */
export function readUtf8(bytes: Pieces<Uint8Array>): FileText {
  let damaged = false;
  async function* pieces(): Pieces<string> {
    const decoder = new TextDecoder();
    // Once over, as what it says of a piece depends on the one before; the decoder that goes on does not say when it replaces.
    const strict = new TextDecoder("utf-8", { fatal: true });
    const check = (piece?: Uint8Array) => {
      if (damaged) return;
      try {
        strict.decode(piece, { stream: piece !== undefined });
      } catch {
        damaged = true;
      }
    };
    for await (const piece of bytes) {
      check(piece);
      yield decoder.decode(piece, { stream: true });
    }
    check();
    yield decoder.decode();
  }
  return { pieces: pieces(), damaged: () => damaged };
}

/** The encoding that a byte order mark of UTF-16 names (Encoding Standard, "BOM sniff"); null where there is none. */
export function sniffUtf16(first: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (first[0] === 0xff && first[1] === 0xfe) return "utf-16le";
  return first[0] === 0xfe && first[1] === 0xff ? "utf-16be" : null;
}

/** UTF-16, as some shells write what they are given, as UTF-8 without a byte order mark. */
export async function* fromUtf16(
  bytes: Pieces<Uint8Array>,
  encoding: "utf-16le" | "utf-16be",
): Pieces<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  for await (const piece of bytes) yield encoder.encode(decoder.decode(piece, { stream: true }));
  yield encoder.encode(decoder.decode());
}
