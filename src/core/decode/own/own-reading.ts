import type { Bytes } from "../../units.ts";

/** What a reader's decoder says of one message: its parts (none: it is not for this decoder), or why it failed. */
export type OwnReading = { readonly parts: readonly OwnPart[] } | { readonly failure: string };

/** A part as it was said, each field of its type and no longer than is shown. */
export interface OwnPart {
  readonly kind: string;
  readonly summary: string | null;
  readonly event: string | null;
  readonly channel: string | null;
  readonly control: boolean;
  readonly failed: boolean;
  readonly problem: string | null;
  readonly key: string | null;
  readonly role: "request" | "reply" | "event";
  /** Where it stands in the message; null: it is all of it. */
  readonly from: Bytes | null;
  readonly to: Bytes | null;
  readonly carries: OwnCarried | null;
  /** JSON, or its beginning; null where there is none. */
  readonly tree: string | null;
  /** What is carried is longer: this is its beginning. */
  readonly cut: boolean;
}

export interface OwnCarried {
  readonly binary: boolean;
  /** Of bytes their base64. */
  readonly text: string;
}

/** Parts of one message; more are not shown either. */
export const MOST_OWN_PARTS = 100;
/** Of kind, event, channel, key. */
export const MOST_OWN_WORD = 200;
export const MOST_OWN_LINE = 600;
/** What a row needs of tree or carried bytes, and what is shown of them, in characters. */
export const OWN_ROW_CHARS = 2048;
export const MOST_OWN_TREE = 1024 * 1024;
/** One answer, whatever it is of: a tree may be written in escapes. */
export const MOST_OWN_ANSWER = 8 * 1024 * 1024;

const FAILED: OwnReading = { failure: "what it answered cannot be read" };

/** Reads what came out of the Worker, which may be anything. */
export function parseOwnReading(text: unknown): OwnReading {
  if (typeof text !== "string" || text.length > MOST_OWN_ANSWER) return FAILED;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return FAILED;
  }
  if (typeof value !== "object" || value === null) return FAILED;
  const { failure, parts } = value as Record<string, unknown>;
  if (typeof failure === "string") return { failure: failure.slice(0, MOST_OWN_LINE) };
  if (!Array.isArray(parts) || parts.length > MOST_OWN_PARTS) return FAILED;
  return { parts: parts.map(parsePart) };
}

function parsePart(value: unknown): OwnPart {
  const it = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  return {
    kind: wordOf(it.kind, MOST_OWN_WORD) || "message",
    summary: wordOf(it.summary, MOST_OWN_LINE),
    event: wordOf(it.event, MOST_OWN_WORD),
    channel: wordOf(it.channel, MOST_OWN_WORD),
    control: it.control === true,
    failed: it.failed === true,
    problem: wordOf(it.problem, MOST_OWN_LINE),
    key: wordOf(it.key, MOST_OWN_WORD),
    role: it.role === "request" || it.role === "reply" ? it.role : "event",
    from: placeOf(it.from),
    to: placeOf(it.to),
    carries: carriedOf(it.carries),
    tree: wordOf(it.tree, MOST_OWN_TREE),
    cut: it.cut === true,
  };
}

function wordOf(value: unknown, most: number): string | null {
  return typeof value === "string" ? value.slice(0, most) : null;
}

function placeOf(value: unknown): Bytes | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function carriedOf(value: unknown): OwnCarried | null {
  if (typeof value !== "object" || value === null) return null;
  const { binary, text } = value as Record<string, unknown>;
  if (typeof text !== "string" || text.length > MOST_OWN_TREE * 2) return null;
  return { binary: binary === true, text };
}
