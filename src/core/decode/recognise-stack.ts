import type { ConnectionFacts, Decoder, RawMessage } from "./decoder.ts";
import { innerMessage } from "./inner-message.ts";
import { type Claim, findClaims } from "./recognise.ts";
import { SAMPLES_BYTES, toSample } from "./to-sample.ts";

/** What a reader has decided about a connection; null and [] where nothing. */
export interface DecoderChoice {
  /** The decoders to use, outermost first, whatever the messages look like; [] is to use none. */
  readonly pinned: readonly string[] | null;
  /** Decoders not to use. */
  readonly refused: readonly string[];
}

export const NO_CHOICE: DecoderChoice = { pinned: null, refused: [] };

/** What a connection speaks: protocols within each other, outermost first; none where none was recognised. */
export interface Recognition {
  readonly claims: readonly Claim[];
  /** What else it could be, at the first level where something else was claimed. */
  readonly runnerUp: Claim | null;
}

/** Protocols within protocols; what nests deeper is not known, and could be an attack. */
const MOST_LAYERS = 6;

/**
 * Finds out what a connection speaks by its facts and its first messages (without a gap), level by level: what a
 * framing carries is looked at as messages of their own.
 */
export function recogniseStack(
  decoders: readonly Decoder[],
  facts: ConnectionFacts,
  samples: readonly RawMessage[],
  choice: DecoderChoice = NO_CHOICE,
): Recognition {
  const usable = decoders.filter(({ id }) => !choice.refused.includes(id));
  const claims: Claim[] = [];
  let runnerUp: Claim | null = null;
  let messages = samples;
  while (claims.length < MOST_LAYERS) {
    const inside = claims.map(({ decoder }) => decoder.id);
    const here: ConnectionFacts = { ...facts, inside };
    // No protocol carries itself; what speaks for it speaks for the one around.
    const others = usable.filter(({ id }) => !inside.includes(id));
    const found = pinned(decoders, choice, claims.length) ?? findClaims(others, here, messages);
    const [best, second] = found;
    runnerUp ??= second ?? null;
    if (best === undefined) break;
    claims.push(best);
    if (best.decoder.split === undefined) break;
    messages = splitAll(best.decoder, here, messages);
    // What address and subprotocol say, they say of the outermost.
    if (messages.length === 0 && choice.pinned === null) break;
  }
  return { claims, runnerUp };
}

/** The claim that a reader has made for a level; [] is "no more", null is "find out". */
function pinned(decoders: readonly Decoder[], choice: DecoderChoice, level: number): Claim[] | null {
  if (choice.pinned === null) return null;
  const decoder = decoders.find(({ id }) => id === choice.pinned?.[level]);
  return decoder === undefined ? [] : [{ decoder, confidence: 1, reason: "it was chosen" }];
}

function splitAll(decoder: Decoder, facts: ConnectionFacts, messages: readonly RawMessage[]): RawMessage[] {
  let state = decoder.start?.(facts) ?? null;
  const found: RawMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    for (const carried of decoder.split?.(message, state) ?? []) {
      const inner = toSample(innerMessage(message, carried));
      bytes += inner.bytes.length;
      found.push(inner);
    }
    if (bytes >= SAMPLES_BYTES) break;
    state = decoder.follow?.(state, message) ?? state;
  }
  return found;
}
