import { looksRandom } from "../bytes/looks-random.ts";
import type { Payload, PayloadReading } from "../payload-format.ts";
import { toLeaf } from "../tree-node.ts";

/** A row shows the beginning, three signs a byte. */
const SHOWN_BYTES = 24;

/** Bytes that no decoder knows: shown as they are, and called so. */
export function readBinary({ bytes }: Payload): PayloadReading {
  const opaque = looksRandom(bytes) ? " (opaque: encrypted, packed or media)" : "";
  const summary = `${hexText(bytes, SHOWN_BYTES)}${opaque}`;
  return { summary, tree: () => toLeaf("", "bytes", summary, 0, bytes.length, () => bytes) };
}

/** The beginning of some bytes in hexadecimal digits: `01 ff …`. */
export function hexText(bytes: Uint8Array, limit = SHOWN_BYTES): string {
  let text = "";
  const end = Math.min(bytes.length, limit);
  for (let at = 0; at < end; at += 1) {
    text += (at === 0 ? "" : " ") + (bytes[at] as number).toString(16).padStart(2, "0");
  }
  return bytes.length > limit ? `${text} …` : text;
}
