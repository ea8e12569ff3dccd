import { MOST_OWN_CODE, MOST_OWN_DECODERS, type OwnDecoder, parseOwnDecoders } from "./own-decoder.ts";

const FORMAT = "duplex-decoders";
/** Raise it where an older Duplex would misread a file; docs/own-decoders.md has the format. */
const VERSION = 1;

/** No file of decoders is larger, in UTF-16 units: every character of code may be written as an escape. */
export const MOST_DECODER_FILE = MOST_OWN_DECODERS * MOST_OWN_CODE * 6;

/** Decoders as a file: JSON, for people to read. */
export function toDecoderFile(decoders: readonly OwnDecoder[]): string {
  const told = decoders.map(({ id, name, url, code }) => ({ id, name, url, code }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, decoders: told }, null, 2)}\n`;
}

/** The decoders in a file, all of them off: what others wrote is to be looked at before it runs. Throws a sentence. */
export function parseDecoderFile(text: string): OwnDecoder[] {
  if (text.length > MOST_DECODER_FILE) throw new Error("This file is too large to be one of decoders.");
  const value = parseJson(text);
  if (value?.format !== FORMAT) throw new Error("This is no file of decoders.");
  if (typeof value.version !== "number" || !Number.isInteger(value.version) || value.version < 1) {
    throw new Error("This file of decoders does not say its version.");
  }
  if (value.version > VERSION) {
    throw new Error(
      `This file of decoders has version ${value.version}; this Duplex reads up to ${VERSION}. Update Duplex to read it.`,
    );
  }
  return parseOwnDecoders(value.decoders).map((it) => ({ ...it, on: false }));
}

function parseJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    throw new Error("This is no file of decoders: it is not JSON.");
  }
}

/** Adds decoders to those that are there; those of the same id take their place. Throws a sentence where they are too many. */
export function withDecoders(before: readonly OwnDecoder[], added: readonly OwnDecoder[]): OwnDecoder[] {
  const ids = new Set(added.map(({ id }) => id));
  const known = new Set(before.map(({ id }) => id));
  const replaced = before.map((it) => added.find(({ id }) => id === it.id) ?? it);
  const all = [...replaced, ...added.filter(({ id }) => ids.has(id) && !known.has(id))];
  if (all.length > MOST_OWN_DECODERS) throw new Error(`There is room for ${MOST_OWN_DECODERS} decoders.`);
  return all;
}
