import type { ConnectionFacts, RawMessage } from "../../../src/core/decode/decoder.ts";
import { type Line, toMessages } from "../../support/decode-conversation.ts";

/** Messages of a protocol, and what else reads them. */
export interface Compared {
  readonly protocol: string;
  /** The package, with its version, or what the protocol's client calls. */
  readonly against: string;
  /** The decoders that are used, outermost first; [] is the format alone. */
  readonly decoders: readonly string[];
  readonly facts?: Partial<ConnectionFacts>;
  readonly messages: readonly RawMessage[];
  /** Reads one of the messages: of a text the text (to make it of the bytes is the comparison's), else the bytes. */
  readonly theirs: (data: never, message: RawMessage) => unknown;
  /** How long ours may take, as a multiple of theirs; null where there is no package to be held to. */
  readonly most: number | null;
}

/** What took how long. */
export interface Comparison {
  readonly protocol: string;
  readonly against: string;
  /** Of a message, on average. */
  readonly bytes: number;
  /** Nanoseconds a message, in the fastest round. */
  readonly ours: number;
  /** From the same bytes: with decoding them, where they are a text. */
  readonly theirs: number;
  /** From a text that is there already; null where none of the messages is one. */
  readonly fromText: number | null;
  readonly most: number | null;
}

/** Own decoders take no longer than the protocol's package, those on a library some longer. */
export const MOST_OWN = 1;
export const MOST_ON_LIBRARY = 1.3;

/** Against JSON.parse, by the size of the message. */
export function mostOfJson(bytes: number): number {
  return bytes < 4096 ? 2 : 1.3;
}

/** A protocol that is decoded by decoders of our own. */
export function toCompared(
  protocol: string,
  against: string,
  decoders: readonly string[],
  lines: readonly Line[],
  theirs: Compared["theirs"],
  facts: Compared["facts"] = {},
): Compared {
  return { protocol, against, decoders, facts, messages: toMessages(lines), theirs, most: MOST_OWN };
}
