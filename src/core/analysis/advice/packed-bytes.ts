import { Deflate } from "fflate";
import type { Bytes } from "../../units.ts";

/** What ends each packed message, and is left out of it (RFC 7692 7.2.1). */
const TAIL_BYTES: Bytes = 4;

/** How many bytes messages have with permessage-deflate (RFC 7692) that keeps its context from one to the next, as is usual. */
export function packedBytes(messages: readonly Uint8Array[]): Bytes {
  let bytes = 0;
  const deflate = new Deflate({ level: 6 }, (chunk) => {
    bytes += chunk.length;
  });
  for (const message of messages) {
    if (message.length === 0) continue;
    deflate.push(message as Uint8Array<ArrayBuffer>, false);
    deflate.flush(true);
    bytes -= TAIL_BYTES;
  }
  return Math.max(0, bytes);
}
