import { formatBytes } from "../../format/format-bytes.ts";
import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import { RowPart } from "../decoded-part.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { toJsonTree } from "../json/json-tree.ts";
import { readJsonText } from "../json/read-json-text.ts";
import { type TreeNode, toBranch, toLeaf } from "../tree-node.ts";
import { type HocuspocusMessage, readHocuspocusMessage } from "./hocuspocus-message.ts";
import { readYjsMessage, type YjsMessage } from "./yjs-message.ts";

/** Documents of Yjs as y-websocket sends them. What an update changes is not read: that takes the document. */
export const yjs: Decoder = createDecoder("yjs", "Yjs", (bytes) => {
  const message = readYjsMessage(bytes, 0);
  return message === null ? null : { message, name: null };
});

/** The same as Hocuspocus sends it, with the document's name before each message, and with kinds of its own. */
export const hocuspocus: Decoder = createDecoder("hocuspocus", "Hocuspocus", readHocuspocusMessage);

/** What says something of the document or to the application; all else serves the protocol. */
const APPLICATION: ReadonlySet<string> = new Set([
  "update",
  "sync step 2",
  "awareness",
  "stateless",
  "broadcast stateless",
]);

/** What a user of Hocuspocus may do. */
const SCOPE = /^(read-write|readonly)$/;

type Read = (bytes: Uint8Array) => { message: YjsMessage | HocuspocusMessage; name: string | null } | null;

function createDecoder(id: string, name: string, read: Read): Decoder {
  return {
    id,
    name,
    vote(message): Vote {
      const found = message.binary ? read(message.bytes) : null;
      return found === null ? "against" : voteFor(found.message, message);
    },
    decode(message) {
      const found = message.binary ? read(message.bytes) : null;
      return found === null ? null : [toPart(found.message, found.name, message)];
    },
  };
}

function voteFor({ kind, contentFrom, states }: YjsMessage | HocuspocusMessage, { bytes }: RawMessage): Vote {
  if (kind === "awareness") {
    if (!states.every(({ state }) => readJsonText(state) !== null)) return "against";
    return states.some(({ state }) => state.startsWith("{")) ? "proof" : "silent";
  }
  if (kind === "authenticated") return SCOPE.test(textOf(bytes, contentFrom)) ? "proof" : "silent";
  return kind.startsWith("sync step") || (kind === "update" && bytes.length > 8) ? "fits" : "silent";
}

function toPart(
  message: YjsMessage | HocuspocusMessage,
  name: string | null,
  { bytes, received }: RawMessage,
): Part {
  const { kind } = message;
  const said = message.text ?? (kind === "awareness" ? statesText(message.states) : null);
  const shown = said === null ? `(${formatBytes(bytes.length - message.contentFrom)})` : said.slice(0, 200);
  const part = new RowPart(kind, joinWords(name, kind, shown), 0, bytes.length);
  part.channel = name;
  part.control = !APPLICATION.has(kind);
  part.failed = kind === "auth" || kind === "permission denied";
  part.correlation = correlationOf(kind, name, received);
  part.tree = () =>
    message.text === null
      ? toTree(message, bytes)
      : toBranch("", kind, [toLeaf("content", "string", message.text)]);
  return part;
}

function statesText(states: YjsMessage["states"]): string {
  let text = "";
  for (const { client, state } of states) text += `${text === "" ? "" : ", "}${client} ${state}`;
  return text;
}

/** Each side asks the other for what it lacks: step 1 is answered by step 2; who says who it is, is told what it may do. */
function correlationOf(kind: string, name: string | null, received: boolean): Correlation | null {
  switch (kind) {
    case "sync step 1":
      return { key: askerIn(name, received ? "theirs" : "ours"), role: "request" };
    case "sync step 2":
      return { key: askerIn(name, received ? "ours" : "theirs"), role: "reply" };
    case "token":
      return { key: `${name ?? ""} token`, role: "request" };
    case "authenticated":
    case "permission denied":
      return { key: `${name ?? ""} token`, role: "reply" };
    default:
      return null;
  }
}

function askerIn(name: string | null, asker: string): string {
  return name === null ? asker : `${name} ${asker}`.trim();
}

function toTree({ kind, contentFrom, states }: YjsMessage | HocuspocusMessage, bytes: Uint8Array): TreeNode {
  if (kind !== "awareness") {
    const content = bytes.subarray(contentFrom);
    return toBranch("", kind, [
      toLeaf("content", "bytes", formatBytes(content.length), null, null, () => content),
    ]);
  }
  const users = states.map(({ client, clock, state }) => {
    const json = readJsonText(state);
    const shown =
      json === null ? toLeaf("state", "string", state.slice(0, 200)) : toJsonTree(json, "state", null);
    return toBranch(String(client), `clock ${clock}`, [toLeaf("clock", "number", String(clock)), shown]);
  });
  return toBranch("", kind, users);
}
