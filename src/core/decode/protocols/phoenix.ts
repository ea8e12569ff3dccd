import type { Carried, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import {
  elementOf,
  hasChildren,
  type JsonValue,
  jsonLength,
  memberOf,
  readJson,
  scalarOf,
  stringOf,
} from "../json/json-value.ts";
import { messageJson } from "../json/message-json.ts";
import { readLiveView } from "./live-view.ts";
import { followLivePages, type LivePages, NO_PAGES } from "./live-view-pages.ts";
import { readPhoenixBinary } from "./phoenix-binary.ts";

/** What every message of Phoenix says, in whichever form. */
export interface PhoenixMessage {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
}

/** What the protocol itself says, and what this is called. */
const OWN_EVENTS: Readonly<Record<string, string>> = {
  phx_join: "join",
  phx_leave: "leave",
  phx_reply: "reply",
  phx_error: "error",
  phx_close: "close",
  heartbeat: "heartbeat",
};

const HEARTBEAT_TOPIC = "phoenix";

/**
 * Phoenix channels (https://hexdocs.pm/phoenix/writing_a_channels_client.html), serializers 1.0.0 (objects) and 2.0.0 (arrays and
 * binary): also LiveView and Supabase Realtime.
 */
export const phoenix: Decoder<LivePages> = {
  id: "phoenix",
  name: "Phoenix",
  hint({ url }) {
    return /\/websocket\?(?:[^#]{0,1000}&)?vsn=[12]\.0\.0(?:&|$)/.test(url.slice(0, 2000))
      ? { weight: 0.7, reason: "/websocket and vsn= stand in the URL" }
      : null;
  },
  vote(message): Vote {
    if (message.binary)
      return readPhoenixBinary(message.bytes, message.received) === null ? "against" : "silent";
    const read = readMessage(message);
    if (read === null) return "against";
    const { topic, event } = read.message;
    if (event.startsWith("phx_")) return "proof";
    return topic === HEARTBEAT_TOPIC && event === "heartbeat" ? "proof" : "alike";
  },
  start: () => NO_PAGES,
  follow: followLivePages,
  decode(message, pages) {
    if (message.binary) {
      const read = readPhoenixBinary(message.bytes, message.received);
      if (read === null) return null;
      const payload = read.carries.binary ? null : readJson(read.carries.bytes);
      return [toPart(read.message, payload, read.status, read.carries)];
    }
    const read = readMessage(message);
    if (read === null) return null;
    const { payload } = read;
    const part = toPart(read.message, payload, null, null);
    const { topic, event } = read.message;
    const live = topic.startsWith("lv")
      ? readLiveView(topic, event, payload, messageJson(message), pages)
      : null;
    return [live === null ? part : Object.assign(part, live)];
  },
};

function readMessage(message: RawMessage): { message: PhoenixMessage; payload: JsonValue | null } | null {
  const value = messageJson(message);
  if (value === null) return null;
  const member = (index: number, name: string) =>
    value.kind === "array" ? elementOf(value, index) : memberOf(value, name);
  if (value.kind === "array" && jsonLength(value) !== 5 && value.whole) return null;
  const topic = stringOf(member(2, "topic"));
  const event = stringOf(member(3, "event"));
  const payload = member(4, "payload");
  const ref = member(1, "ref");
  const joinRef = member(0, "join_ref");
  const isRef = (it: JsonValue | null) => it?.kind === "string" || it?.kind === "null";
  if (topic === null || event === null || !isRef(ref)) return null;
  if (value.kind === "array" ? !isRef(joinRef) : payload?.kind !== "object") return null;
  return { message: { joinRef: scalarOf(joinRef), ref: scalarOf(ref), topic, event }, payload };
}

function toPart(
  { ref, topic, event }: PhoenixMessage,
  payload: JsonValue | null,
  replyStatus: string | null,
  carries: Carried | null,
): Part {
  const isReply = event === "phx_reply";
  const isHeartbeat = topic === HEARTBEAT_TOPIC;
  const status = isReply ? (replyStatus ?? stringOf(memberOf(payload, "status"))) : null;
  const shown = isReply ? (memberOf(payload, "response") ?? payload) : payload;
  const kind = OWN_EVENTS[event] ?? (ref === null ? "broadcast" : "push");
  const what = isReply ? `reply ${status ?? ""}`.trim() : event;
  return {
    kind: isHeartbeat ? "heartbeat" : kind,
    event,
    channel: topic,
    control: isHeartbeat || (event.startsWith("phx_") && !isReply),
    failed: (status !== null && status !== "ok") || event === "phx_error",
    summary: `${topic} ${what}${shown === null || !hasChildren(shown) ? "" : ` ${jsonText(shown)}`}`,
    carries,
    correlation: ref === null ? null : { key: `${topic} ${ref}`, role: isReply ? "reply" : "request" },
  };
}
