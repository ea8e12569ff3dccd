import type { ConnectionFacts } from "../../../../src/core/decode/decoder.ts";
import type { Line } from "../../../support/decode-conversation.ts";

/** A labelled conversation: what is said, what it is, and how each message is to be read. */
export interface Conversation {
  readonly name: string;
  /** The decoders that must be recognised, outermost first. */
  readonly protocols: readonly string[];
  /** What must be recognised when nothing but the messages is known; where it is not said, the same. */
  readonly withoutFacts?: readonly string[];
  /** What may be recognised while little is known: true, but less than could be said. */
  readonly atFirst?: readonly string[];
  /** What may be recognised of pieces without their beginning: true, but less than could be said. */
  readonly inPart?: readonly string[];
  readonly facts?: Partial<ConnectionFacts>;
  readonly lines: readonly Line[];
  /** All parts of all messages, as `toShort` writes them. */
  readonly shown: readonly string[];
}
