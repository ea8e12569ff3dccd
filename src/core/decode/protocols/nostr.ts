import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { elementOf, type JsonValue, jsonLength, memberOf, numberOf, stringOf } from "../json/json-value.ts";
import { messageArray } from "../json/message-json.ts";

/** Kinds of messages, and how many elements each has at least. */
const KINDS: Readonly<Record<string, number>> = {
  EVENT: 2,
  REQ: 3,
  CLOSE: 2,
  CLOSED: 3,
  EOSE: 2,
  OK: 4,
  NOTICE: 2,
  AUTH: 2,
  COUNT: 3,
};

const HASH = /^[0-9a-f]{64}$/;

/** Nostr's relays (https://github.com/nostr-protocol/nips, NIP-01, 20, 42, 45). */
export const nostr: Decoder = {
  id: "nostr",
  name: "Nostr",
  vote(message): Vote {
    const value = messageArray(message);
    const kind = kindOf(value);
    if (value === null || kind === null) return "against";
    if (kind === "EVENT") return isEvent(eventOf(value)) ? "proof" : "against";
    if (kind === "REQ" || kind === "COUNT")
      return elementOf(value, 2)?.kind === "object" ? "fits" : "against";
    if (kind === "OK")
      return isHash(elementOf(value, 1)) && elementOf(value, 2)?.kind === "boolean" ? "proof" : "against";
    return kind === "EOSE" ? "fits" : "silent";
  },
  decode(message) {
    const value = messageArray(message);
    const kind = kindOf(value);
    return value === null || kind === null ? null : [toPart(value, kind, message)];
  },
};

function kindOf(value: JsonValue | null): string | null {
  const kind = stringOf(elementOf(value, 0));
  if (value === null || kind === null || !Object.hasOwn(KINDS, kind)) return null;
  const second = elementOf(value, 1)?.kind;
  const isShaped = second === "string" || ((kind === "EVENT" || kind === "AUTH") && second === "object");
  return isShaped && jsonLength(value) >= (KINDS[kind] as number) ? kind : null;
}

function isHash(value: JsonValue | null): boolean {
  return value?.kind === "string" && value.to - value.from === 66 && HASH.test(stringOf(value) ?? "");
}

/** A relay sends it behind the subscription's id, a page without. */
function eventOf(value: JsonValue): JsonValue | null {
  return elementOf(value, elementOf(value, 1)?.kind === "object" ? 1 : 2);
}

function isEvent(event: JsonValue | null): boolean {
  return (
    isHash(memberOf(event, "id")) && isHash(memberOf(event, "pubkey")) && memberOf(event, "sig") !== null
  );
}

function toPart(value: JsonValue, kind: string, { received }: RawMessage): Part {
  const second = stringOf(elementOf(value, 1));
  const third = elementOf(value, 2);
  const event = kind === "EVENT" ? eventOf(value) : null;
  const content = stringOf(memberOf(event, "content"));
  const said = content ?? stringOf(elementOf(value, kind === "OK" ? 3 : kind === "NOTICE" ? 1 : 2));
  const number = numberOf(memberOf(event, "kind"));
  const shown = said === null ? (third === null ? "" : jsonText(third)) : toOneLine(said.slice(0, 160));
  const isRefused = kind === "OK" && third?.kind === "boolean" && third.bytes[third.from] === 0x66;
  const channel = kind === "OK" || kind === "NOTICE" || kind === "AUTH" ? null : second;
  return {
    kind,
    event: number === null ? null : `kind ${number}`,
    channel,
    control: kind !== "EVENT" && kind !== "NOTICE",
    failed: isRefused || kind === "CLOSED" || kind === "NOTICE",
    summary: joinWords(kind, channel, number === null ? "" : `kind ${number}`, shown),
    correlation: correlationOf(kind, second, event, received),
  };
}

function correlationOf(
  kind: string,
  id: string | null,
  event: JsonValue | null,
  received: boolean,
): Correlation | null {
  if (kind === "EVENT" && !received) {
    const key = stringOf(memberOf(event, "id"));
    return key === null ? null : { key, role: "request" };
  }
  if (id === null) return null;
  switch (kind) {
    case "REQ":
    case "COUNT":
      return { key: id, role: received ? "reply" : "request" };
    case "EOSE":
    case "CLOSED":
    case "OK":
      return { key: id, role: "reply" };
    case "EVENT":
      return { key: id, role: "event" };
    default:
      return null;
  }
}
