import type { DecodedPart } from "../decode/decoded-part.ts";

/** What a message means, in one line. */
export interface MessageMeaning {
  readonly kind: string | null;
  readonly event: string | null;
  readonly summary: string | null;
  readonly control: boolean | null;
}

const UNKNOWN: MessageMeaning = { kind: null, event: null, summary: null, control: null };

/** So many of the protocol messages in one message are told of. */
const MOST_TOLD = 10;

/**
 * Sums up the protocol messages in one message: kind and event are those of the first that is not control (else of the first), and only
 * control ones make it control. Nothing is said of plain text and bytes that nobody claims.
 */
export function summariseParts(parts: readonly DecodedPart[]): MessageMeaning {
  const [first] = parts;
  if (first === undefined) return UNKNOWN;
  const isRecognised = first.protocols.length > 0;
  if (!isRecognised && (first.format === "text" || first.format === "binary")) return UNKNOWN;
  const { kind, event } = parts.find((it) => !it.control) ?? first;
  const told = parts.slice(0, MOST_TOLD).map((it) => it.summary);
  if (parts.length > MOST_TOLD) told.push(`and ${parts.length - MOST_TOLD} more`);
  return {
    kind,
    event,
    summary: told.join(" · "),
    control: isRecognised ? parts.every((it) => it.control) : null,
  };
}
