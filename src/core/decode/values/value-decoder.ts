import { textOf } from "../bytes/text-of.ts";
import type { Carried, ConnectionFacts, Decoder, Part, Vote } from "../decoder.ts";
import type { TreeNode } from "../tree-node.ts";
import { countStarts, endOfBinaryValue, type ValueFormat, valueStarts } from "./value-format.ts";
import { toValueJson } from "./value-json.ts";
import { toValueText } from "./value-text.ts";
import { toValueTree } from "./value-tree.ts";

/** What is shorter fits many formats. */
const LEAST_BYTES = 6;

/** So many keys are looked at. */
const MOST_KEYS = 50;

/** Names of members, as programs write them. */
const NAME = /^[\w$@.\-/: ]{1,64}$/;

/** Ably's servers are told in the URL which format to send. */
const ABLY_FORMAT = /^wss:\/\/[\w.-]*\bably[\w.-]*\/[^#]{0,900}[?&]format=(\w{1,20})(?:&|$)/;

/** Members that say what a message is; the first that is there counts. */
const TYPE_NAMES = ["type", "event", "op", "action", "cmd", "method", "kind"];

/** 1 for the bytes that they begin with. */
const IS_FIRST_SIGN = new Uint8Array(256);
for (const name of TYPE_NAMES) IS_FIRST_SIGN[name.charCodeAt(0)] = 1;

/** None of them takes more bytes, its head included. */
const MOST_NAME_BYTES = 11;

/**
 * A decoder of binary messages that are one value each. A map whose keys are all names fits, nothing else does: numbers and
 * arrays of them are valid in every such format. So it takes several messages to claim one.
 */
export function createValueDecoder(format: ValueFormat): Decoder {
  const isNamed = ({ subprotocol, url }: ConnectionFacts) =>
    subprotocol === `wamp.2.${format.id}` ||
    subprotocol === `obswebsocket.${format.id}` ||
    ABLY_FORMAT.exec(url.slice(0, 1000))?.[1] === format.id;

  return {
    id: format.id,
    name: format.name,
    hint: (facts) =>
      isNamed(facts) ? { weight: 0.9, reason: `subprotocol or URL say that it is ${format.name}` } : null,
    vote(message, facts): Vote {
      const { bytes, binary, cut } = message;
      if (!binary && isNamed(facts)) return "against";
      if (!binary || bytes.length === 0 || cut) return "silent";
      if (endOfBinaryValue(format, bytes, 0) !== bytes.length) return "against";
      if (bytes.length < LEAST_BYTES) return "silent";
      const names = namesOf(format, bytes);
      if (names === null) return "silent";
      return names.length > 0 && names.every((it) => NAME.test(it)) ? "fits" : "against";
    },
    decode({ bytes, binary }) {
      if (!binary || bytes.length === 0 || endOfBinaryValue(format, bytes, 0) !== bytes.length) return null;
      return [new ValuePart(format, bytes)];
    },
    split({ bytes, binary }) {
      if (!binary || bytes.length === 0 || endOfBinaryValue(format, bytes, 0) !== bytes.length) return [];
      const carried = carriedBy(format, bytes);
      return carried === null ? [] : [carried];
    },
  };
}

/** A class, so that what it carries is made only when it is asked for: where nothing is known to be within, nobody does. */
class ValuePart implements Part {
  readonly kind: string;
  readonly event: string | null;
  readonly summary: string;
  readonly tree: () => TreeNode;
  readonly #format: ValueFormat;
  readonly #bytes: Uint8Array;

  constructor(format: ValueFormat, bytes: Uint8Array) {
    this.kind = format.id;
    this.event = typeOf(format, bytes);
    this.summary = toValueText(format, bytes, 0);
    this.tree = () => toValueTree(format, bytes, 0);
    this.#format = format;
    this.#bytes = bytes;
  }

  get carries(): Carried | null {
    return carriedBy(this.#format, this.#bytes);
  }
}

/** The value in JSON: protocols that are JSON otherwise are read so. */
function carriedBy(format: ValueFormat, bytes: Uint8Array): Carried | null {
  const json = toValueJson(format, bytes);
  return json === null ? null : { bytes: json, binary: false };
}

/** The keys of the map that a message is, those of a tag's content too; "" for one that is no string. Null where it is no map. */
function namesOf(format: ValueFormat, bytes: Uint8Array): string[] | null {
  let head = format.head(bytes, 0);
  if (head?.kind === "other" && head.count === 1) head = format.head(bytes, head.next);
  if (head?.kind !== "object") return null;
  const names: string[] = [];
  let at: number | null = head.next;
  for (let index = 0; index < MOST_KEYS && at !== null; index += 1) {
    if (head.count >= 0 ? index * 2 >= head.count : format.isBreak(bytes[at])) break;
    const key = format.head(bytes, at);
    names.push(
      key?.kind === "string" && key.count === 0 ? textOf(bytes, key.next, key.next + key.length) : "",
    );
    at = endOfBinaryValue(format, bytes, at);
    if (at !== null) at = endOfBinaryValue(format, bytes, at);
  }
  return names;
}

/** What the map that was passed over last says that it is. */
function typeOf(format: ValueFormat, bytes: Uint8Array): string | null {
  const head = format.head(bytes, 0);
  if (head?.kind !== "object" || head.count < 0) return null;
  const end = Math.min(head.count, countStarts(), MOST_KEYS * 2) - 1;
  let best = TYPE_NAMES.length;
  let found: string | null = null;
  for (let index = 0; index < end; index += 2) {
    const at = valueStarts[index] as number;
    const valueAt = valueStarts[index + 1] as number;
    const rank = valueAt - at > MOST_NAME_BYTES ? -1 : rankOf(format, bytes, at);
    const value = rank >= 0 && rank < best ? format.head(bytes, valueAt) : null;
    if (value?.kind === "string" && value.length <= 64) {
      best = rank;
      found = textOf(bytes, value.next, value.next + value.length);
    }
  }
  return found;
}

function rankOf(format: ValueFormat, bytes: Uint8Array, at: number): number {
  // A short name stands behind one or two bytes.
  const second = bytes[at + 1] as number;
  if (IS_FIRST_SIGN[second] !== 1 && IS_FIRST_SIGN[bytes[at + 2] as number] !== 1) return -1;
  const key = format.head(bytes, at);
  if (key?.kind !== "string") return -1;
  return TYPE_NAMES.indexOf(textOf(bytes, key.next, key.next + key.length));
}
