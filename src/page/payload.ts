import { byteLengthOf } from "../core/wire/intrinsics.ts";
import { cutText } from "./cut-text.ts";
import type { Natives } from "./natives.ts";
import { utf8Length } from "./utf8-length.ts";

/**
 * Data of `send()` or of a received message: what it is, and its bytes, which are the page's own still; of what is too
 * large only the beginning. `size` is the true one where it is not that of what is here, and `cut` says that there was more.
 */
export type Payload =
  | { readonly kind: "text"; readonly text: string; readonly size: number | null; readonly cut: boolean }
  | {
      readonly kind: "bytes";
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly size: number | null;
      readonly cut: boolean;
    }
  | { readonly kind: "blob"; readonly blob: Blob; readonly size: number; readonly cut: boolean };

/**
 * Takes data, up to `maxBytes`. Strings and Blobs cannot change; bytes have to be copied before the page goes on. Null
 * where it is none of WebSocket's types: then `send()` turns it into a string. To ask what it is not costs microseconds (an
 * exception is made): `blobFirst` says which of both is likely.
 */
export function takePayload(
  data: unknown,
  natives: Natives,
  maxBytes: number,
  blobFirst = false,
): Payload | null {
  if (typeof data === "string") return takeText(data, maxBytes);
  if (typeof data !== "object" || data === null) return null;
  return blobFirst
    ? (takeBlob(data, natives, maxBytes) ?? takeBytes(data, natives, maxBytes))
    : (takeBytes(data, natives, maxBytes) ?? takeBlob(data, natives, maxBytes));
}

function takeBytes(data: object, natives: Natives, maxBytes: number): Payload | null {
  const bytes = natives.bytesOf(data, maxBytes);
  if (bytes === null) return null;
  const size = byteLengthOf(bytes) < maxBytes ? 0 : (natives.byteSize(data) ?? 0);
  const cut = size > maxBytes;
  return { kind: "bytes", bytes, size: cut ? size : null, cut };
}

function takeBlob(data: object, natives: Natives, maxBytes: number): Payload | null {
  const size = natives.blobSize(data);
  if (size === null) return null;
  const blob = data as Blob;
  const cut = size > maxBytes;
  return { kind: "blob", blob: cut ? natives.sliceBlob(blob, maxBytes) : blob, size, cut };
}

/** A text as a payload. */
export function takeText(text: string, maxBytes: number): Payload {
  const cut = cutText(text, maxBytes);
  if (cut === null) return { kind: "text", text, size: null, cut: false };
  return { kind: "text", text: cut.text, size: cut.size, cut: true };
}

/** The bytes of all of it, as they go over the network. */
export function sizeOf(payload: Payload): number {
  if (payload.kind === "text") return payload.size ?? utf8Length(payload.text);
  return payload.kind === "bytes" ? (payload.size ?? byteLengthOf(payload.bytes)) : payload.size;
}

/** Whether `send()` turns this into a string by code of the page: an object or function that is none of its types. */
export function isMadeText(data: unknown, natives: Natives): boolean {
  if (typeof data === "function") return true;
  if (typeof data !== "object" || data === null || natives.isView(data)) return false;
  return !natives.isBuffer(data) && natives.blobSize(data) === null;
}
