import type { RecordEvent } from "../wire/events.ts";
import type { CopyFormat } from "../wire/row.ts";
import { toBase64 } from "./base64.ts";
import { exactText } from "./exact-text.ts";

/** A row, whole. */
export interface CopiedRow {
  /** As the list shows it, from 1. */
  readonly number: number;
  readonly at: number;
  readonly url: string | null;
  readonly direction: "sent" | "received" | null;
  readonly payloadType: "text" | "binary" | null;
  /** What the message had, of which `payload` may be less. */
  readonly size: number;
  readonly eventName: string;
  readonly eventId: string;
  readonly payload: Uint8Array;
  /** Marks and requests: what they say, and in a sentence. */
  readonly record: RecordEvent | null;
  readonly sentence: string;
}

/** Bytes in a line of a C array. */
const C_LINE = 12;

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A row as text for the clipboard; null where it has nothing of that kind: marks and requests have no payload, and are
 * sentences or JSON alone.
 */
export function toCopiedText(row: CopiedRow, format: CopyFormat): string | null {
  const { payload, record } = row;
  if (format === "json") return toJson(row);
  if (record !== null) return format === "text" ? row.sentence : null;
  switch (format) {
    case "text":
      return row.payloadType === "binary" ? toHex(payload) : decoder.decode(payload);
    case "hex":
      return toHex(payload);
    case "base64":
      return toBase64(payload);
    case "c":
      return toCArray(row);
  }
}

/** Several rows as one text. */
export function joinCopied(texts: readonly string[], format: CopyFormat): string {
  if (texts.length === 1) return texts[0] as string;
  if (format === "json") return `[\n${texts.join(",\n")}\n]`;
  return texts.join(format === "c" ? "\n\n" : "\n");
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function toHex(payload: Uint8Array): string {
  const parts: string[] = [];
  for (const byte of payload) parts.push(DIGITS[byte] as string);
  return parts.join("");
}

/** The names are those of a session file; a payload that is JSON is `json`, digit for digit as it was sent. */
function toJson(row: CopiedRow): string {
  const { number, at, url, direction, payloadType, size, eventName, eventId, payload, record } = row;
  if (record !== null) return JSON.stringify({ number, url, ...record });
  const text = payloadType === "binary" ? null : exactText(payload);
  const facts = {
    number,
    at,
    url,
    direction,
    payloadType,
    size,
    ...(eventName === "" ? {} : { eventName }),
    ...(eventId === "" ? {} : { eventId }),
    ...(text === null ? { base64: toBase64(payload) } : isJson(text) ? {} : { text }),
  };
  const written = JSON.stringify(facts);
  return text !== null && isJson(text) ? `${written.slice(0, -1)},"json":${text.trim()}}` : written;
}

/** An object or a list: a lone number or word is rather a text. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function toCArray({ number, size, payload }: CopiedRow): string {
  const missing = size > payload.length ? ` /* of ${size} bytes */` : "";
  // C has no empty arrays.
  if (payload.length === 0) return `/* message ${number} is empty */${missing}`;
  const lines: string[] = [];
  for (let at = 0; at < payload.length; at += C_LINE) {
    const bytes = Array.from(payload.subarray(at, at + C_LINE), (byte) => `0x${DIGITS[byte]}`);
    lines.push(`  ${bytes.join(", ")}`);
  }
  return `const unsigned char message_${number}[${payload.length}] = {${missing}\n${lines.join(",\n")}\n};`;
}
