import { formatBytes } from "../../format/format-bytes.ts";
import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { type JsonValue, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

const ABOUT_DOCUMENTS: ReadonlySet<string> = new Set(["sync", "request", "ephemeral", "doc-unavailable"]);

/** The network protocol of automerge-repo (packages/automerge-repo-network-websocket/README.md), in CBOR. What is synchronised is not read. */
export const automerge: Decoder = {
  id: "automerge",
  name: "Automerge",
  possible: ({ inside }) => inside.at(-1) === "cbor",
  vote(message): Vote {
    const value = messageObject(message);
    const type = typeOf(value);
    if (value === null || type === null) return "against";
    if (ABOUT_DOCUMENTS.has(type))
      return stringOf(memberOf(value, "documentId")) === null ? "against" : "proof";
    if (type === "join") return memberOf(value, "supportedProtocolVersions") === null ? "against" : "proof";
    if (type === "peer") return memberOf(value, "selectedProtocolVersion") === null ? "against" : "proof";
    return "silent";
  },
  decode(message) {
    const value = messageObject(message);
    const type = typeOf(value);
    return value === null || type === null ? null : [toPart(value, type)];
  },
};

const OTHERS: ReadonlySet<string> = new Set(["join", "peer", "leave", "error", "remote-subscription-change"]);

function typeOf(value: JsonValue | null): string | null {
  const type = stringOf(memberOf(value, "type"));
  if (type === null || !(ABOUT_DOCUMENTS.has(type) || OTHERS.has(type))) return null;
  return type === "error" || stringOf(memberOf(value, "senderId")) !== null ? type : null;
}

function toPart(value: JsonValue, type: string): Part {
  const about = stringOf(memberOf(value, "documentId"));
  const data = memberOf(value, "data");
  // It is base64 here: four letters are three bytes.
  const size =
    data?.kind === "string" ? `(${formatBytes(Math.floor(((data.to - data.from - 2) * 3) / 4))})` : "";
  const error = memberOf(value, "message");
  return {
    kind: type,
    channel: about,
    control: !ABOUT_DOCUMENTS.has(type) && type !== "error",
    failed: type === "error" || type === "doc-unavailable",
    summary: joinWords(type, about, size, error === null ? "" : jsonText(error)),
    correlation: correlationOf(type),
  };
}

function correlationOf(type: string): Correlation | null {
  if (type === "join") return { key: "join", role: "request" };
  return type === "peer" ? { key: "join", role: "reply" } : null;
}
