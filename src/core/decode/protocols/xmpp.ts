import { createByteOffsets } from "../bytes/byte-offsets.ts";
import { joinWords } from "../bytes/join-words.ts";
import { plainText } from "../bytes/plain-text.ts";
import { listAttributes, type MarkupElement, readMarkup } from "../bytes/read-markup.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";
import { MOST_PARTS } from "../rest-part.ts";

const FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
const BOSH = "http://jabber.org/protocol/httpbind";
const SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

/** Longer stanzas are shown as XML. */
const MOST_BYTES = 512 * 1024;

/** What a message is by its element's name, and whether it serves the protocol. */
const STANZAS: ReadonlySet<string> = new Set(["message", "presence", "iq"]);

const OTHERS: ReadonlySet<string> = new Set([
  "open",
  "close",
  "auth",
  "challenge",
  "response",
  "success",
  "failure",
  "authenticate",
  "stream:features",
  "stream:error",
  "features",
  "enable",
  "enabled",
  "resume",
  "resumed",
  "failed",
  "r",
  "a",
  "starttls",
  "inactive",
  "active",
]);

/** XMPP over WebSocket (RFC 7395), a stanza a message; and over HTTP (BOSH, XEP-0124), where a body holds several. */
export const xmpp: Decoder = {
  id: "xmpp",
  name: "XMPP",
  hint: ({ subprotocol }) =>
    subprotocol === "xmpp" ? { weight: 0.85, reason: "the subprotocol is xmpp" } : null,
  vote(message): Vote {
    const root = rootOf(message);
    if (root === null) return isBlank(message) ? "silent" : "against";
    const { name } = root;
    const space = attributeOf(root, "xmlns");
    if (name === "body") return space === BOSH ? "proof" : "against";
    if (name === "open" || name === "close") return space === FRAMING ? "proof" : "against";
    if (STANZAS.has(name)) return space === "jabber:client" || space === "jabber:server" ? "proof" : "silent";
    if (space === SASL || space?.startsWith("urn:xmpp:") === true) return "proof";
    return OTHERS.has(name) ? "silent" : "against";
  },
  decode(message) {
    const root = rootOf(message);
    if (root === null) return null;
    if (root.name === "body" && attributeOf(root, "xmlns") === BOSH) return toBody(root, message);
    return STANZAS.has(root.name) || OTHERS.has(root.name) ? [toPart(root, message)] : null;
  },
};

function isBlank({ bytes }: RawMessage): boolean {
  return bytes.length > 0 && bytes.length < 4 && textOf(bytes).trim() === "";
}

let lastBytes: Uint8Array | null = null;
let lastRoot: MarkupElement | null = null;

function rootOf({ bytes, binary, cut }: RawMessage): MarkupElement | null {
  if (binary || cut || bytes.length > MOST_BYTES || bytes[0] !== 0x3c) return null;
  if (bytes !== lastBytes) {
    lastBytes = bytes;
    lastRoot = readMarkup(textOf(bytes));
  }
  return lastRoot;
}

function attributeOf(element: MarkupElement, name: string): string | null {
  const list = listAttributes(element);
  for (let index = 0; index < list.length; index += 1) {
    const [it, value] = list[index] as readonly [string, string];
    if (it === name) return value;
  }
  return null;
}

/** What a body of BOSH says of its session; null where a text is none. */
export function readBoshBody(text: string): { readonly sid: string | null; readonly ends: boolean } | null {
  if (text.length > MOST_BYTES || !text.startsWith("<body") || !text.slice(0, 4000).includes(BOSH))
    return null;
  const root = readMarkup(text);
  if (root === null || root.name !== "body" || attributeOf(root, "xmlns") !== BOSH) return null;
  return { sid: attributeOf(root, "sid"), ends: attributeOf(root, "type") === "terminate" };
}

/** A body of BOSH: what it says itself, then its stanzas. */
function toBody(root: MarkupElement, message: RawMessage): Part[] {
  const type = attributeOf(root, "type");
  const rid = attributeOf(root, "rid");
  const toBytes = createByteOffsets(textOf(message.bytes));
  const body: Part = {
    kind: type === "terminate" ? "terminate" : root.children.length === 0 ? "poll" : "body",
    control: true,
    failed: type === "error" || (type === "terminate" && attributeOf(root, "condition") !== null),
    summary: joinWords("body", rid === null ? "" : `rid ${rid}`, type, attributeOf(root, "condition")),
    from: 0,
    to: toBytes(root.contentFrom),
  };
  const stanzas = root.children.slice(0, MOST_PARTS - 1);
  return [body, ...stanzas.map((it) => toPart(it, message, toBytes(it.from), toBytes(it.to)))];
}

function toPart(element: MarkupElement, { bytes, received }: RawMessage, from = 0, to = bytes.length): Part {
  const { name } = element;
  const isStanza = STANZAS.has(name);
  const type = attributeOf(element, "type");
  const first = element.children[0];
  const body = element.children.find((it) => it.name === "body")?.text ?? null;
  const text = body === null ? null : plainText(body, SUMMARY_BYTES);
  const query = first === undefined ? null : (attributeOf(first, "xmlns") ?? first.name);
  const isPing = query === "urn:xmpp:ping";
  const isSecret = name === "auth" || name === "response" || name === "authenticate";
  // What it identifies with is a secret, which a row need not show.
  const shown = isSecret ? "" : (text ?? query ?? "");
  const whom = attributeOf(element, received ? "from" : "to");
  const said =
    shown === "" && !isSecret ? toOneLine(startOfText(bytes, from, to, SUMMARY_BYTES)) : toOneLine(shown);
  return {
    kind: name,
    event: isPing ? "ping" : isStanza ? type : null,
    channel: whom,
    control: !isStanza || isPing,
    failed: type === "error" || name === "failure" || name === "failed" || name === "stream:error",
    summary: joinWords(name, type, whom, said.slice(0, 160)),
    correlation: correlationOf(element, type),
    from,
    to,
  };
}

function correlationOf(element: MarkupElement, type: string | null): Correlation | null {
  const { name } = element;
  if (name === "r") return { key: "r", role: "request" };
  if (name === "a") return { key: "r", role: "reply" };
  if (name === "auth") return { key: "auth", role: "request" };
  if (name === "success" || name === "failure") return { key: "auth", role: "reply" };
  const id = name === "iq" ? attributeOf(element, "id") : null;
  if (id === null) return null;
  return { key: id, role: type === "get" || type === "set" ? "request" : "reply" };
}
