import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { toJsonTree } from "../json/json-tree.ts";
import { type JsonValue, memberOf, readJson, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { type TreeNode, toBranch, toLeaf } from "../tree-node.ts";

/** What a message is made of, in either form. */
interface KernelMessage {
  readonly channel: string;
  readonly header: JsonValue;
  readonly parent: JsonValue | null;
  readonly content: JsonValue | null;
  readonly buffers: readonly Uint8Array[];
}

/** More parts are possible; a message has five and its buffers. */
const MOST_OFFSETS = 1000;

/** Messages of Jupyter's kernels (https://jupyter-client.readthedocs.io/en/stable/messaging.html), in JSON or in the binary form of `v1.kernel.websocket.jupyter.org`. */
export const jupyter: Decoder = {
  id: "jupyter",
  name: "Jupyter kernel",
  hint: ({ url, subprotocol }) =>
    subprotocol === "v1.kernel.websocket.jupyter.org" ||
    /\/api\/kernels\/[\w-]{1,64}\/channels(?:\?|$)/.test(url.slice(0, 1000))
      ? { weight: 0.75, reason: "address or subprotocol are those of a kernel's channels" }
      : null,
  vote: (message): Vote => (read(message) === null ? "against" : "proof"),
  decode(message) {
    const found = read(message);
    return found === null ? null : [toPart(found, message)];
  },
};

function read(message: RawMessage): KernelMessage | null {
  const found = message.binary ? readBinary(message) : readText(message);
  if (found === null) return null;
  const { header } = found;
  return stringOf(memberOf(header, "msg_type")) !== null && stringOf(memberOf(header, "msg_id")) !== null
    ? found
    : null;
}

function readText(message: RawMessage): KernelMessage | null {
  const value = messageObject(message);
  const header = memberOf(value, "header");
  if (header === null) return null;
  return {
    channel: stringOf(memberOf(value, "channel")) ?? "",
    header,
    parent: memberOf(value, "parent_header"),
    content: memberOf(value, "content"),
    buffers: [],
  };
}

/** How many offsets there are, the offsets, then channel, header, parent's header, metadata, content, buffers; numbers of 64 bits, little-endian. */
function readBinary({ bytes }: RawMessage): KernelMessage | null {
  const count = readOffset(bytes, 0);
  if (count === null || count < 6 || count > MOST_OFFSETS) return null;
  const offsets: number[] = [];
  let last = 8 + count * 8;
  for (let index = 0; index < count; index += 1) {
    const offset = readOffset(bytes, 8 + index * 8);
    if (offset === null || offset < last || offset > bytes.length) return null;
    offsets.push(offset);
    last = offset;
  }
  const [channelAt = 0, headerAt = 0, parentAt = 0, metadataAt = 0, contentAt = 0, ...rest] = offsets;
  const header = readJson(bytes, headerAt, parentAt);
  if (header === null) return null;
  const buffers = rest.slice(0, -1).map((from, index) => bytes.subarray(from, rest[index + 1]));
  return {
    channel: textOf(bytes, channelAt, Math.min(headerAt, channelAt + 100)),
    header,
    parent: readJson(bytes, parentAt, metadataAt),
    content: readJson(bytes, contentAt, rest[0] ?? bytes.length),
    buffers,
  };
}

function readOffset(bytes: Uint8Array, at: number): number | null {
  if (at + 8 > bytes.length) return null;
  const value = new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigUint64(0, true);
  return value > BigInt(bytes.length) ? null : Number(value);
}

function toPart(message: KernelMessage, { received }: RawMessage): Part {
  const { channel, header, parent, content } = message;
  const type = stringOf(memberOf(header, "msg_type")) ?? "";
  const failed = type === "error" || stringOf(memberOf(content, "status")) === "error";
  const text =
    stringOf(memberOf(content, "code")) ??
    stringOf(memberOf(content, "text")) ??
    stringOf(memberOf(content, "evalue")) ??
    stringOf(memberOf(content, "execution_state"));
  const shown = text === null ? (content === null ? "" : jsonText(content)) : toOneLine(text.slice(0, 160));
  return {
    kind: type,
    event: stringOf(memberOf(content, "execution_state")),
    channel: channel || null,
    control: type === "status" || channel === "control",
    failed,
    summary: joinWords(channel, type, shown),
    correlation: correlationOf(header, parent, type, received),
    tree: () => toTree(message),
  };
}

/** Requests are answered on their channel; everything else that they bring about names them as its parent. */
function correlationOf(
  header: JsonValue,
  parent: JsonValue | null,
  type: string,
  received: boolean,
): Correlation | null {
  if (type.endsWith("_request")) {
    const key = stringOf(memberOf(header, "msg_id"));
    return key === null ? null : { key, role: "request" };
  }
  const key = stringOf(memberOf(parent, "msg_id"));
  if (key === null) return null;
  return { key, role: type.endsWith("_reply") && (received || type === "input_reply") ? "reply" : "event" };
}

function toTree({ channel, header, parent, content, buffers }: KernelMessage): TreeNode {
  const children: TreeNode[] = [toLeaf("channel", "string", channel), toJsonTree(header, "header")];
  if (parent !== null) children.push(toJsonTree(parent, "parent_header"));
  if (content !== null) children.push(toJsonTree(content, "content"));
  for (const [index, it] of buffers.slice(0, 100).entries()) {
    children.push(toLeaf(`buffer ${index}`, "bytes", `${it.length} bytes`, null, null, () => it));
  }
  return toBranch("", stringOf(memberOf(header, "msg_type")) ?? "", children);
}
