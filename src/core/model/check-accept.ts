import type { HarEntry } from "../wire/events.ts";
import { headerOf } from "../wire/header-of.ts";

/** RFC 6455 1.3 and 4.2.2: what a server puts behind the client's key before it hashes both. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Whether `Sec-WebSocket-Accept` is what RFC 6455 4.1 asks for; `unseen` where key, answer or digest are not visible. */
export type AcceptCheck = "verified" | "wrong" | "unseen";

/** The text whose SHA-1, in base64, has to be the answer's `Sec-WebSocket-Accept`; null where the key is not visible. */
export function acceptSource({ request }: HarEntry): string | null {
  const key = headerOf(request.headers, "sec-websocket-key");
  return key === null ? null : key.trim() + GUID;
}

/** Checks the answer against the digest of `acceptSource`, in base64. */
export function checkAccept({ response }: HarEntry, digest: string | null): AcceptCheck {
  const accept = headerOf(response.headers, "sec-websocket-accept");
  if (accept === null || digest === null) return "unseen";
  return accept.trim() === digest ? "verified" : "wrong";
}
