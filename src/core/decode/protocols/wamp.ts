import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import type { JsonKind } from "../json/json-token.ts";
import { elementOf, type JsonValue, jsonLength, numberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageArray } from "../json/message-json.ts";

/** A message by its code: its name, and the kinds of what must follow the code. */
const SHAPES: Readonly<Record<number, readonly [name: string, ...kinds: JsonKind[]]>> = {
  1: ["HELLO", "string", "object"],
  2: ["WELCOME", "number", "object"],
  3: ["ABORT", "object", "string"],
  4: ["CHALLENGE", "string", "object"],
  5: ["AUTHENTICATE", "string", "object"],
  6: ["GOODBYE", "object", "string"],
  8: ["ERROR", "number", "number", "object", "string"],
  16: ["PUBLISH", "number", "object", "string"],
  17: ["PUBLISHED", "number", "number"],
  32: ["SUBSCRIBE", "number", "object", "string"],
  33: ["SUBSCRIBED", "number", "number"],
  34: ["UNSUBSCRIBE", "number", "number"],
  35: ["UNSUBSCRIBED", "number"],
  36: ["EVENT", "number", "number", "object"],
  48: ["CALL", "number", "object", "string"],
  49: ["CANCEL", "number", "object"],
  50: ["RESULT", "number", "object"],
  64: ["REGISTER", "number", "object", "string"],
  65: ["REGISTERED", "number", "number"],
  66: ["UNREGISTER", "number", "number"],
  67: ["UNREGISTERED", "number"],
  68: ["INVOCATION", "number", "number", "object"],
  69: ["INTERRUPT", "number", "object"],
  70: ["YIELD", "number", "object"],
};

const ERROR = 8;

/** What a message with a request id asks for; what answers it has the same id at the same place. */
const REQUESTS: ReadonlySet<number> = new Set([16, 32, 34, 48, 64, 66, 68]);
const REPLIES: ReadonlySet<number> = new Set([17, 33, 35, 50, 65, 67, 70]);
const DATA: ReadonlySet<number> = new Set([ERROR, 16, 36, 48, 50, 68, 70]);

const SUBSCRIBE = 32;
const SUBSCRIBED = 33;
const UNSUBSCRIBE = 34;
const EVENT = 36;
const REGISTER = 64;
const REGISTERED = 65;
const UNREGISTER = 66;
const INVOCATION = 68;

/** What events and invocations name by a number alone: topics and procedures, by the code and the number that they come with. */
type Names = ReadonlyMap<string, string>;

/** Of more, what is newer has no name. */
const MOST_NAMES = 1000;

/** WAMP 2 (https://wamp-proto.org/wamp_latest_ietf.html) in JSON, and in MessagePack and CBOR, which are then around it. */
export const wamp: Decoder<Names> = {
  id: "wamp",
  name: "WAMP",
  hint: ({ subprotocol, inside }) =>
    subprotocol === `wamp.2.${inside.at(-1) ?? "json"}`
      ? { weight: 0.85, reason: `the subprotocol is ${subprotocol}` }
      : null,
  vote(message): Vote {
    const value = messageArray(message);
    const code = codeOf(value);
    if (value === null || code === null) return "against";
    if (code === 1 || code === 2) return "proof";
    // A URI with dots, as its topics and procedures are, is hardly chance.
    const uri = stringOf(elementOf(value, code === ERROR ? 4 : 3));
    return uri !== null && /^[\w-]+(?:\.[\w-]+)+$/.test(uri.slice(0, 300)) ? "alike" : "silent";
  },
  start: () => new Map(),
  follow(names, message) {
    const value = messageArray(message);
    const code = codeOf(value);
    if (value === null || code === null) return names;
    const first = scalarOf(elementOf(value, 1));
    const second = scalarOf(elementOf(value, 2));
    switch (code) {
      case SUBSCRIBE:
      case REGISTER: {
        const uri = stringOf(elementOf(value, 3));
        return uri === null || names.size >= MOST_NAMES
          ? names
          : new Map(names).set(`${code + 1} ${first}`, uri);
      }
      case SUBSCRIBED:
      case REGISTERED: {
        const uri = names.get(`${code} ${first}`);
        if (uri === undefined) return names;
        const known = new Map(names).set(`${code === SUBSCRIBED ? EVENT : INVOCATION} ${second}`, uri);
        known.delete(`${code} ${first}`);
        return known;
      }
      case UNSUBSCRIBE:
      case UNREGISTER: {
        const left = new Map(names);
        left.delete(`${code === UNSUBSCRIBE ? EVENT : INVOCATION} ${second}`);
        return left;
      }
      default:
        return names;
    }
  },
  decode(message, names) {
    const value = messageArray(message);
    const code = codeOf(value);
    return value === null || code === null ? null : [toPart(value, code, names)];
  },
};

/** The topic or procedure of a message: what it says itself, or what its number was said to be. */
function uriOf(value: JsonValue, code: number, names: Names): string | null {
  if (code === 2) return null;
  if (code === EVENT) return names.get(`${EVENT} ${scalarOf(elementOf(value, 1))}`) ?? null;
  if (code === INVOCATION) return names.get(`${INVOCATION} ${scalarOf(elementOf(value, 2))}`) ?? null;
  const [, ...kinds] = SHAPES[code] as (typeof SHAPES)[number];
  return stringOf(elementOf(value, kinds.indexOf("string") + 1));
}

function codeOf(value: JsonValue | null): number | null {
  const code = numberOf(elementOf(value, 0));
  const shape = code === null ? undefined : SHAPES[code];
  if (value === null || code === null || shape === undefined) return null;
  const wanted = shape.slice(1);
  if (jsonLength(value) > wanted.length + 3) return null;
  return wanted.every((kind, index) => elementOf(value, index + 1)?.kind === kind) ? code : null;
}

function toPart(value: JsonValue, code: number, names: Names): Part {
  const [name, ...kinds] = SHAPES[code] as (typeof SHAPES)[number];
  const uri = uriOf(value, code, names);
  const list = elementOf(value, kinds.length + 1);
  const named = elementOf(value, kinds.length + 2);
  const isProcedure = code === 48 || code === REGISTER || code === INVOCATION;
  return {
    kind: name,
    event: isProcedure || code === ERROR ? uri : null,
    channel:
      isProcedure || code === ERROR || code < 8
        ? null
        : (uri ?? (code === EVENT ? scalarOf(elementOf(value, 1)) : null)),
    control: !DATA.has(code),
    failed: code === ERROR || code === 3,
    summary: joinWords(
      name,
      uri ?? "",
      list === null ? "" : jsonText(list),
      // Routers write what a call has no named arguments for as null.
      named === null || named.kind === "null" ? "" : jsonText(named),
    ),
    correlation: correlationOf(value, code),
  };
}

function correlationOf(value: JsonValue, code: number): Correlation | null {
  if (code === 1) return { key: "hello", role: "request" };
  if (code === 2 || code === 3) return { key: "hello", role: "reply" };
  const id = scalarOf(elementOf(value, code === ERROR ? 2 : 1));
  if (id === null) return null;
  if (code === ERROR || REPLIES.has(code)) return { key: id, role: "reply" };
  return REQUESTS.has(code) ? { key: id, role: "request" } : null;
}
