import type { Natives } from "./natives.ts";

/** Data of `send()` or of a received message: what it is, and its bytes as they are at this moment. */
export type Payload =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "blob"; readonly blob: Blob; readonly size: number };

/**
 * Copies data that the page could change or transfer later; strings and Blobs cannot change. Null where it is none of
 * WebSocket's types: then `send()` turns it into a string. To ask what it is not costs microseconds (an exception is
 * made): `blobFirst` says which of both is likely.
 */
export function takePayload(data: unknown, natives: Natives, blobFirst = false): Payload | null {
  if (typeof data === "string") return { kind: "text", text: data };
  if (typeof data !== "object" || data === null) return null;
  return blobFirst
    ? (takeBlob(data, natives) ?? takeBytes(data, natives))
    : (takeBytes(data, natives) ?? takeBlob(data, natives));
}

function takeBytes(data: object, natives: Natives): Payload | null {
  const bytes = natives.copyBytes(data);
  return bytes === null ? null : { kind: "bytes", bytes };
}

function takeBlob(data: object, natives: Natives): Payload | null {
  const size = natives.blobSize(data);
  return size === null ? null : { kind: "blob", blob: data as Blob, size };
}

/** Whether `send()` turns this into a string by code of the page: an object or function that is none of its types. */
export function isMadeText(data: unknown, natives: Natives): boolean {
  if (typeof data === "function") return true;
  if (typeof data !== "object" || data === null || natives.isView(data)) return false;
  return !natives.isBuffer(data) && natives.blobSize(data) === null;
}
