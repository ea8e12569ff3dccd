import { textOf } from "../bytes/text-of.ts";
import type { Carried } from "../decoder.ts";
import type { PhoenixMessage } from "./phoenix.ts";

const PUSH = 0;
const REPLY = 1;
const BROADCAST = 2;
/** Supabase's own kinds (realtime-js, src/lib/serializer.ts): broadcasts of users, with metadata and a sign for JSON. */
const USER_PUSH = 3;
const USER_BROADCAST = 4;
const JSON_PAYLOAD = 1;

/**
 * Binary messages of Phoenix' serializer 2.0.0: the kind, the lengths of the texts, the texts, the payload. What a page pushes has
 * one length more than what it is pushed.
 */
export function readPhoenixBinary(
  bytes: Uint8Array,
  received: boolean,
): { message: PhoenixMessage; status: string | null; carries: Carried } | null {
  const kind = bytes[0];
  const names = lengthsOf(kind, received);
  if (names === null || bytes.length < names.length + 1) return null;
  const isUsers = kind === USER_PUSH || kind === USER_BROADCAST;
  const encoding = isUsers ? bytes[names.length + 1] : undefined;
  let at = names.length + (isUsers ? 2 : 1);
  const texts: Record<string, string> = {};
  for (let index = 0; index < names.length; index += 1) {
    const end = at + (bytes[index + 1] as number);
    if (end > bytes.length) return null;
    texts[names[index] as string] = textOf(bytes, at, end);
    at = end;
  }
  const { joinRef, ref, topic, event } = texts;
  if (!topic || !event) return null;
  const isReply = kind === REPLY;
  return {
    message: {
      joinRef: joinRef || null,
      ref: ref || null,
      topic,
      event: isReply ? "phx_reply" : event,
    },
    status: isReply ? event : null,
    carries: { bytes: bytes.subarray(Math.min(at, bytes.length)), binary: encoding !== JSON_PAYLOAD },
  };
}

function lengthsOf(kind: number | undefined, received: boolean): string[] | null {
  switch (kind) {
    case PUSH:
      return received ? ["joinRef", "topic", "event"] : ["joinRef", "ref", "topic", "event"];
    case REPLY:
      return ["joinRef", "ref", "topic", "event"];
    case BROADCAST:
      return ["topic", "event"];
    case USER_PUSH:
      return received ? null : ["joinRef", "ref", "topic", "event", "metadata"];
    case USER_BROADCAST:
      return received ? ["topic", "event", "metadata"] : null;
    default:
      return null;
  }
}
