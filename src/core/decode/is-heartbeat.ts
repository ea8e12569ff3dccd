import type { DecodedPart } from "./decoded-part.ts";

/** Words with which protocols begin the names of what only says that somebody is still there. */
const HEARTBEATS = ["ping", "pong", "heartbeat", "keepalive"];

/** Whether a protocol message only says that somebody is still there, as far as its protocol's word for it tells. */
export function isHeartbeat({
  control,
  kind,
  event,
}: Pick<DecodedPart, "control" | "kind" | "event">): boolean {
  return control && (isName(kind) || (event !== null && isName(event)));
}

function isName(text: string): boolean {
  if (text.length > 64) return false;
  const letters = text.toLowerCase().replace(/[^a-z]/g, "");
  // `ka` is what subscriptions-transport-ws calls it.
  return letters === "ka" || HEARTBEATS.some((it) => letters.startsWith(it));
}
