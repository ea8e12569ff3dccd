import { joinWords } from "../bytes/join-words.ts";
import type { ConnectionFacts, Decoder, Hint, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { elementOf, type JsonValue, jsonLength, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

/** What development servers differ in. */
export interface DevServer {
  readonly id: string;
  readonly name: string;
  readonly hint: ((facts: ConnectionFacts) => Hint | null) | null;
  /** The kind of a message; null where it has none. */
  readonly kindOf: (value: JsonValue) => string | null;
  readonly kinds: ReadonlySet<string>;
  readonly vote: (value: JsonValue, kind: string) => Vote;
  /** What a row shows beside the kind. */
  readonly said: (value: JsonValue) => JsonValue | null;
  /** Its address: what is binary there, and kinds of later versions among those that are known, are its own, too. */
  readonly open?: RegExp;
  /** What it says in binary messages. */
  readonly binary?: (message: RawMessage) => Part | null;
}

const type = (value: JsonValue) => stringOf(memberOf(value, "type"));

/** webpack-dev-server 3 to 5 (client-src/index.js), by WebSocket or SockJS. */
export const webpackDevServer: Decoder = createDevServerDecoder({
  id: "webpack-dev-server",
  name: "webpack-dev-server",
  hint: ({ url }) =>
    /^wss?:\/\/[^/]{1,200}\/(?:ws|sockjs-node)$/.test(url.slice(0, 300))
      ? { weight: 0.35, reason: "the path is that of its clients" }
      : null,
  kindOf: type,
  kinds: new Set([
    "hot",
    "liveReload",
    "reconnect",
    "overlay",
    "log-level",
    "progress",
    "progress-update",
    "invalid",
    "hash",
    "still-ok",
    "ok",
    "static-changed",
    "content-changed",
    "logging",
    "warnings",
    "errors",
    "error",
    "close",
  ]),
  vote(value, kind) {
    const data = memberOf(value, "data");
    if (kind === "hash")
      return /^[0-9a-f]{16,40}$/.test(stringOf(data)?.slice(0, 60) ?? "") ? "fits" : "against";
    if (kind === "overlay") return data?.kind === "boolean" || data?.kind === "object" ? "fits" : "against";
    if (kind === "errors" || kind === "warnings") return data?.kind === "array" ? "fits" : "against";
    if (kind === "hot" || kind === "liveReload" || kind === "still-ok") return "fits";
    if (kind === "reconnect" || kind === "progress-update") return data === null ? "against" : "fits";
    return "silent";
  },
  said: (value) => memberOf(value, "data"),
});

/** Parcel 2's development server (packages/reporters/dev-server/src/HMRServer.js). */
export const parcelHmr: Decoder = createDevServerDecoder({
  id: "parcel-hmr",
  name: "Parcel hot updates",
  hint: null,
  kindOf: type,
  kinds: new Set(["update", "error", "reload"]),
  vote(value, kind) {
    if (kind === "reload") return jsonLength(value) === 1 ? "silent" : "against";
    if (kind === "error")
      return memberOf(memberOf(value, "diagnostics"), "ansi") !== null ? "proof" : "against";
    return memberOf(elementOf(memberOf(value, "assets"), 0), "depsByBundle") !== null ? "proof" : "against";
  },
  said: (value) => memberOf(value, "assets") ?? memberOf(memberOf(value, "diagnostics"), "ansi"),
});

/** LiveReload 7 (http://livereload.com/api/protocol/). */
export const liveReload: Decoder = createDevServerDecoder({
  id: "livereload",
  name: "LiveReload",
  hint: ({ url }) =>
    /\/livereload(?:\?|$)/.test(url.slice(0, 500))
      ? { weight: 0.6, reason: "the path is /livereload" }
      : null,
  kindOf: (value) => stringOf(memberOf(value, "command")),
  kinds: new Set(["hello", "reload", "alert", "url", "info"]),
  vote(value, kind) {
    if (kind === "hello") {
      const first = stringOf(elementOf(memberOf(value, "protocols"), 0));
      return first?.startsWith("http://livereload.com/") ? "proof" : "against";
    }
    return kind === "reload" && memberOf(value, "path")?.kind === "string" ? "alike" : "silent";
  },
  said: (value) => memberOf(value, "path") ?? memberOf(value, "message") ?? memberOf(value, "url"),
});

/** Creates the decoder of one. */
export function createDevServerDecoder({
  id,
  name,
  hint,
  kindOf,
  kinds,
  vote,
  said,
  open,
  binary,
}: DevServer): Decoder {
  const read = (message: RawMessage): { value: JsonValue; kind: string } | null => {
    const value = messageObject(message);
    const kind = value === null ? null : kindOf(value);
    if (value === null || kind === null) return null;
    const isKnown = kinds.has(kind) || (open !== undefined && KIND.test(kind));
    return isKnown ? { value, kind } : null;
  };
  return {
    id,
    name,
    ...(hint === null ? {} : { hint }),
    vote(message, { url }): Vote {
      if (message.binary) {
        return open?.test(url.slice(0, 500)) && binary?.(message) ? "silent" : "against";
      }
      const found = read(message);
      if (found === null) return "against";
      return kinds.has(found.kind) ? vote(found.value, found.kind) : "against";
    },
    decode(message) {
      if (message.binary) {
        const part = binary?.(message) ?? null;
        return part === null ? null : [part];
      }
      const found = read(message);
      return found === null ? null : [toPart(found.kind, said(found.value))];
    },
  };
}

const KIND = /^[A-Za-z][\w-]{1,60}$/;

const FAILED: ReadonlySet<string> = new Set(["error", "errors", "serverError", "client-error", "alert"]);
const CONTROL: ReadonlySet<string> = new Set(["ping", "pong", "hello", "reconnect", "turbopack-connected"]);

function toPart(kind: string, shown: JsonValue | null): Part {
  const text = stringOf(shown);
  const said = text !== null ? toOneLine(text.slice(0, 160)) : shown === null ? "" : jsonText(shown);
  return {
    kind,
    control: CONTROL.has(kind),
    failed: FAILED.has(kind) && !(shown !== null && shown.kind === "array" && jsonLength(shown) === 0),
    summary: joinWords(kind, said),
  };
}
