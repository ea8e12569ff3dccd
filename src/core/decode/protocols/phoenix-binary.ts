import { textOf } from "../bytes/text-of.ts";
import type { Carried } from "../decoder.ts";
import type { PhoenixMessage } from "./phoenix.ts";

const PUSH = 0;
const REPLY = 1;
const BROADCAST = 2;

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
  let at = names.length + 1;
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
    carries: { bytes: bytes.subarray(at), binary: true },
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
    default:
      return null;
  }
}
