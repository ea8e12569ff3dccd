import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { type JsonValue, memberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageObjects } from "../json/message-objects.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

const AUTH: ReadonlySet<string> = new Set(["auth_required", "auth", "auth_ok", "auth_invalid"]);

/** Home Assistant's API (https://developers.home-assistant.io/docs/api/websocket): numbered commands; several messages may come in one array. */
export const homeAssistant: Decoder = {
  id: "home-assistant",
  name: "Home Assistant",
  hint: ({ url }) =>
    /\/api\/websocket(?:\?|$)/.test(url.slice(0, 500))
      ? { weight: 0.5, reason: "the path is /api/websocket" }
      : null,
  vote(message): Vote {
    const values = messageObjects(message);
    if (values === null) return "against";
    const votes = values.map((it) => voteFor(it, message));
    if (votes.includes("against")) return "against";
    return votes.includes("proof") ? "proof" : votes.includes("alike") ? "alike" : "silent";
  },
  decode(message) {
    const values = messageObjects(message);
    if (values === null) return null;
    const parts: Part[] = [];
    for (const value of values) {
      const type = stringOf(memberOf(value, "type"));
      if (type === null) return null;
      parts.push(toPart(value, type, message));
    }
    if (values.length === MOST_PARTS) parts.push(toRestPart(values.at(-1)?.to ?? 0, message.bytes.length));
    return parts;
  },
};

function voteFor(value: JsonValue, { received }: RawMessage): Vote {
  const type = stringOf(memberOf(value, "type"));
  if (type === null) return "against";
  if (AUTH.has(type)) {
    if (memberOf(value, "ha_version")?.kind === "string") return "proof";
    return memberOf(value, "access_token") !== null || received ? "silent" : "against";
  }
  if (memberOf(value, "id")?.kind !== "number") return "against";
  if (!received || type === "pong") return "silent";
  if (type === "result") return memberOf(value, "success")?.kind === "boolean" ? "alike" : "against";
  return type === "event" && memberOf(value, "event")?.kind === "object" ? "alike" : "against";
}

function toPart(value: JsonValue, type: string, { received }: RawMessage): Part {
  const { from, to } = value;
  const id = scalarOf(memberOf(value, "id"));
  const inner = memberOf(value, "event");
  const error = memberOf(value, "error");
  const service = stringOf(memberOf(value, "service"));
  const isAuth = AUTH.has(type);
  const shown = error ?? inner ?? memberOf(value, "result") ?? (received || isAuth ? null : value);
  return {
    from,
    to,
    kind: received ? type : isAuth || type === "ping" ? type : "command",
    event:
      stringOf(memberOf(inner, "event_type")) ??
      (received || isAuth ? null : service === null ? type : `${type} ${service}`),
    channel: type === "event" ? id : null,
    control: isAuth || type === "ping" || type === "pong",
    failed: error !== null || type === "auth_invalid",
    summary: joinWords(type, shown === null || shown.kind === "null" ? "" : jsonText(shown)),
    correlation: correlationOf(type, id, received),
  };
}

function correlationOf(type: string, id: string | null, received: boolean): Correlation | null {
  if (AUTH.has(type)) {
    if (type === "auth_required") return null;
    return { key: "auth", role: type === "auth" ? "request" : "reply" };
  }
  if (id === null) return null;
  if (!received) return { key: id, role: "request" };
  return { key: id, role: type === "event" ? "event" : "reply" };
}
