import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { toJsonTree } from "../json/json-tree.ts";
import { isString, type JsonValue, memberOf, readJson, scalarOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

/** A text in several messages: their number came first. */
interface Segments {
  readonly left: number;
  readonly pieces: readonly Uint8Array[];
  readonly messages: readonly number[];
}

interface RealtimeState {
  readonly sent: Segments | null;
  readonly received: Segments | null;
}

const NOTHING: RealtimeState = { sent: null, received: null };

/** A text is cut every 16 kB; more pieces are possible, and not read. */
const MOST_SEGMENTS = 4096;

const ACTIONS: Readonly<Record<string, string>> = {
  q: "listen",
  n: "unlisten",
  p: "put",
  m: "merge",
  d: "data",
  g: "get",
  s: "stats",
  auth: "auth",
  unauth: "unauth",
  gauth: "auth",
  c: "listen revoked",
  ac: "auth revoked",
  sd: "security debug",
  o: "on disconnect put",
  om: "on disconnect merge",
  oc: "on disconnect cancel",
};

const DATA: ReadonlySet<string> = new Set(["p", "m", "d", "g"]);

/** The protocol of Firebase's Realtime Database (version 5, by the sources of its JavaScript SDK). */
export const firebaseRtdb: Decoder<RealtimeState> = {
  id: "firebase-rtdb",
  name: "Firebase Realtime Database",
  hint: ({ url }) =>
    /\/\.ws\?(?:[^#]{0,500}&)?v=5(?:&|$)/.test(url.slice(0, 2000))
      ? { weight: 0.75, reason: "/.ws and v=5 stand in the URL" }
      : null,
  vote(message, _, state): Vote {
    if (segmentsOf(message, state) !== null) return "silent";
    if (isCount(message)) return "silent";
    const value = messageObject(message);
    if (value === null || !isOwn(value)) return "against";
    const inner = memberOf(value, "d");
    if (isString(memberOf(value, "t"), "c"))
      return memberOf(memberOf(inner, "d"), "ts") !== null ? "proof" : "fits";
    return memberOf(inner, "b")?.kind === "object" ? "fits" : "silent";
  },
  start: () => NOTHING,
  follow(state, message) {
    const before = segmentsOf(message, state);
    const after = before === null ? begin(message) : extend(before, message);
    if (after === before) return state;
    return message.received ? { ...state, received: after } : { ...state, sent: after };
  },
  decode(message, state) {
    const before = segmentsOf(message, state);
    if (before !== null) return [toSegment(before, message)];
    if (isCount(message)) return [toCount(message)];
    const value = messageObject(message);
    return value !== null && isOwn(value) ? [toPart(value, message)] : null;
  },
};

function segmentsOf({ received }: RawMessage, state: RealtimeState): Segments | null {
  return received ? state.received : state.sent;
}

/** How many segments follow; `0` alone keeps the connection alive. */
function isCount({ bytes, binary }: RawMessage): boolean {
  return !binary && bytes.length > 0 && bytes.length <= 6 && /^\d+$/.test(textOf(bytes));
}

function begin(message: RawMessage): Segments | null {
  const count = isCount(message) ? Number(textOf(message.bytes)) : 0;
  return count > 0 && count <= MOST_SEGMENTS ? { left: count, pieces: [], messages: [message.index] } : null;
}

function extend({ left, pieces, messages }: Segments, { bytes, index }: RawMessage): Segments | null {
  if (left === 1) return null;
  return { left: left - 1, pieces: [...pieces, bytes], messages: [...messages, index] };
}

function isOwn(value: JsonValue): boolean {
  const type = stringOf(memberOf(value, "t"));
  const inner = memberOf(value, "d");
  if (inner?.kind !== "object") return false;
  if (type === "c") return /^[hrspoen]$/.test(stringOf(memberOf(inner, "t")) ?? "");
  if (type !== "d") return false;
  const action = stringOf(memberOf(inner, "a"));
  const isKnown = action !== null && Object.hasOwn(ACTIONS, action);
  return (
    isKnown || (action === null && memberOf(inner, "r")?.kind === "number" && memberOf(inner, "b") !== null)
  );
}

function toCount({ bytes }: RawMessage): Part {
  const count = textOf(bytes);
  if (count === "0") return { kind: "keep-alive", summary: "keep-alive", control: true };
  return { kind: "segments", summary: `${count} segments follow`, control: true, piece: "begins" };
}

function toSegment({ left, pieces, messages }: Segments, message: RawMessage): Part {
  if (left > 1) {
    const summary = `segment, ${left - 1} to come`;
    return { kind: "segment", summary, piece: "continues", earlier: messages };
  }
  const whole = concat([...pieces, message.bytes]);
  const value = readJson(whole);
  const part =
    value?.kind === "object" && isOwn(value)
      ? toPart(value, message)
      : { kind: "segment", summary: "the last segment", problem: "the segments are not a message together" };
  return Object.assign(part, {
    piece: "ends",
    earlier: messages,
    tree: () =>
      value === null
        ? toJsonTree(readJson(new Uint8Array([0x7b, 0x7d])) as JsonValue)
        : toJsonTree(value, "", null),
  });
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

function toPart(value: JsonValue, { received }: RawMessage): Part {
  const inner = memberOf(value, "d");
  if (isString(memberOf(value, "t"), "c")) {
    const names: Readonly<Record<string, string>> = { h: "hello", r: "reset", s: "shutdown", e: "error" };
    const type = stringOf(memberOf(inner, "t")) ?? "";
    const said = memberOf(inner, "d");
    const kind = Object.hasOwn(names, type) ? (names[type] as string) : "control";
    return {
      kind,
      control: true,
      failed: type === "s" || type === "e",
      summary: joinWords(kind, said === null ? "" : jsonText(said)),
    };
  }
  const action = stringOf(memberOf(inner, "a"));
  const body = memberOf(inner, "b");
  const path = stringOf(memberOf(body, "p"));
  const status = stringOf(memberOf(body, "s"));
  const isReply = action === null;
  const kind = isReply ? "reply" : (ACTIONS[action] as string);
  // What it identifies with is a secret, which a row need not show.
  const isAuth = action?.includes("auth") === true;
  const shown = isAuth ? null : (memberOf(body, "d") ?? (isReply ? null : body));
  return {
    kind,
    channel: path,
    control: !isReply && !DATA.has(action),
    failed: isReply && status !== null && status !== "ok",
    summary: joinWords(
      kind,
      status,
      path === null ? "" : `/${path.replace(/^\//, "").slice(0, 160)}`,
      shown === null ? "" : jsonText(shown),
    ),
    correlation: correlationOf(inner, isReply, received),
  };
}

function correlationOf(inner: JsonValue | null, isReply: boolean, received: boolean): Correlation | null {
  const key = scalarOf(memberOf(inner, "r"));
  if (key === null) return null;
  return { key, role: isReply && received ? "reply" : "request" };
}
