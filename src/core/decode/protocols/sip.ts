import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";

/** Headers of more are not read, nor is what stands after so many. */
const MOST_HEADER_BYTES: Bytes = 16 * 1024;

const REQUEST = /^([A-Z]{3,20}) (\S{1,500}) SIP\/2\.0$/;
const RESPONSE = /^SIP\/2\.0 (\d{3}) (.{0,200})$/;

interface SipMessage {
  /** Of a request. */
  readonly method: string | null;
  readonly target: string;
  /** Of a response. */
  readonly status: number;
  readonly phrase: string;
  readonly callId: string | null;
  /** Number and method. */
  readonly sequence: string | null;
  readonly bodyFrom: Bytes;
}

/** SIP over WebSocket (RFC 7118): a message of RFC 3261 each, and the keep-alive of RFC 5626, which is line ends alone. */
export const sip: Decoder = {
  id: "sip",
  name: "SIP",
  hint: ({ subprotocol }) =>
    subprotocol === "sip" ? { weight: 0.85, reason: "the subprotocol is sip" } : null,
  vote(message): Vote {
    if (keepAliveOf(message) !== null) return "silent";
    return readSip(message) === null ? "against" : "proof";
  },
  decode(message) {
    const word = keepAliveOf(message);
    if (word !== null) {
      return [{ kind: word, control: true, summary: word, correlation: { key: "", role: roleOf(word) } }];
    }
    const found = readSip(message);
    return found === null ? null : [toPart(found, message)];
  },
};

/** Two line ends ask, one answers (RFC 5626, section 4.4.1). */
function keepAliveOf({ bytes }: RawMessage): "ping" | "pong" | null {
  if (bytes.length !== 2 && bytes.length !== 4) return null;
  const text = textOf(bytes);
  return text === "\r\n\r\n" ? "ping" : text === "\r\n" ? "pong" : null;
}

function roleOf(word: "ping" | "pong"): Correlation["role"] {
  return word === "ping" ? "request" : "reply";
}

function readSip({ bytes }: RawMessage): SipMessage | null {
  // A start line has the version at one of its ends: most other texts are told by their first byte.
  const first = bytes[0] ?? 0;
  if (first < 0x41 || first > 0x5a) return null;
  const head = textOf(bytes, 0, Math.min(bytes.length, MOST_HEADER_BYTES));
  const lines = head.split("\r\n", 300);
  const start = lines[0] as string;
  const request = REQUEST.exec(start);
  const response = request === null ? RESPONSE.exec(start) : null;
  if (request === null && response === null) return null;
  const end = lines.indexOf("");
  const headers = lines.slice(1, end < 0 ? lines.length : end);
  return {
    method: request?.[1] ?? null,
    target: request?.[2] ?? "",
    status: Number(response?.[1] ?? 0),
    phrase: response?.[2] ?? "",
    callId: headerOf(headers, /^(?:call-id|i)\s{0,5}:\s{0,20}(\S.*)$/i),
    sequence: headerOf(headers, /^cseq\s{0,5}:\s{0,20}(\d{1,10}\s{1,20}[A-Z]{3,20})\s*$/i),
    bodyFrom: end < 0 ? bytes.length : endOfHeaders(bytes),
  };
}

function headerOf(headers: readonly string[], form: RegExp): string | null {
  for (const line of headers) {
    const found = form.exec(line)?.[1];
    if (found !== undefined) return found.trim().replace(/\s+/g, " ");
  }
  return null;
}

function endOfHeaders(bytes: Uint8Array): Bytes {
  for (let at = bytes.indexOf(0x0d); at >= 0; at = bytes.indexOf(0x0d, at + 1)) {
    if (bytes[at + 1] === 0x0a && bytes[at + 2] === 0x0d && bytes[at + 3] === 0x0a) return at + 4;
  }
  return bytes.length;
}

function toPart(found: SipMessage, { bytes }: RawMessage): Part {
  const { method, target, status, phrase, sequence, bodyFrom } = found;
  const asked = sequence?.split(" ")[1] ?? null;
  // A challenge asks for credentials: the call goes on with them.
  const failed = status >= 400 && status !== 401 && status !== 407;
  const isBody = bodyFrom < bytes.length;
  return {
    kind: method ?? "response",
    event: method === null ? asked : null,
    channel: found.callId,
    failed,
    summary: method === null ? joinWords(String(status), phrase, asked) : joinWords(method, target),
    correlation: correlationOf(found),
    ...(isBody ? { carries: { bytes: bytes.subarray(bodyFrom), binary: false } } : {}),
  };
}

function correlationOf({ method, status, callId, sequence }: SipMessage): Correlation | null {
  if (callId === null || sequence === null || method === "ACK") return null;
  const key = `${callId} ${sequence}`;
  if (method !== null) return { key, role: "request" };
  return { key, role: status < 200 ? "event" : "reply" };
}
