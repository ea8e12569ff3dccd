import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { elementOf, type JsonValue, memberOf, readJsonContainer, stringOf } from "../json/json-value.ts";

const LF = 0x0a;

/** A channel is called by a few signs: `1:4`, `2:1!7`. */
const MOST_NAME: Bytes = 64;
const NAME = /^[\w:!.@-]+$/;

/** Its client counts its channels, and so names them by a number at least. */
const COUNTED = /\d/;

/** What carries no word of the application. */
const CONTROL: ReadonlySet<string> = new Set(["init", "ready", "done", "ping", "pong", "options", "hint"]);

/** What is said of D-Bus (payload `dbus-json3`). */
const BUS_WORDS = ["call", "reply", "error", "signal", "notify", "meta", "watch", "add-match"] as const;

interface Frame {
  /** Empty: a command. */
  readonly channel: string;
  readonly from: Bytes;
}

/** What has been called and not answered, by its key, with the method: a channel that is closed answers all its calls. */
type Calls = ReadonlyMap<string, string>;

/** More calls may be open at once; those are not told of where their channel closes. */
const MOST_CALLS = 500;

/**
 * Cockpit's channels (https://github.com/cockpit-project/cockpit/blob/main/doc/protocol.md): a line with the channel's name, which commands
 * leave empty, and what it carries; of D-Bus channels the calls and their answers.
 */
export const cockpit: Decoder<Calls> = {
  id: "cockpit",
  name: "Cockpit",
  hint: ({ subprotocol }) =>
    subprotocol === "cockpit1" ? { weight: 0.8, reason: "the subprotocol is cockpit1" } : null,
  vote(message): Vote {
    const frame = frameOf(message);
    if (frame === null) return "against";
    if (frame.channel !== "") return COUNTED.test(frame.channel) ? "silent" : "against";
    return stringOf(memberOf(jsonOf(message, frame), "command")) === null ? "against" : "fits";
  },
  start: () => new Map(),
  follow(calls, message) {
    const frame = frameOf(message);
    const value = frame === null ? null : jsonOf(message, frame);
    if (frame === null || value === null) return calls;
    if (frame.channel === "") {
      const closed = closedOf(value);
      const left = closed === null ? [] : [...calls].filter(([key]) => !key.startsWith(closed));
      return closed === null || left.length === calls.size ? calls : new Map(left);
    }
    const id = stringOf(memberOf(value, "id"));
    if (id === null) return calls;
    const key = keyOf(frame.channel, id);
    const call = memberOf(value, "call");
    if (call === null && !calls.has(key)) return calls;
    if (call !== null && calls.size >= MOST_CALLS) return calls;
    const now = new Map(calls);
    if (call !== null) now.set(key, stringOf(elementOf(call, 2)) ?? "");
    else now.delete(key);
    return now;
  },
  decode(message, calls) {
    const frame = frameOf(message);
    if (frame === null) return null;
    const value = jsonOf(message, frame);
    if (frame.channel !== "") return [toChannelPart(message, frame, value)];
    const command = stringOf(memberOf(value, "command"));
    if (value === null || command === null) return null;
    const lost = lostCalls(value, calls, message);
    return [toCommand(value, command), ...lost];
  },
};

function keyOf(channel: string, id: string): string {
  return `${channel} ${id}`;
}

/** What the keys of a channel's calls begin with, where a command closes it. */
function closedOf(value: JsonValue): string | null {
  const channel = stringOf(memberOf(value, "channel"));
  return channel !== null && stringOf(memberOf(value, "command")) === "close" ? keyOf(channel, "") : null;
}

/** Calls on a channel that is closed have no other answer; where the page closes it, it wants none. */
function lostCalls(value: JsonValue, calls: Calls, { bytes, received }: RawMessage): Part[] {
  const closed = closedOf(value);
  if (closed === null) return [];
  return [...calls]
    .filter(([key]) => key.startsWith(closed))
    .map(([key, method]) => ({
      // No bytes say it: it follows from what they say.
      from: bytes.length,
      to: bytes.length,
      kind: "call lost",
      event: method === "" ? null : method,
      channel: closed.trimEnd(),
      failed: received,
      summary: joinWords("call lost", method),
      correlation: { key, role: received ? "reply" : "event" },
    }));
}

function frameOf({ bytes }: RawMessage): Frame | null {
  const end = bytes.subarray(0, MOST_NAME).indexOf(LF);
  if (end < 0) return null;
  const channel = textOf(bytes, 0, end);
  return end === 0 || NAME.test(channel) ? { channel, from: end + 1 } : null;
}

function jsonOf({ bytes, binary, cut }: RawMessage, { from }: Frame): JsonValue | null {
  const value = binary ? null : readJsonContainer(bytes, from, bytes.length, cut);
  return value?.kind === "object" ? value : null;
}

function toCommand(value: JsonValue, command: string): Part {
  const channel = stringOf(memberOf(value, "channel"));
  const problem = stringOf(memberOf(value, "problem"));
  const payload = stringOf(memberOf(value, "payload"));
  return {
    kind: command,
    event: payload,
    channel,
    control: CONTROL.has(command),
    failed: problem !== null,
    summary: joinWords(command, channel, problem, jsonText(value)),
    correlation: commandCorrelation(command, channel),
  };
}

/** A channel's opening is answered when it is ready; where it is closed instead, that answers it, or gives it up. */
function commandCorrelation(command: string, channel: string | null): Correlation | null {
  if (command === "ping" || command === "pong") {
    return { key: "ping", role: command === "ping" ? "request" : "reply" };
  }
  if (channel === null) return null;
  if (command === "open") return { key: `open ${channel}`, role: "request" };
  if (command === "ready") return { key: `open ${channel}`, role: "reply" };
  return command === "close" ? { key: `open ${channel}`, role: "event" } : null;
}

function toChannelPart({ bytes, binary }: RawMessage, frame: Frame, value: JsonValue | null): Part {
  const { channel, from } = frame;
  const id = stringOf(memberOf(value, "id"));
  const kind = value === null ? "data" : (BUS_WORDS.find((it) => memberOf(value, it) !== null) ?? "data");
  const isCall = kind === "call";
  const role = isCall ? "request" : kind === "reply" || kind === "error" ? "reply" : null;
  return {
    kind,
    event: isCall || kind === "signal" ? stringOf(elementOf(memberOf(value, kind), 2)) : null,
    channel,
    failed: kind === "error",
    carries: { bytes: bytes.subarray(from), binary },
    correlation: id === null || role === null ? null : { key: keyOf(channel, id), role },
  };
}
