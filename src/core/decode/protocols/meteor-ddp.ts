import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { elementOf, type JsonValue, jsonLength, memberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

/** What a message of each kind cannot be without. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  connect: ["version", "support"],
  connected: ["session"],
  failed: ["version"],
  ping: [],
  pong: [],
  sub: ["id", "name"],
  unsub: ["id"],
  nosub: ["id"],
  ready: ["subs"],
  added: ["collection", "id"],
  changed: ["collection", "id"],
  removed: ["collection", "id"],
  addedBefore: ["collection", "id"],
  movedBefore: ["collection", "id"],
  method: ["id", "method"],
  result: ["id"],
  updated: ["methods"],
  error: ["reason"],
};

const GREETING = "server_id";

const CONTROL: ReadonlySet<string> = new Set(["connect", "connected", "failed", "ping", "pong", "updated"]);

/** Meteor's Distributed Data Protocol (https://github.com/meteor/meteor/blob/devel/packages/ddp/DDP.md), by itself or in SockJS. */
export const meteorDdp: Decoder = {
  id: "ddp",
  name: "Meteor DDP",
  vote(message): Vote {
    const value = messageObject(message);
    if (isGreeting(value)) return "silent";
    const kind = kindOf(value);
    if (kind === null) return "against";
    if (kind === "connect") return "proof";
    return kind === "ping" || kind === "pong" || kind === "result" ? "silent" : "fits";
  },
  decode(message) {
    const value = messageObject(message);
    if (isGreeting(value))
      return [{ kind: GREETING, control: true, summary: joinWords(GREETING, jsonText(value)) }];
    const kind = kindOf(value);
    return value !== null && kind !== null ? [toPart(value, kind)] : null;
  },
};

/** The first that a server says, for clients before DDP had versions: {"server_id":"0"}. */
function isGreeting(value: JsonValue | null): value is JsonValue {
  return value !== null && jsonLength(value) === 1 && memberOf(value, GREETING) !== null;
}

function kindOf(value: JsonValue | null): string | null {
  const kind = stringOf(memberOf(value, "msg"));
  const wanted = kind === null ? undefined : Object.hasOwn(MEMBERS, kind) ? MEMBERS[kind] : undefined;
  return wanted?.every((name) => memberOf(value, name) !== null) ? kind : null;
}

function toPart(value: JsonValue, kind: string): Part {
  const event = stringOf(memberOf(value, "method")) ?? stringOf(memberOf(value, "name"));
  const collection = stringOf(memberOf(value, "collection"));
  const error = memberOf(value, "error");
  const shown = error ?? memberOf(value, "params") ?? memberOf(value, "fields") ?? memberOf(value, "result");
  return {
    kind,
    event,
    channel: collection,
    control: CONTROL.has(kind),
    failed: error !== null || kind === "error" || kind === "failed",
    summary: joinWords(kind, event ?? "", collection ?? "", shown === null ? "" : jsonText(shown)),
    correlation: correlationOf(value, kind),
  };
}

function correlationOf(value: JsonValue, kind: string): Correlation | null {
  const id = scalarOf(memberOf(value, "id"));
  switch (kind) {
    case "connect":
      return { key: "connect", role: "request" };
    case "connected":
    case "failed":
      return { key: "connect", role: "reply" };
    case "ping":
      return { key: `ping ${id ?? ""}`, role: "request" };
    case "pong":
      return { key: `ping ${id ?? ""}`, role: "reply" };
    case "method":
      return { key: `method ${id}`, role: "request" };
    case "result":
      return { key: `method ${id}`, role: "reply" };
    case "sub":
      return { key: `sub ${id}`, role: "request" };
    case "nosub":
      return { key: `sub ${id}`, role: "reply" };
    case "ready": {
      // It may name several; the others have no answer of their own.
      const first = scalarOf(elementOf(memberOf(value, "subs"), 0));
      return first === null ? null : { key: `sub ${first}`, role: "reply" };
    }
    default:
      return null;
  }
}
