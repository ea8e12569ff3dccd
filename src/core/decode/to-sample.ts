import type { RawMessage } from "./decoder.ts";

/** To find out what a connection speaks, a message is looked at by its beginning, as all decoders can. */
export const SAMPLE_BYTES = 256 * 1024;
/** And of all messages together so much; of what they carry again: packed, it may be a thousand times as large. */
export const SAMPLES_BYTES = 2 * 1024 * 1024;

/** The beginning of a message. */
export function toSample(message: RawMessage): RawMessage {
  if (message.bytes.length <= SAMPLE_BYTES) return message;
  return { ...message, bytes: message.bytes.subarray(0, SAMPLE_BYTES), cut: true };
}
