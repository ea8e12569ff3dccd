import type { Bytes } from "../../units.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import {
  AUTH,
  CONNACK,
  DISCONNECT,
  PUBACK,
  PUBCOMP,
  PUBLISH,
  PUBREC,
  PUBREL,
  SUBACK,
  SUBSCRIBE,
  UNSUBACK,
  UNSUBSCRIBE,
} from "./mqtt-packet.ts";

/** What is not version 5: 3.1.1, or 3.1, whose other packets are the same. */
const OLDER = 4;
const FIVE = 5;

/** A text behind an empty list of properties; in the older versions a payload of so much text does not begin with a zero. */
const LEAST_TEXT: Bytes = 4;

/** So much of a payload is looked at. */
const MOST_TEXT: Bytes = 1024;

const SUCCESS_OR_REFUSED: readonly number[] = [0, 1, 2, 0x80];

type Form = 1 | 2 | 4 | "variable" | "data" | "text" | "pair";

/** What each property of version 5 is (MQTT 5.0, 2.2.2.2): a number of so many bytes, a variable one, data, a text, two texts. */
const FORMS: ReadonlyMap<number, Form> = new Map<number, Form>([
  [0x01, 1],
  [0x02, 4],
  [0x03, "text"],
  [0x08, "text"],
  [0x09, "data"],
  [0x0b, "variable"],
  [0x11, 4],
  [0x12, "text"],
  [0x13, 2],
  [0x15, "text"],
  [0x16, "data"],
  [0x17, 1],
  [0x18, 4],
  [0x19, 1],
  [0x1a, "text"],
  [0x1c, "text"],
  [0x1f, "text"],
  [0x21, 2],
  [0x22, 2],
  [0x23, 2],
  [0x24, 1],
  [0x25, 1],
  [0x26, "pair"],
  [0x27, 4],
  [0x28, 1],
  [0x29, 1],
  [0x2a, 1],
]);

/** What a PUBLISH may have of these. */
const OF_PUBLISH: ReadonlySet<number> = new Set([0x01, 0x02, 0x03, 0x08, 0x09, 0x0b, 0x23, 0x26]);

/**
 * Which version a whole packet other than CONNECT can only be of, by the properties that version 5 has where the older ones have none: 5, or 4 for 3.1.1 and 3.1. Null where it would be well-formed in
 * both, or in neither.
 */
export function mqttLevelOf(bytes: Uint8Array): 4 | 5 | null {
  const type = (bytes[0] as number) >> 4;
  const body = endOfVariable(bytes, 1);
  const left = bytes.length - body;
  switch (type) {
    case PUBLISH:
      return ofPublish(bytes, body);
    case SUBSCRIBE:
    case UNSUBSCRIBE:
      return either(
        areTopics(bytes, body + 2, type === SUBSCRIBE, 2),
        areTopics(bytes, endOfProperties(bytes, body + 2, bytes.length, null), type === SUBSCRIBE, 0x2f),
      );
    case SUBACK:
      return either(
        left > 2 && bytes.subarray(body + 2).every((code) => SUCCESS_OR_REFUSED.includes(code)),
        isBefore(endOfProperties(bytes, body + 2, bytes.length, null), bytes.length),
      );
    case UNSUBACK:
      return either(left === 2, left > 3);
    case PUBACK:
    case PUBREC:
    case PUBREL:
    case PUBCOMP:
      return left > 2 ? FIVE : null;
    case CONNACK:
      return either(left === 2, left > 2);
    case DISCONNECT:
      return left > 0 ? FIVE : null;
    case AUTH:
      return FIVE;
    default:
      return null;
  }
}

function either(older: boolean, five: boolean): 4 | 5 | null {
  if (older === five) return null;
  return five ? FIVE : OLDER;
}

function ofPublish(bytes: Uint8Array, body: Bytes): 4 | 5 | null {
  const hasId = ((bytes[0] as number) & 6) !== 0;
  const from = body + 2 + shortAt(bytes, body) + (hasId ? 2 : 0);
  if (from > bytes.length) return null;
  const to = endOfProperties(bytes, from, bytes.length, OF_PUBLISH);
  // Version 5 says at least that there are none.
  if (to < 0) return OLDER;
  // What has a text among them is none by chance; two bytes of a payload may be.
  if (to - from > 1) return to - from >= 2 + LEAST_TEXT && hasText(bytes, from + 1, to) ? FIVE : null;
  const text = bytes.subarray(to, to + MOST_TEXT);
  return text.length >= LEAST_TEXT && isText(text) ? FIVE : null;
}

/** A text of the application's: UTF-8 without control characters but white space. */
function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13) && isUtf8(bytes);
}

/** The position behind a list of properties; -1 where none is there. `allowed`: null is all. */
function endOfProperties(
  bytes: Uint8Array,
  from: Bytes,
  limit: Bytes,
  allowed: ReadonlySet<number> | null,
): number {
  const begin = endOfVariable(bytes, from);
  if (begin < 0) return -1;
  const to = begin + variableAt(bytes, from, begin);
  if (to > limit) return -1;
  let at = begin;
  while (at < to) {
    const id = bytes[at] as number;
    if (allowed !== null && !allowed.has(id)) return -1;
    at = endOfProperty(bytes, id, at + 1);
    if (at < 0) return -1;
  }
  return at === to ? to : -1;
}

function endOfProperty(bytes: Uint8Array, id: number, at: Bytes): number {
  const form = FORMS.get(id);
  if (form === undefined) return -1;
  if (typeof form === "number") return at + form;
  if (form === "variable") return endOfVariable(bytes, at);
  const first = at + 2 + shortAt(bytes, at);
  if (form !== "data" && !isWord(bytes, at + 2, first)) return -1;
  if (form !== "pair") return first;
  const second = first + 2 + shortAt(bytes, first);
  return isWord(bytes, first + 2, second) ? second : -1;
}

function isWord(bytes: Uint8Array, from: Bytes, to: Bytes): boolean {
  return to <= bytes.length && isText(bytes.subarray(from, to));
}

/** Whether one of the properties is a text; they are well-formed. */
function hasText(bytes: Uint8Array, from: Bytes, to: Bytes): boolean {
  for (let at = from; at < to; ) {
    const id = bytes[at] as number;
    const form = FORMS.get(id);
    const end = endOfProperty(bytes, id, at + 1);
    if ((form === "text" || form === "pair") && end - at >= LEAST_TEXT) return true;
    at = end;
  }
  return false;
}

/** Whether all that is left are topics of one sign and more, each with its options where it has any. */
function areTopics(bytes: Uint8Array, from: number, hasOptions: boolean, mask: number): boolean {
  let at = from;
  if (at < 0 || at >= bytes.length) return false;
  while (at < bytes.length) {
    const length = shortAt(bytes, at);
    const end = at + 2 + length;
    if (length === 0 || end > bytes.length || !isText(bytes.subarray(at + 2, end))) return false;
    at = hasOptions ? end + 1 : end;
    if (hasOptions && (end >= bytes.length || !isOption(bytes[end] as number, mask))) return false;
  }
  return true;
}

/** A quality of service up to 2, and in version 5 three flags beside it. */
function isOption(option: number, mask: number): boolean {
  return (option & 3) <= 2 && (mask === 2 ? option <= 2 : (option & ~mask) === 0);
}

function isBefore(at: number, end: Bytes): boolean {
  return at >= 0 && at < end;
}

function shortAt(bytes: Uint8Array, at: Bytes): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** The position behind a number of one to four bytes (1.5.5); -1 where none is there. */
function endOfVariable(bytes: Uint8Array, from: Bytes): number {
  for (let at = from; at < from + 4 && at < bytes.length; at += 1) {
    if ((bytes[at] as number) < 128) return at + 1;
  }
  return -1;
}

function variableAt(bytes: Uint8Array, from: Bytes, to: Bytes): number {
  let value = 0;
  for (let at = to - 1; at >= from; at -= 1) value = value * 128 + ((bytes[at] as number) & 127);
  return value;
}
