import type { Carried, ConnectionFacts, Decoder, Hint, RawMessage, Vote } from "../decoder.ts";

/** A format that is read as the JSON that it would be. */
export interface RecodedFormat {
  readonly id: string;
  readonly name: string;
  /** The same value in JSON; null where bytes are no such value, whole. */
  readonly toJson: (bytes: Uint8Array) => Uint8Array | null;
  /** What a message that is such a value says about the question. */
  readonly vote: (bytes: Uint8Array) => Vote;
  readonly hint?: (facts: ConnectionFacts) => Hint | null;
}

/** A decoder of binary messages that are one value each: what is within is looked at again, as JSON. */
export function createRecodedDecoder({ id, name, toJson, vote, hint }: RecodedFormat): Decoder {
  let lastBytes: Uint8Array | null = null;
  let lastJson: Uint8Array | null = null;

  /** The same message is asked for several times, one after the other. */
  function carriedBy({ bytes, binary }: RawMessage): Carried | null {
    if (!binary) return null;
    if (bytes !== lastBytes) {
      lastBytes = bytes;
      lastJson = toJson(bytes);
    }
    return lastJson === null ? null : { bytes: lastJson, binary: false };
  }

  return {
    id,
    name,
    ...(hint && { hint }),
    vote(message) {
      if (!message.binary || message.cut || message.bytes.length === 0) return "silent";
      return carriedBy(message) === null ? "against" : vote(message.bytes);
    },
    decode(message) {
      const carries = carriedBy(message);
      return carries === null ? null : [{ kind: id, carries }];
    },
    split(message) {
      const carries = carriedBy(message);
      return carries === null ? [] : [carries];
    },
  };
}
