import { joinWords } from "../bytes/join-words.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import {
  childOf,
  isString,
  type JsonValue,
  jsonLength,
  memberOf,
  scalarOf,
  stringOf,
} from "../json/json-value.ts";
import { messageArray, messageObject } from "../json/message-json.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

const META = "/meta/";

/** Bayeux (https://docs.cometd.org/current/reference/#_bayeux): CometD, Faye, Salesforce streaming. */
export const bayeux: Decoder = {
  id: "bayeux",
  name: "Bayeux",
  hint: ({ url }) =>
    /\/(?:bayeux|cometd|faye)(?:[/?]|$)/.test(url.slice(0, 500))
      ? { weight: 0.3, reason: "the path is that of a Bayeux server" }
      : null,
  vote(message): Vote {
    if (message.binary) return "against";
    const values = messagesOf(message);
    if (values === null) return "against";
    if (values.length === 0) return "silent";
    if (values.some(({ channel }) => channel.startsWith(META))) return "proof";
    return values.every(
      ({ value }) => memberOf(value, "data") !== null || memberOf(value, "successful") !== null,
    )
      ? "alike"
      : "against";
  },
  decode(message) {
    const values = messagesOf(message);
    if (values === null) return null;
    // Faye sends an empty array where it has nothing to say.
    if (values.length === 0) return [{ kind: "empty", summary: "[]", control: true }];
    const parts = values.map((it) => toPart(it, message));
    if (values.length === MOST_PARTS)
      parts.push(toRestPart(values.at(-1)?.value.to ?? 0, message.bytes.length));
    return parts;
  },
};

/** What the body of a request, or of the answer to it, says of its session. */
export interface BayeuxBody {
  /** The session's id, which the server gives with the handshake; null where none is said. */
  readonly client: string | null;
  readonly isHandshake: boolean;
  readonly isDisconnect: boolean;
}

/** Reads a body of the long-polling transport; null where it is none. */
export function readBayeuxBody(bytes: Uint8Array): BayeuxBody | null {
  const message = { bytes, index: 0, received: false, binary: false, cut: false, event: "" };
  const values = messagesOf(message);
  if (values === null || values.length === 0) return null;
  const clients = values.map(({ value }) => stringOf(memberOf(value, "clientId")));
  return {
    client: clients.find((it) => it !== null && it.length < 200) ?? null,
    isHandshake: values.some(({ channel }) => channel === `${META}handshake`),
    isDisconnect: values.some(({ channel }) => channel === `${META}disconnect`),
  };
}

interface Addressed {
  readonly value: JsonValue;
  readonly channel: string;
}

/** Its messages, each with a channel; null where it is anything else. */
function messagesOf(message: RawMessage): Addressed[] | null {
  const array = messageArray(message);
  const single = array === null ? messageObject(message) : null;
  const count = array === null ? Number(single !== null) : Math.min(jsonLength(array), MOST_PARTS);
  if (array === null && single === null) return null;
  const found: Addressed[] = [];
  for (let index = 0; index < count; index += 1) {
    const value = single ?? childOf(array as JsonValue, index);
    const channel = stringOf(memberOf(value, "channel"));
    if (value === null || channel === null || !channel.startsWith("/")) return null;
    found.push({ value, channel });
  }
  return found;
}

function toPart({ value, channel }: Addressed, { received }: RawMessage): Part {
  const isMeta = channel.startsWith(META);
  const id = scalarOf(memberOf(value, "id"));
  const successful = memberOf(value, "successful");
  const data = memberOf(value, "data");
  const subscription = stringOf(memberOf(value, "subscription"));
  const failed = successful !== null && jsonText(successful) === "false";
  const kind = isMeta
    ? channel.slice(META.length)
    : data === null
      ? "publish reply"
      : received
        ? "message"
        : "publish";
  const shown = data ?? memberOf(value, "error") ?? memberOf(value, "advice");
  return {
    kind,
    channel: subscription ?? (isMeta ? null : channel),
    control: isMeta || data === null,
    failed,
    from: value.from,
    to: value.to,
    summary: joinWords(channel, subscription ?? "", shown === null ? "" : jsonText(shown)),
    // What a server pushes may have an id too, which is nobody's.
    correlation:
      id === null ||
      (received && successful === null && !isString(memberOf(value, "channel"), "/meta/connect"))
        ? null
        : { key: id, role: received ? "reply" : "request" },
  };
}
