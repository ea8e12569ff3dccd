import type { DecodedPart } from "../decode/decoded-part.ts";

/** What a message means, in one line. What is not known is null. */
export interface MessageMeaning {
  /** The innermost decoder that read it, by its name in files and filters. */
  readonly protocol: string | null;
  readonly kind: string | null;
  readonly event: string | null;
  /** What it belongs to: a namespace, a topic, a subscription. */
  readonly channel: string | null;
  readonly summary: string | null;
  readonly control: boolean | null;
  /** It says that something failed. */
  readonly failed: boolean;
  /** What is wrong with it, in words. */
  readonly problem: string | null;
  /** How many protocol messages it has in it. */
  readonly parts: number;
}

export const NO_MEANING: MessageMeaning = {
  protocol: null,
  kind: null,
  event: null,
  channel: null,
  summary: null,
  control: null,
  failed: false,
  problem: null,
  parts: 0,
};

/** So many of the protocol messages in one message are told of. */
const MOST_TOLD = 10;

/** No name is longer, that a reader has to tell from others. */
const MOST_NAME = 200;
/** More than the widest line shows. */
const MOST_SUMMARY = 600;

/**
 * Sums up the protocol messages in one message: kind, event and channel are those of the first that is not control (else of the first),
 * and only control ones make it control. Nothing is said of plain text and bytes that nobody claims.
 */
export function summariseParts(parts: readonly DecodedPart[]): MessageMeaning {
  const [first] = parts;
  const told = toldPart(parts);
  if (first === undefined || told === null) return NO_MEANING;
  const isRecognised = first.protocols.length > 0;
  const summaries = parts.slice(0, MOST_TOLD).map((it) => it.summary);
  if (parts.length > MOST_TOLD) summaries.push(`and ${parts.length - MOST_TOLD} more`);
  return {
    protocol: told.protocols.at(-1) ?? null,
    kind: cutName(told.kind),
    event: cutOrNull(told.event),
    channel: cutOrNull(told.channel),
    summary: cut(summaries.join(" · "), MOST_SUMMARY),
    control: isRecognised ? parts.every((it) => it.control) : null,
    failed: parts.some((it) => it.failed),
    problem: cutOrNull(parts.find((it) => it.problem !== null)?.problem ?? null),
    parts: parts.length,
  };
}

/** The protocol message that stands for all in one message; null: nothing is known of it but that it is a text, or bytes. */
export function toldPart<T extends Pick<DecodedPart, "protocols" | "kind" | "control">>(
  parts: readonly T[],
): T | null {
  const [first] = parts;
  if (first === undefined) return null;
  // What was not recognised has its format for its kind.
  if (first.protocols.length === 0 && (first.kind === "text" || first.kind === "binary")) return null;
  return parts.find((it) => !it.control) ?? first;
}

/** A name that a page or a protocol gives, or its beginning. */
export function cutName(name: string): string {
  return cut(name, MOST_NAME);
}

function cutOrNull(text: string | null): string | null {
  return text === null ? null : cutName(text);
}

/** The beginning of a text, with no character cut in two. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/.test(text[most - 2] as string) ? most - 2 : most - 1;
  return `${text.slice(0, end)}…`;
}
