import type { Payload, PayloadReading } from "./payload-format.ts";
import { PAYLOAD_FORMATS } from "./payload-formats.ts";
import { readBinary } from "./payloads/binary.ts";
import { readText } from "./payloads/text.ts";

/** Says what a payload is by itself; what no format claims is text or binary, and called so. */
export function readPayload(payload: Payload): { format: string; name: string; reading: PayloadReading } {
  for (const format of PAYLOAD_FORMATS) {
    const reading = format.read(payload);
    if (reading !== null) return { format: format.id, name: format.name, reading };
  }
  return payload.binary
    ? { format: "binary", name: "binary", reading: readBinary(payload) }
    : { format: "text", name: "text", reading: readText(payload) };
}
