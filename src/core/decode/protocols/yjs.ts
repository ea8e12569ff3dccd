import { formatBytes } from "../../format/format-bytes.ts";
import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { toJsonTree } from "../json/json-tree.ts";
import { readJsonText } from "../json/read-json-text.ts";
import { type TreeNode, toBranch, toLeaf } from "../tree-node.ts";
import { readVarString, readYjsMessage, type YjsMessage } from "./yjs-message.ts";

/** A document's name, as people and programs write it. */
const NAME = /^[\p{L}\p{N}._:/@ -]{1,200}$/u;

/** Documents of Yjs as y-websocket sends them. What an update changes is not read: that takes the document. */
export const yjs: Decoder = createDecoder("yjs", "Yjs", (bytes) => {
  const message = readYjsMessage(bytes, 0);
  return message === null ? null : { message, name: null };
});

/** The same as Hocuspocus sends it, with the document's name before each message. */
export const hocuspocus: Decoder = createDecoder("hocuspocus", "Hocuspocus", (bytes) => {
  const name = readVarString(bytes, 0);
  if (name === null || !NAME.test(name.text)) return null;
  const message = readYjsMessage(bytes, name.next);
  return message === null ? null : { message, name: name.text };
});

type Read = (bytes: Uint8Array) => { message: YjsMessage; name: string | null } | null;

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

function voteFor({ kind, states }: YjsMessage, { bytes }: RawMessage): Vote {
  if (kind === "awareness") {
    if (!states.every(({ state }) => readJsonText(state) !== null)) return "against";
    return states.some(({ state }) => state.startsWith("{")) ? "proof" : "silent";
  }
  return kind.startsWith("sync") || (kind === "update" && bytes.length > 8) ? "fits" : "silent";
}

function toPart({ kind, content, states }: YjsMessage, name: string | null, { received }: RawMessage): Part {
  const said = kind === "awareness" ? states.map(({ client, state }) => `${client} ${state}`).join(", ") : "";
  return {
    kind,
    channel: name,
    control: kind !== "update" && kind !== "sync step 2" && kind !== "awareness",
    failed: kind === "auth",
    summary: joinWords(name, kind, said === "" ? `(${formatBytes(content.length)})` : said.slice(0, 200)),
    correlation: correlationOf(kind, name, received),
    tree: () => toTree(kind, content, states),
  };
}

/** Each side asks the other for what it lacks: step 1 is answered by step 2. */
function correlationOf(kind: string, name: string | null, received: boolean): Correlation | null {
  const asker = (kind === "sync step 1") === received ? "theirs" : "ours";
  if (kind === "sync step 1") return { key: `${name ?? ""} ${asker}`.trim(), role: "request" };
  return kind === "sync step 2" ? { key: `${name ?? ""} ${asker}`.trim(), role: "reply" } : null;
}

function toTree(kind: string, content: Uint8Array, states: YjsMessage["states"]): TreeNode {
  if (kind !== "awareness") {
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
