import { createStack, type DecoderStack, decodeStack, followStack, type StackState } from "./decode-stack.ts";
import type { DecodedPart } from "./decoded-part.ts";
import type { ConnectionFacts, Decoder, RawMessage } from "./decoder.ts";
import { SETTLED_CONFIDENCE } from "./recognise.ts";
import { type DecoderChoice, NO_CHOICE, type Recognition, recogniseStack } from "./recognise-stack.ts";

/** The messages of one connection, wherever they are kept. */
export interface MessageSource {
  /** What is known now; it may become more. */
  readonly facts: ConnectionFacts;
  /** How many messages there are now. */
  readonly count: number;
  /** Makes no copy of the bytes. */
  message(index: number): RawMessage;
}

/** Decodes the messages of one connection, in any order. */
export interface ConnectionDecoder {
  /** What it speaks, by the messages that are there now. Until it is settled, more messages may change it. */
  recognition(): Recognition;
  /** The protocol messages in a message, at least one. */
  decode(index: number): readonly DecodedPart[];
  /**
   * Prepares the decoding of messages before `index`, by at most `steps` messages; true when that is done. `decode` does it
   * too, all at once: this is for who may not take that long (some 50 ns a message).
   */
  prepare(index: number, steps: number): boolean;
  /** Takes another choice; what was said before may be different afterwards. */
  choose(choice: DecoderChoice): void;
}

/** State is kept at every so many messages: a row in the middle of a million costs the reading of so many before it. */
const CHECKPOINT_MESSAGES = 512;

/** So many messages from the beginning are looked at, at most, to find out what a connection speaks. */
const SAMPLE_MESSAGES = 64;

/** Creates it; nothing is read before it is asked. */
export function createConnectionDecoder(
  source: MessageSource,
  decoders: readonly Decoder[],
  choice: DecoderChoice = NO_CHOICE,
): ConnectionDecoder {
  let chosen = choice;
  let recognised: Recognition | null = null;
  let facts: ConnectionFacts | null = null;
  /** By how many messages it was recognised. */
  let looked = -1;
  let stack: DecoderStack | null = null;
  let checkpoints: StackState[] = [];
  /** The state before the message `next`. */
  let next = 0;
  let state: StackState = [];

  function recognise(): Recognition {
    const now = source.facts;
    const same = facts !== null && isSame(facts, now);
    const isSettled = (recognised?.claims[0]?.confidence ?? 0) >= SETTLED_CONFIDENCE;
    const count = Math.min(source.count, SAMPLE_MESSAGES);
    if (recognised !== null && same && (count === looked || (isSettled && looked >= 8))) return recognised;
    const samples = Array.from({ length: count }, (_, index) => source.message(index));
    const found = recogniseStack(decoders, now, samples, chosen);
    looked = count;
    if (recognised === null || !same || !areSame(recognised, found)) restart(found, now);
    facts = now;
    recognised = found;
    return found;
  }

  function restart({ claims }: Recognition, now: ConnectionFacts): void {
    const made = createStack(
      claims.map(({ decoder }) => decoder),
      now,
    );
    stack = made.stack;
    checkpoints = [made.start];
    next = 0;
    state = made.start;
  }

  /** Brings `state` to before the message `index`, or as far as `steps` messages go. */
  function goTo(stack: DecoderStack, index: number, steps: number): boolean {
    if (stack.remembering === 0) return true;
    const nearest = Math.min(Math.floor(index / CHECKPOINT_MESSAGES), checkpoints.length - 1);
    const from = nearest * CHECKPOINT_MESSAGES;
    if (next > index || next < from) {
      next = from;
      state = checkpoints[nearest] as StackState;
    }
    const end = Math.min(index, next + steps);
    while (next < end) {
      state = followStack(stack, state, source.message(next));
      next += 1;
      if (next === checkpoints.length * CHECKPOINT_MESSAGES) checkpoints.push(state);
    }
    return next === index;
  }

  return {
    recognition: recognise,
    decode(index) {
      recognise();
      const current = stack as DecoderStack;
      goTo(current, index, Number.POSITIVE_INFINITY);
      return decodeStack(current, state, source.message(index));
    },
    prepare(index, steps) {
      recognise();
      return goTo(stack as DecoderStack, index, steps);
    },
    choose(other) {
      chosen = other;
      recognised = null;
    },
  };
}

function isSame(a: ConnectionFacts, b: ConnectionFacts): boolean {
  return (
    a.kind === b.kind && a.url === b.url && a.subprotocol === b.subprotocol && a.contentType === b.contentType
  );
}

function areSame(a: Recognition, b: Recognition): boolean {
  return (
    a.claims.length === b.claims.length &&
    a.claims.every(({ decoder }, index) => decoder === b.claims[index]?.decoder)
  );
}
