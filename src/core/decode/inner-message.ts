import type { Carried, RawMessage } from "./decoder.ts";

/** What a decoder found in a message, as a message for the next one. */
export function innerMessage(outer: RawMessage, { bytes, binary, event }: Carried): RawMessage {
  // Only what reaches to the end of what was recorded can have been cut there.
  const cut = outer.cut && end(bytes) >= end(outer.bytes);
  return { index: outer.index, received: outer.received, bytes, binary, cut, event: event ?? "" };
}

function end(bytes: Uint8Array): number {
  return bytes.byteOffset + bytes.length;
}
