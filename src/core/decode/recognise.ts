import type { ConnectionFacts, Decoder, RawMessage, Vote } from "./decoder.ts";

/** That a connection speaks a protocol. */
export interface Claim {
  readonly decoder: Decoder;
  /** From 0 to 1; a pinned decoder has 1. */
  readonly confidence: number;
  /** Clauses that follow "because". */
  readonly reason: string;
}

/** A claim below this is none: what is not recognised is shown raw, and that is better than a wrong word. */
export const LEAST_CONFIDENCE = 0.7;

/** Above this, more messages are not looked at. */
export const SETTLED_CONFIDENCE = 0.97;

/** So many messages that merely fit are a claim, where nothing else speaks for it. Two may be chance. */
const LEAST_FITS = 3;

/** What is shorter proves nothing, it fits at most: short messages are valid in many protocols. */
const PROOF_BYTES = 16;

/** What one message that is a proof is worth, and what one of `LEAST_FITS` that fit is. */
const PROOF_WEIGHT = 0.85;
const FIT_WEIGHT = 0.4;

/** More contradictions than this share of the messages that say something refute a claim. */
const MOST_AGAINST = 0.1;

/** However much speaks for it, another protocol could look so. */
const MOST_CONFIDENCE = 0.99;

interface Tally {
  proofs: number;
  fits: number;
  alike: number;
  against: number;
}

/** What speaks for each decoder at this level; the best first. Decoders earlier in the registry win where two are equal, and what refines another is as likely as that at least. */
export function findClaims(
  decoders: readonly Decoder[],
  facts: ConnectionFacts,
  samples: readonly RawMessage[],
): Claim[] {
  const possible = decoders.filter((it) => it.possible?.(facts) ?? true);
  const tallies = possible.map((): Tally => ({ proofs: 0, fits: 0, alike: 0, against: 0 }));
  const states: unknown[] = possible.map((it) => it.start?.(facts) ?? null);
  // Message by message, so that decoders share what was read of it.
  for (const message of samples) {
    for (let index = 0; index < possible.length; index += 1) {
      const decoder = possible[index] as Decoder;
      count(tallies[index] as Tally, decoder.vote(message, facts, states[index]), message);
      states[index] = decoder.follow?.(states[index], message) ?? states[index];
    }
  }
  const claims = possible
    .map((decoder, index) => weigh(decoder, facts, tallies[index] as Tally, samples.length))
    .filter((it) => it !== null);
  const rank = ({ decoder: { refines }, confidence }: Claim) =>
    Math.max(confidence, claims.find((it) => it.decoder.id === refines)?.confidence ?? 0);
  return claims.sort((a, b) => rank(b) - rank(a));
}

function count(tally: Tally, vote: Vote, { bytes }: RawMessage): void {
  if (vote === "proof" && bytes.length >= PROOF_BYTES) tally.proofs += 1;
  else if (vote === "proof" || vote === "fits") tally.fits += 1;
  else if (vote === "alike") tally.alike += 1;
  else if (vote === "against") tally.against += 1;
}

function weigh(decoder: Decoder, facts: ConnectionFacts, tally: Tally, messages: number): Claim | null {
  const { proofs, alike, against } = tally;
  const said = proofs + tally.fits + alike + against;
  if (against > said * MOST_AGAINST) return null;
  const hint = decoder.hint?.(facts) ?? null;
  const fits = tally.fits + (hint !== null || proofs > 0 ? alike : 0);
  let doubt = 1 - (hint?.weight ?? 0);
  doubt *= (1 - PROOF_WEIGHT) ** Math.min(proofs, 2);
  if (hint !== null || proofs + fits >= LEAST_FITS) doubt *= (1 - FIT_WEIGHT) ** fits;
  const confidence = Math.min(MOST_CONFIDENCE, 1 - doubt) * (1 - against / Math.max(1, said));
  if (confidence < LEAST_CONFIDENCE) return null;
  return { decoder, confidence, reason: toReason(hint?.reason ?? null, { ...tally, fits }, messages) };
}

function toReason(hint: string | null, { proofs, fits, against }: Tally, messages: number): string {
  const clauses = hint === null ? [] : [hint];
  if (messages > 0 && proofs + fits > 0) {
    clauses.push(
      `${proofs + fits} of ${messages} messages looked at ${proofs + fits === 1 ? "has" : "have"} its form`,
    );
  }
  if (proofs > 0) clauses.push(`${proofs} of these can hardly be anything else`);
  if (against > 0) clauses.push(`${against} contradict${against === 1 ? "s" : ""} it`);
  return clauses.join("; ");
}
