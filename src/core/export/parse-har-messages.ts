import { say } from "../text/say.ts";
import type { EpochMs } from "../units.ts";
import { FLAG_BINARY, FLAG_CUT, FLAG_PARTIAL, FLAG_RECEIVED, FLAG_UNHEARD } from "../wire/batch.ts";
import { fromBase64 } from "./base64.ts";
import { isCount, isObject, numberOf } from "./checks.ts";
import { parseHarTime } from "./har-dates.ts";
import type { HarItem } from "./har-stream.ts";
import type { Tally } from "./tally.ts";

/**
 * The items of `_webSocketMessages` of the entry at `place`. Read are Chrome's form and what others write: `type` "send" or "receive",
 * `opcode` 1 or 2, or their names. Chrome's messages of `type` "error" become errors of the connection.
 */
export function parseSocketMessages(
  value: unknown,
  connection: number,
  place: string,
  tally: Tally,
): HarItem[] {
  const items: HarItem[] = [];
  for (const [index, it] of asArray(value).entries()) {
    const item = parseSocketMessage(it, connection);
    if (typeof item === "string") tally.add(item, `${place}._webSocketMessages[${index}]`);
    else items.push(item);
  }
  return items;
}

/** Close, ping, pong (RFC 6455 5.5). */
const CONTROL_FRAMES: ReadonlySet<number> = new Set([8, 9, 10]);

function parseSocketMessage(value: unknown, connection: number): HarItem | string {
  if (!isObject(value)) return say("notAnObject");
  const { type, opcode, data } = value;
  const at = parseHarTime(value.time);
  if (at === null) return say("noTime");
  if (type === "error") return { at, record: { type: "socket-errored", at, connection } };
  if (type !== "send" && type !== "receive") return say("neitherSentNorReceived");
  const number = numberOf(opcode);
  if (number !== null && CONTROL_FRAMES.has(number)) return say("aControlFrame");
  const binary = number === 2 || opcode === "binary";
  if (!binary && number !== 1 && opcode !== "text") return say("neitherTextNorBinary");
  if (typeof data !== "string") return say("noData");
  const flags = (type === "receive" ? FLAG_RECEIVED : 0) | (binary ? FLAG_BINARY : 0);
  if (!binary) return item(value._duplex, at, flags, data, "", "");
  const bytes = fromBase64(data);
  return bytes === null ? say("binaryDataThatIsNot") : item(value._duplex, at, flags, bytes, "", "");
}

/** The items of `_eventSourceMessages` of the entry at `place`, in Chrome's form. */
export function parseSourceMessages(value: unknown, place: string, tally: Tally): HarItem[] {
  const items: HarItem[] = [];
  for (const [index, it] of asArray(value).entries()) {
    const item = parseSourceMessage(it);
    if (typeof item === "string") tally.add(item, `${place}._eventSourceMessages[${index}]`);
    else items.push(item);
  }
  return items;
}

function parseSourceMessage(value: unknown): HarItem | string {
  if (!isObject(value)) return say("notAnObject");
  const { eventName = "message", eventId = "", data } = value;
  const at = parseHarTime(value.time);
  if (at === null) return say("noTime");
  if (typeof data !== "string") return say("noData");
  if (typeof eventName !== "string" || typeof eventId !== "string") return say("anEventNameOrId");
  return item(value._duplex, at, FLAG_RECEIVED, data, eventName, eventId);
}

/** `remarks` is what our own HAR says beside a message: see `har-messages.ts`. */
function item(
  remarks: unknown,
  at: EpochMs,
  flags: number,
  data: string | Uint8Array,
  eventName: string,
  eventId: string,
): HarItem {
  const known = isObject(remarks) ? remarks : {};
  const exact = typeof known.base64 === "string" ? fromBase64(known.base64) : null;
  const payload = exact ?? (typeof data === "string" ? encoder.encode(data) : data);
  const size = isCount(known.size) && known.size > payload.length ? known.size : null;
  const partial = known.unfinished === true ? FLAG_PARTIAL : 0;
  const cut = known.cut === true ? FLAG_CUT : 0;
  const unheard = known.unheard === true && eventName !== "" ? FLAG_UNHEARD : 0;
  return { at, message: { at, flags: flags | partial | cut | unheard, payload, size, eventName, eventId } };
}

const encoder = new TextEncoder();

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
