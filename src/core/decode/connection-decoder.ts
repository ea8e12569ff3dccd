import type { Bytes } from "../units.ts";
import { bytesUnpacked } from "./bytes/inflate.ts";
import { createStack, type DecoderStack, decodeStack, followStack, type StackState } from "./decode-stack.ts";
import type { DecodedPart } from "./decoded-part.ts";
import type { ConnectionFacts, Decoder, RawMessage } from "./decoder.ts";
import { SETTLED_CONFIDENCE } from "./recognise.ts";
import { type DecoderChoice, NO_CHOICE, type Recognition, recogniseStack } from "./recognise-stack.ts";
import { SAMPLE_BYTES, SAMPLES_BYTES, toSample } from "./to-sample.ts";

/**
 * A larger message is read by its beginning: rows name their kind there, and decoders take some milliseconds for so
 * much (what they read of JSON is bounded too).
 */
export const MOST_READ_BYTES: Bytes = 8 * 1024 * 1024;

/** The messages of one connection, wherever they are kept. */
export interface MessageSource {
  /** What is known now; it may become more. */
  readonly facts: ConnectionFacts;
  /** How many messages there are now. */
  readonly count: number;
  /** Makes no copy of the bytes. No more than `most` bytes are needed: the beginning may be given as a message that is cut. */
  message(index: number, most?: Bytes): RawMessage;
  /** Whether that can be given now. Without it, all can. */
  has?(index: number, most?: Bytes): boolean;
}

/** How far the decoding of a message is prepared. */
export interface Preparation {
  readonly ready: boolean;
  /** The messages that have to be there before it can go on, the first of them at least; none: it only takes more steps. */
  readonly missing: readonly number[];
  /** No more of each is needed; undefined is all. */
  readonly most?: Bytes;
  /** It is decoded elsewhere: more can be said when this is settled. */
  readonly wait?: Promise<void>;
}

/** Decodes the messages of one connection, in any order. */
export interface ConnectionDecoder {
  /** What it speaks, by the messages that are there now. Until it is settled, more messages may change it. */
  recognition(): Recognition;
  /** Changes whenever what was said of messages before may be different now. */
  readonly revision: number;
  /** The protocol messages in a message, at least one. */
  decode(index: number): readonly DecodedPart[];
  /**
   * Prepares the decoding of the message `index`, by at most `steps` messages before it. `decode` does it too, all at once:
   * this is for who may not take that long (some 50 ns a message), or does not have all messages at hand.
   */
  prepare(index: number, steps: number): Preparation;
  /** The same for the recognition. */
  prepareRecognition(): Preparation;
  /** More of a message has come than when it was read: what follows from it is forgotten. */
  forget(index: number): void;
  /** Takes another choice, and other decoders; what was said before may be different afterwards. */
  choose(choice: DecoderChoice, decoders?: readonly Decoder[]): void;
}

/** State is kept at every so many messages: a row in the middle of a million costs the reading of so many before it. */
const CHECKPOINT_MESSAGES = 512;

/** So many messages from the beginning are looked at, at most, to find out what a connection speaks. */
const SAMPLE_MESSAGES = 64;

/** To unpack so much takes about as long as a step may at most (some 20 µs). */
const STEP_UNPACKED: Bytes = 4096;

/** Of messages that are not at hand, so many are asked for at a time. */
const MISSING_AT_ONCE = 16;

/** And these are looked for among so many. */
const LOOK_AHEAD = 256;

const READY: Preparation = { ready: true, missing: [] };
const MORE_STEPS: Preparation = { ready: false, missing: [] };

/** Creates it; nothing is read before it is asked. */
export function createConnectionDecoder(
  source: MessageSource,
  decoders: readonly Decoder[],
  choice: DecoderChoice = NO_CHOICE,
): ConnectionDecoder {
  let chosen = choice;
  let usable = decoders;
  let recognised: Recognition | null = null;
  let facts: ConnectionFacts | null = null;
  /** By how many messages it was recognised. */
  let looked = -1;
  /** More would not be looked at. */
  let isFull = false;
  let revision = 0;
  let stack: DecoderStack | null = null;
  let checkpoints: StackState[] = [];
  /** The state before the message `next`. */
  let next = 0;
  let state: StackState = [];

  /** What it was recognised as, where no more is to be looked at. */
  function known(now: ConnectionFacts): Recognition | null {
    if (recognised === null || facts === null || !isSame(facts, now)) return null;
    if (isFull || Math.min(source.count, SAMPLE_MESSAGES) === looked) return recognised;
    const isSettled = (recognised.claims[0]?.confidence ?? 0) >= SETTLED_CONFIDENCE;
    return isSettled && looked >= 8 ? recognised : null;
  }

  function recognise(): Recognition {
    const now = source.facts;
    const before = known(now);
    if (before !== null) return before;
    const count = Math.min(source.count, SAMPLE_MESSAGES);
    const samples: RawMessage[] = [];
    let bytes = 0;
    while (samples.length < count && bytes < SAMPLES_BYTES) {
      const sample = toSample(source.message(samples.length, SAMPLE_BYTES));
      bytes += sample.bytes.length;
      samples.push(sample);
    }
    const found = recogniseStack(usable, now, samples, chosen);
    looked = count;
    isFull = samples.length < count || count === SAMPLE_MESSAGES;
    const isOther =
      recognised === null || facts === null || !isSame(facts, now) || !areSame(recognised, found);
    if (isOther) restart(found, now);
    facts = now;
    recognised = found;
    return found;
  }

  /** How many messages are looked at, as far as that is known: those at hand may be large enough. */
  function samplesAtHand(): number {
    const count = Math.min(source.count, SAMPLE_MESSAGES);
    let bytes = 0;
    for (let index = 0; index < count; index += 1) {
      if (bytes >= SAMPLES_BYTES) return index;
      if (source.has?.(index, SAMPLE_BYTES) === false) return Math.min(count, index + MISSING_AT_ONCE);
      bytes += Math.min(SAMPLE_BYTES, source.message(index, SAMPLE_BYTES).bytes.length);
    }
    return count;
  }

  function missingFrom(from: number, to: number, most?: Bytes): number[] {
    const missing: number[] = [];
    if (source.has === undefined) return missing;
    for (let index = from; index < to && missing.length < MISSING_AT_ONCE; index += 1) {
      if (!source.has(index, most)) missing.push(index);
    }
    return missing;
  }

  function prepareRecognition(): Preparation {
    if (known(source.facts) !== null) return READY;
    const missing = missingFrom(0, samplesAtHand(), SAMPLE_BYTES);
    if (missing.length > 0) return { ready: false, missing, most: SAMPLE_BYTES };
    recognise();
    return READY;
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
    revision += 1;
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
    const unpacked = bytesUnpacked();
    while (next < end && (source.has?.(next) ?? true)) {
      // A few bytes may unpack to megabytes: then they are as many steps.
      if (steps !== Number.POSITIVE_INFINITY && bytesUnpacked() - unpacked > steps * STEP_UNPACKED) break;
      state = followStack(stack, state, source.message(next));
      next += 1;
      if (next === checkpoints.length * CHECKPOINT_MESSAGES) checkpoints.push(state);
    }
    return next === index;
  }

  return {
    recognition: recognise,
    get revision() {
      return revision;
    },
    decode(index) {
      recognise();
      const current = stack as DecoderStack;
      goTo(current, index, Number.POSITIVE_INFINITY);
      return decodeStack(current, state, source.message(index));
    },
    prepare(index, steps) {
      const recognition = prepareRecognition();
      if (!recognition.ready) return recognition;
      const isThere = goTo(stack as DecoderStack, index, steps);
      const wanted = isThere ? index : next;
      if (source.has?.(wanted) ?? true) return isThere ? READY : MORE_STEPS;
      return { ready: false, missing: missingFrom(wanted, Math.min(index + 1, wanted + LOOK_AHEAD)) };
    },
    prepareRecognition,
    forget(index) {
      if (index < SAMPLE_MESSAGES) {
        looked = -1;
        isFull = false;
      }
      revision += 1;
      checkpoints.length = Math.min(checkpoints.length, Math.floor(index / CHECKPOINT_MESSAGES) + 1);
      if (next <= index) return;
      next = (checkpoints.length - 1) * CHECKPOINT_MESSAGES;
      state = checkpoints.at(-1) ?? [];
    },
    choose(other, others = usable) {
      chosen = other;
      usable = others;
      recognised = null;
      revision += 1;
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
