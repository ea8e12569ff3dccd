import type { Natives } from "./natives.ts";

/** Data of `send()` or of a received message: what it is, and its bytes as they are at this moment. */
export type Payload =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "blob"; readonly blob: Blob };

/**
 * Copies data that the page could change or transfer later; strings and Blobs cannot change. Null where it is none of
 * WebSocket's types: then `send()` turns it into a string.
 */
export function takePayload(data: unknown, natives: Natives): Payload | null {
  if (typeof data === "string") return { kind: "text", text: data };
  if (typeof data !== "object" || data === null) return null;
  // By the tag, since the buffer may be of another realm.
  if (ArrayBuffer.isView(data)) {
    const { buffer, byteOffset, byteLength } = data;
    return { kind: "bytes", bytes: new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength)) };
  }
  const tag = natives.toStringTag(data);
  if (tag === "[object ArrayBuffer]") {
    return { kind: "bytes", bytes: new Uint8Array(new Uint8Array(data as ArrayBuffer)) };
  }
  if (tag === "[object Blob]" || tag === "[object File]") return { kind: "blob", blob: data as Blob };
  return null;
}
