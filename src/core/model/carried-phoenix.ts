import { fromBase64 } from "../export/base64.ts";
import type { EpochMs } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";
import { answerBody, sentBody } from "./carried-bodies.ts";
import type { Carried, CarriedMessage } from "./carried-messages.ts";

const PATH = /\/longpoll$/;
const LONGEST_TOKEN = 2000;
/** More messages in one body are not told apart. */
const MOST_MESSAGES = 10_000;
/** RFC 9110 15.5.11; stands in the answer's body. */
const GONE = 410;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The long polling of Phoenix' client (https://hexdocs.pm/phoenix/js/, `LongPoll`; protocols 1 and 2), to which LiveView falls back: messages each way, as a WebSocket has them. A POST
 * has them line by line, an answer in a list; bytes are base64. Where the token that names the session has gone, it ends.
 */
export function readPhoenix(entry: HarEntry, at: EpochMs): Carried | null {
  const { method, url } = entry.request;
  if (!URL.canParse(url)) return null;
  const { host, pathname, origin, searchParams } = new URL(url);
  const token = searchParams.get("token") ?? "";
  // The client always says which version of its messages it speaks.
  if (!PATH.test(pathname) || !searchParams.has("vsn") || token === "" || token.length > LONGEST_TOKEN)
    return null;
  const own = { key: `phoenix ${host}${pathname} ${token}`, url: origin + pathname };
  if (method === "POST") {
    const body = sentBody(entry, false);
    return body === null ? null : { ...own, messages: sentLines(body.bytes, at), ends: false };
  }
  const body = method === "GET" ? answerBody(entry) : null;
  const answer = body === null ? null : readAnswer(body.bytes);
  if (body === null || answer === null) return null;
  const messages = answer.messages.slice(0, MOST_MESSAGES).map((it): CarriedMessage => {
    const text = typeof it === "string" ? it : JSON.stringify(it);
    return { received: true, at: at + entry.time, ...contentOf(text), from: 0, to: body.bytes.length };
  });
  return { ...own, messages, ends: answer.status === GONE };
}

function sentLines(bytes: Uint8Array, at: EpochMs): CarriedMessage[] {
  const messages: CarriedMessage[] = [];
  for (let from = 0; from < bytes.length && messages.length < MOST_MESSAGES; ) {
    const end = bytes.indexOf(0x0a, from);
    const to = end === -1 ? bytes.length : end;
    if (to > from) {
      const content = contentOf(decoder.decode(bytes.subarray(from, to)));
      messages.push({ received: false, at, ...content, from, to });
    }
    from = to + 1;
  }
  return messages;
}

/** Text is JSON. */
function contentOf(text: string): Pick<CarriedMessage, "bytes" | "binary"> {
  const packed = /^[[{]/.test(text) ? null : fromBase64(text);
  return packed === null ? { bytes: encoder.encode(text), binary: false } : { bytes: packed, binary: true };
}

function readAnswer(
  bytes: Uint8Array,
): { readonly status: unknown; readonly messages: readonly unknown[] } | null {
  try {
    const { status, messages } = JSON.parse(decoder.decode(bytes)) as {
      status?: unknown;
      messages?: unknown;
    };
    return Array.isArray(messages) ? { status, messages } : null;
  } catch {
    return null;
  }
}
