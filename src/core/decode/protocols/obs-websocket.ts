import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { type JsonValue, jsonLength, memberOf, numberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

const KINDS: Readonly<Record<number, string>> = {
  0: "hello",
  1: "identify",
  2: "identified",
  3: "reidentify",
  5: "event",
  6: "request",
  7: "response",
  8: "batch",
  9: "batch response",
};

/** What the data of a message must have: then it is hardly anything else. */
const MEMBERS: Readonly<Record<number, string>> = {
  0: "obsWebSocketVersion",
  1: "rpcVersion",
  2: "negotiatedRpcVersion",
  3: "eventSubscriptions",
  5: "eventType",
  6: "requestType",
  7: "requestStatus",
  8: "requests",
  9: "results",
};

/** obs-websocket 5 (https://github.com/obsproject/obs-websocket/blob/master/docs/generated/protocol.md), JSON. */
export const obsWebsocket: Decoder = {
  id: "obs-websocket",
  name: "OBS",
  hint: ({ subprotocol }) =>
    subprotocol === "obswebsocket.json"
      ? { weight: 0.85, reason: "the subprotocol is obswebsocket.json" }
      : null,
  vote(message): Vote {
    const found = read(messageObject(message));
    if (found === null) return "against";
    return found.op === 3 || found.op > 7 ? "fits" : "proof";
  },
  decode(message) {
    const found = read(messageObject(message));
    return found === null ? null : [toPart(found.op, found.data)];
  },
};

function read(value: JsonValue | null): { op: number; data: JsonValue } | null {
  const op = numberOf(memberOf(value, "op"));
  const data = memberOf(value, "d");
  if (value === null || op === null || data === null || jsonLength(value) !== 2) return null;
  const wanted = MEMBERS[op];
  return wanted !== undefined && memberOf(data, wanted) !== null ? { op, data } : null;
}

function toPart(op: number, data: JsonValue): Part {
  const kind = KINDS[op] as string;
  const event = stringOf(memberOf(data, "eventType")) ?? stringOf(memberOf(data, "requestType"));
  const status = memberOf(data, "requestStatus");
  const code = numberOf(memberOf(status, "code"));
  const failed = op === 7 && code !== null && code !== 100;
  const shown = failed
    ? status
    : (memberOf(data, "eventData") ?? memberOf(data, "requestData") ?? memberOf(data, "responseData"));
  return {
    kind,
    event,
    control: op < 4,
    failed,
    summary: joinWords(event ?? kind, failed ? "failed:" : "", shown === null ? "" : jsonText(shown)),
    correlation: correlationOf(op, data),
  };
}

function correlationOf(op: number, data: JsonValue): Correlation | null {
  if (op === 1) return { key: "identify", role: "request" };
  if (op === 2) return { key: "identify", role: "reply" };
  const key = stringOf(memberOf(data, "requestId"));
  if (key === null) return null;
  return { key, role: op === 6 || op === 8 ? "request" : "reply" };
}
