import { joinWords } from "../bytes/join-words.ts";
import type { Decoder, Part, Vote } from "../decoder.ts";
import type { JsonKind } from "../json/json-token.ts";
import { elementOf, isString, type JsonValue, jsonLength, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

const TYPES: ReadonlySet<string> = new Set([
  "connected",
  "ping",
  "pong",
  "update",
  "full-reload",
  "prune",
  "error",
  "custom",
]);

/** What a message of a type is nothing without. */
const MUST_HAVE: Readonly<Record<string, readonly [name: string, kind: JsonKind]>> = {
  update: ["updates", "array"],
  prune: ["paths", "array"],
  error: ["err", "object"],
  custom: ["event", "string"],
};

/** The hot updates of Vite's development server (vite/types/hmrPayload.d.ts). */
export const viteHmr: Decoder = {
  id: "vite-hmr",
  name: "Vite hot updates",
  hint: ({ subprotocol }) =>
    subprotocol === "vite-hmr" || subprotocol === "vite-ping"
      ? { weight: 0.95, reason: `the subprotocol is ${subprotocol}` }
      : null,
  vote(message): Vote {
    const value = messageObject(message);
    const type = stringOf(memberOf(value, "type"));
    if (type === null || !TYPES.has(type)) return "against";
    const has = MUST_HAVE[type];
    if (has !== undefined && memberOf(value, has[0])?.kind !== has[1]) return "against";
    if (type !== "update") return "silent";
    const update = stringOf(memberOf(elementOf(memberOf(value, "updates"), 0), "type"));
    return update === "js-update" || update === "css-update" ? "fits" : "against";
  },
  decode(message) {
    const value = messageObject(message);
    const type = stringOf(memberOf(value, "type"));
    return value !== null && type !== null && TYPES.has(type) ? [toPart(value, type)] : null;
  },
};

function toPart(value: JsonValue, type: string): Part {
  const updates = memberOf(value, "updates");
  const path = stringOf(memberOf(elementOf(updates, 0), "path")) ?? stringOf(memberOf(value, "path"));
  const more = updates === null ? 0 : jsonLength(updates) - 1;
  const message = stringOf(memberOf(memberOf(value, "err"), "message"));
  const event = isString(memberOf(value, "type"), "custom") ? stringOf(memberOf(value, "event")) : null;
  const said = [
    type,
    event ?? "",
    path ?? "",
    more > 0 ? `and ${more} more` : "",
    message?.slice(0, 160) ?? "",
  ];
  return {
    kind: type,
    event,
    control: type === "connected" || type === "ping" || type === "pong",
    failed: type === "error",
    summary: joinWords(...said),
  };
}
