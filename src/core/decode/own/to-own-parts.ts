import { fromBase64 } from "../../export/base64.ts";
import type { Bytes } from "../../units.ts";
import { type DecodedPart, toDecodedPart } from "../decoded-part.ts";
import type { Part } from "../decoder.ts";
import { toJsonTree } from "../json/json-tree.ts";
import { readWholeJson } from "../json/json-value.ts";
import { placeTree } from "../place-tree.ts";
import { readPayload } from "../read-payload.ts";
import { type TreeNode, toLeaf } from "../tree-node.ts";
import { type OwnDecoder, toOwnProtocol } from "./own-decoder.ts";
import type { OwnPart, OwnReading } from "./own-reading.ts";

const encoder = new TextEncoder();

/** The message that was read, as far as it is at hand. */
interface Read {
  readonly bytes: Uint8Array;
  readonly binary: boolean;
  readonly cut: boolean;
}

/**
 * What a reader's decoder said of a message, as its parts, in the same form as those of Duplex's own decoders. Null: it is none of its.
 * Where it failed there is one part that says so, over the message as it is.
 */
export function toOwnParts(
  decoder: Pick<OwnDecoder, "name">,
  reading: OwnReading,
  message: Read,
): DecodedPart[] | null {
  const protocols = [toOwnProtocol(decoder)];
  if ("failure" in reading) {
    const raw = readPayload(message).reading;
    const part: Part = { kind: "not decoded", problem: `${decoder.name} failed: ${reading.failure}` };
    return [toDecodedPart(protocols, part, 0, message.bytes.length, raw.summary, null, raw.tree)];
  }
  return reading.parts.length === 0 ? null : reading.parts.map((it) => toPart(protocols, it, message));
}

function toPart(protocols: readonly string[], said: OwnPart, message: Read): DecodedPart {
  const { kind, event, channel, control, failed, problem, key, role } = said;
  const { length } = message.bytes;
  const from = Math.min(said.from ?? 0, length);
  const to = Math.max(from, Math.min(said.to ?? length, length));
  const carried = readCarried(said, message, from, to);
  const correlation = key === null ? null : { key, role };
  const part: Part = { kind, event, channel, control, failed, problem, correlation };
  const summary = said.summary ?? said.tree?.slice(0, 600) ?? carried().reading.summary;
  const { format } = said.carries === null ? { format: null } : carried();
  return toDecodedPart(protocols, part, from, to, summary, format, () => treeOf(said) ?? carried().tree);
}

/** The tree that it gave; a text that is not JSON, or was cut, as text. */
function treeOf({ tree }: OwnPart): TreeNode | null {
  if (tree === null) return null;
  const bytes = encoder.encode(tree);
  const value = readWholeJson(bytes);
  if (value === null || !value.whole) return toLeaf("", "string", tree.slice(0, 200), null, null, () => tree);
  return placeTree(toJsonTree(value), null);
}

/** What it carries, else its own bytes, by their format; looked at once, when it is asked for. */
function readCarried(said: OwnPart, { bytes, binary, cut }: Read, from: Bytes, to: Bytes) {
  let known: (ReturnType<typeof readPayload> & { tree: TreeNode }) | null = null;
  return () => {
    if (known !== null) return known;
    const { carries } = said;
    const inner = carries?.binary ? fromBase64(carries.text) : null;
    const payload =
      carries === null
        ? { bytes: bytes.subarray(from, to), binary, cut: cut && to === bytes.length }
        : { bytes: inner ?? encoder.encode(carries.text), binary: inner !== null, cut: said.cut };
    const found = readPayload(payload);
    const tree = placeTree(found.reading.tree(), carries === null ? from : null);
    known = { ...found, tree };
    return known;
  };
}
