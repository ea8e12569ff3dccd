import type { Bytes } from "../units.ts";
import { boundSummary, type DecodedPart, NO_TREE, RowPart, toDecodedPart } from "./decoded-part.ts";
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
  const parts = partsAt(stack, state, 0, message);
  return parts === null ? [toRawPart(message)] : decodeParts(stack, state, 0, message, null, parts);
}

/** Where something stands in the message of the connection; null is all of it. What was unpacked stands, inexactly, where the packed does. */
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

/** What the decoder at `depth` finds; null where it finds that it is none of its messages. */
function partsAt(
  stack: DecoderStack,
  state: StackState,
  depth: number,
  message: RawMessage,
): readonly Part[] | null {
  const parts = stack.decoders[depth]?.decode(message, state[depth]) ?? null;
  return parts === null || parts.length === 0 ? null : parts;
}

/** What the decoders from `depth` on find. Most messages hold one part, in which there is one again: no list grows for these. */
function decodeParts(
  stack: DecoderStack,
  state: StackState,
  depth: number,
  message: RawMessage,
  place: Place | null,
  parts: readonly Part[],
): readonly DecodedPart[] {
  if (parts.length > 1) {
    const found: DecodedPart[] = [];
    addParts(stack, state, depth, message, place, parts, found);
    return found;
  }
  const part = parts[0] as Part;
  // What is carried may have to be made: nobody asks for it in vain.
  const carries = depth + 1 < stack.decoders.length ? part.carries : null;
  if (!carries) {
    const found = toPart(stack, depth, part, message, place);
    // A row's own part is completed in place: the list that it is in is the answer.
    return found === part ? (parts as readonly RowPart[]) : [found];
  }
  const next = innerMessage(message, carries);
  const within = partsAt(stack, state, depth + 1, next);
  if (within === null) return [toPart(stack, depth, part, message, place)];
  return decodeParts(stack, state, depth + 1, next, placeWithin(place, part, message, carries), within);
}

/** Adds what the decoders from `depth` on find in several parts. */
function addParts(
  stack: DecoderStack,
  state: StackState,
  depth: number,
  message: RawMessage,
  place: Place | null,
  parts: readonly Part[],
  found: DecodedPart[],
): void {
  let inner = state;
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] as Part;
    if (found.length >= MOST_PARTS) {
      const rest = toRestPart(part.from ?? 0, message.bytes.length);
      // It has the place of all, since it stands for parts of any depth.
      const { from, to } = place ?? { from: 0, to: message.bytes.length };
      found.push(toPartAt(stack.names[depth + 1] as readonly string[], rest, message, place, from, to));
      return;
    }
    const carries = depth + 1 < stack.decoders.length ? part.carries : null;
    if (!carries) {
      found.push(toPart(stack, depth, part, message, place));
      continue;
    }
    const next = innerMessage(message, carries);
    const within = partsAt(stack, inner, depth + 1, next);
    if (within === null) found.push(toPart(stack, depth, part, message, place));
    else {
      const there = placeWithin(place, part, message, carries);
      addParts(stack, inner, depth + 1, next, there, within, found);
    }
    // The last part's state is nobody's in this message.
    const isLast = index === parts.length - 1;
    if (!isLast && depth + 1 < stack.remembering) inner = followFrom(stack, inner, depth + 1, next);
  }
}

/** Where what a part of the message at `place` carries stands: as closely as that can be said. */
function placeWithin(place: Place | null, part: Part, message: RawMessage, carries: Carried): Place {
  if (place !== null && !place.exact) return place;
  const offset = offsetIn(message, carries);
  if (offset === null) return { from: startOf(part, place), to: endOf(part, message, place), exact: false };
  const from = (place === null ? 0 : place.from) + offset;
  return { from, to: from + carries.bytes.length, exact: true };
}

function startOf({ from = 0 }: Part, place: Place | null): Bytes {
  if (place === null) return from;
  return place.exact ? place.from + from : place.from;
}

function endOf({ to }: Part, { bytes }: RawMessage, place: Place | null): Bytes {
  if (place === null) return to ?? bytes.length;
  return place.exact ? place.from + (to ?? bytes.length) : place.to;
}

/** Where the places within a message at `place` begin; null where they cannot be told. */
function baseOf(place: Place | null): Bytes | null {
  if (place === null) return 0;
  return place.exact ? place.from : null;
}

/** Where what is carried begins in a message; null where it is no part of it. */
function offsetIn({ bytes }: RawMessage, carried: Carried): Bytes | null {
  if (typeof carried.from === "number") return carried.from;
  if (carried.bytes.buffer !== bytes.buffer) return null;
  const offset = carried.bytes.byteOffset - bytes.byteOffset;
  return offset >= 0 && offset + carried.bytes.length <= bytes.length ? offset : null;
}

/** `place` is that of the message that the part is in. */
function toPart(
  stack: DecoderStack,
  depth: number,
  part: Part,
  message: RawMessage,
  place: Place | null,
): DecodedPart {
  const protocols = stack.names[depth + 1] as readonly string[];
  if (part instanceof RowPart) return completeRowPart(part, protocols, message, place);
  return toPartAt(protocols, part, message, place, startOf(part, place), endOf(part, message, place));
}

/** The same of a part that stands where it does not say itself. */
function toPartAt(
  protocols: readonly string[],
  part: Part,
  message: RawMessage,
  place: Place | null,
  from: Bytes,
  to: Bytes,
): DecodedPart {
  const { summary } = part;
  if (summary !== undefined || !part.carries) {
    const tree = () => treeOf(part, message, place);
    return toDecodedPart(protocols, part, from, to, summary ?? part.kind, null, tree);
  }
  const { carries } = part;
  const { format, reading } = readPayload(innerMessage(message, carries));
  const tree = () => {
    const shift = baseOf(place);
    return part.tree !== undefined
      ? placeTree(part.tree(), shift)
      : placeTree(reading.tree(), shiftOf(carries, message, shift));
  };
  return toDecodedPart(protocols, part, from, to, reading.summary, format, tree);
}

/** The same of a part that is to be the row's own. */
function completeRowPart(
  part: RowPart,
  protocols: readonly string[],
  message: RawMessage,
  place: Place | null,
): DecodedPart {
  const { tree, from, to } = part;
  part.protocols = protocols;
  part.summary = boundSummary(part.summary);
  if (place !== null) {
    part.from = place.exact ? place.from + from : place.from;
    part.to = place.exact ? place.from + to : place.to;
  }
  part.tree = () => treeOf(tree === NO_TREE ? { from, to } : { tree }, message, place);
  return part;
}

/** The part's own tree; without one, that of what it carries, or is. */
function treeOf(part: Omit<Part, "kind">, message: RawMessage, place: Place | null): TreeNode {
  const shift = baseOf(place);
  if (part.tree !== undefined) return placeTree(part.tree(), shift);
  const carried = part.carries ?? ownBytes(part, message);
  const tree = readPayload(innerMessage(message, carried)).reading.tree();
  return placeTree(tree, shiftOf(carried, message, shift));
}

/** Where what is carried begins in the message of the connection; null where it is no part of it. */
function shiftOf(carried: Carried, message: RawMessage, shift: Bytes | null): Bytes | null {
  const offset = shift === null ? null : offsetIn(message, carried);
  return offset === null || shift === null ? null : offset + shift;
}

function ownBytes({ from, to }: Omit<Part, "kind">, { bytes, binary }: RawMessage): Carried {
  return { bytes: bytes.subarray(from ?? 0, to ?? bytes.length), binary };
}

/** What no decoder claims, by its format. */
function toRawPart(message: RawMessage): DecodedPart {
  const { format, reading } = readPayload(message);
  const part: Part = { kind: format, event: reading.event ?? null, problem: reading.problem ?? null };
  return toDecodedPart([], part, 0, message.bytes.length, reading.summary, format, reading.tree);
}
