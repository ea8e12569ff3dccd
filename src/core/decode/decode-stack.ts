import type { Bytes } from "../units.ts";
import { type DecodedPart, toDecodedPart } from "./decoded-part.ts";
import type { Carried, ConnectionFacts, Decoder, Part, RawMessage } from "./decoder.ts";
import { innerMessage } from "./inner-message.ts";
import { placeTree } from "./place-tree.ts";
import { readPayload } from "./read-payload.ts";
import { MOST_PARTS, toRestPart } from "./rest-part.ts";
import type { TreeNode } from "./tree-node.ts";

/** Decoders within each other, outermost first. */
export interface DecoderStack {
  readonly decoders: readonly Decoder[];
  /** For each depth the decoders that have read a message there. */
  readonly names: readonly (readonly string[])[];
  /** From which depth on nothing is remembered. */
  readonly remembering: number;
}

/** A state for each decoder; never changed in place. */
export type StackState = readonly unknown[];

/** Makes a stack, and the state before its first message. */
export function createStack(
  decoders: readonly Decoder[],
  facts: ConnectionFacts,
): { stack: DecoderStack; start: StackState } {
  const ids = decoders.map(({ id }) => id);
  const names = [...ids.map((_, depth) => ids.slice(0, depth)), ids];
  const remembering = decoders.findLastIndex(({ follow }) => follow !== undefined) + 1;
  const start = decoders.map((it, depth) => it.start?.({ ...facts, inside: names[depth] ?? [] }) ?? null);
  return { stack: { decoders, names, remembering }, start };
}

/** The state after a message. Does no more than that takes. */
export function followStack(stack: DecoderStack, state: StackState, message: RawMessage): StackState {
  return stack.remembering === 0 ? state : followFrom(stack, state, 0, message);
}

/** The protocol messages in a message, at least one. `state` is that before it. */
export function decodeStack(
  stack: DecoderStack,
  state: StackState,
  message: RawMessage,
): readonly DecodedPart[] {
  const found: DecodedPart[] = [];
  const whole: Place = { from: 0, to: message.bytes.length, exact: true };
  if (!decodeFrom(stack, state, 0, message, whole, found)) found.push(toRawPart(message));
  return found;
}

/** Where something stands in the message of the connection. What was unpacked stands, inexactly, where the packed does. */
interface Place {
  readonly from: Bytes;
  readonly to: Bytes;
  readonly exact: boolean;
}

function followFrom(stack: DecoderStack, state: StackState, depth: number, message: RawMessage): StackState {
  const decoder = stack.decoders[depth] as Decoder;
  const before = state[depth];
  let after = state;
  if (depth + 1 < stack.remembering) {
    for (const carried of decoder.split?.(message, before) ?? []) {
      after = followFrom(stack, after, depth + 1, innerMessage(message, carried));
    }
  }
  const own = decoder.follow === undefined ? before : decoder.follow(before, message);
  return own === before ? after : after.with(depth, own);
}

/** Adds what the decoders from `depth` on find; false where they find that it is none of theirs. */
function decodeFrom(
  stack: DecoderStack,
  state: StackState,
  depth: number,
  message: RawMessage,
  place: Place,
  found: DecodedPart[],
): boolean {
  const parts = stack.decoders[depth]?.decode(message, state[depth]) ?? null;
  if (parts === null || parts.length === 0) return false;
  const protocols = stack.names[depth + 1] ?? [];
  let inner = state;
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] as Part;
    if (found.length >= MOST_PARTS) {
      found.push(toPart(protocols, toRestPart(part.from ?? 0, message.bytes.length), message, place, place));
      return true;
    }
    const here: Place = place.exact
      ? {
          from: place.from + (part.from ?? 0),
          to: place.from + (part.to ?? message.bytes.length),
          exact: true,
        }
      : place;
    // What is carried may have to be made: nobody asks for it in vain.
    const carries = depth + 1 < stack.decoders.length ? part.carries : null;
    if (!carries) {
      found.push(toPart(protocols, part, message, here, place));
      continue;
    }
    const next = innerMessage(message, carries);
    const offset = place.exact ? offsetIn(message, carries) : null;
    const there: Place =
      offset === null
        ? { ...here, exact: false }
        : { from: place.from + offset, to: place.from + offset + carries.bytes.length, exact: true };
    if (!decodeFrom(stack, inner, depth + 1, next, there, found)) {
      found.push(toPart(protocols, part, message, here, place));
    }
    // The last part's state is nobody's in this message.
    const isLast = index === parts.length - 1;
    if (!isLast && depth + 1 < stack.remembering) inner = followFrom(stack, inner, depth + 1, next);
  }
  return true;
}

/** Where what is carried begins in a message; null where it is no part of it. */
function offsetIn({ bytes }: RawMessage, carried: Carried): Bytes | null {
  if (carried.bytes.buffer !== bytes.buffer) return null;
  const offset = carried.bytes.byteOffset - bytes.byteOffset;
  return offset >= 0 && offset + carried.bytes.length <= bytes.length ? offset : null;
}

/** `here` is the part's place, `around` that of the message that it is in. */
function toPart(
  protocols: readonly string[],
  part: Part,
  message: RawMessage,
  { from, to }: Place,
  around: Place,
): DecodedPart {
  const shift = around.exact ? around.from : null;
  const { tree } = part;
  const own = tree === undefined ? null : () => placeTree(tree(), shift);
  if (part.summary !== undefined || !part.carries) {
    const made = own ?? (() => treeOf(part, message, shift));
    return toDecodedPart(protocols, part, from, to, part.summary ?? part.kind, null, made);
  }
  const { carries } = part;
  const { format, reading } = readPayload(innerMessage(message, carries));
  const made = own ?? (() => placeTree(reading.tree(), shiftOf(carries, message, shift)));
  return toDecodedPart(protocols, part, from, to, reading.summary, format, made);
}

function treeOf(part: Part, message: RawMessage, shift: Bytes | null): TreeNode {
  const carried = part.carries ?? ownBytes(part, message);
  const tree = readPayload(innerMessage(message, carried)).reading.tree();
  return placeTree(tree, shiftOf(carried, message, shift));
}

/** Where what is carried begins in the message of the connection; null where it is no part of it. */
function shiftOf(carried: Carried, message: RawMessage, shift: Bytes | null): Bytes | null {
  const offset = shift === null ? null : offsetIn(message, carried);
  return offset === null || shift === null ? null : offset + shift;
}

function ownBytes({ from, to }: Part, { bytes, binary }: RawMessage): Carried {
  return { bytes: bytes.subarray(from ?? 0, to ?? bytes.length), binary };
}

/** What no decoder claims, by its format. */
function toRawPart(message: RawMessage): DecodedPart {
  const { format, reading } = readPayload(message);
  const part: Part = { kind: format, event: reading.event ?? null, problem: reading.problem ?? null };
  return toDecodedPart([], part, 0, message.bytes.length, reading.summary, format, reading.tree);
}
