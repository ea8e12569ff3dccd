import type { Bytes } from "../../units.ts";

/** The mask that each frame of a client has (RFC 6455 5.3). */
const MASK_BYTES: Bytes = 4;

/** Chromium sends what is larger in several frames; how many only the wire shows. */
export const ONE_FRAME_BYTES: Bytes = 16 * 1024;

/** What stands before a WebSocket frame's payload (RFC 6455 5.2): 2, 4 or 10 bytes, and the mask where a client sends it. */
export function frameHeaderBytes(payload: Bytes, fromClient: boolean): Bytes {
  const length = payload <= 125 ? 2 : payload <= 65_535 ? 4 : 10;
  return length + (fromClient ? MASK_BYTES : 0);
}

/** A message's size on the wire without compression; `exact` is false above 16 KiB: then it is at least this. */
export function messageWireBytes(payload: Bytes, fromClient: boolean): { bytes: Bytes; exact: boolean } {
  return { bytes: payload + frameHeaderBytes(payload, fromClient), exact: payload <= ONE_FRAME_BYTES };
}
