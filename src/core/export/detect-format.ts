import { SESSION_FILE_FORMAT } from "./session-file-format.ts";

/** What a file may be, by its first bytes. */
export type FileFormat = "gzip" | "json" | "ndjson";

/** How many bytes `detectFormat` wants to see, where the file has as many. */
export const DETECTION_BYTES = 4096;

const decoder = new TextDecoder();
const SESSION_LINE = new RegExp(`^[^\\n]*"format"\\s*:\\s*"${SESSION_FILE_FORMAT}"`);

/**
 * Tells by a file's first bytes what it may be: packed with gzip (RFC 1952), the lines of a session file, or JSON
 * that could be a HAR; null is none of these. The name of the file has no say.
 */
export function detectFormat(firstBytes: Uint8Array): FileFormat | null {
  if (firstBytes[0] === 0x1f && firstBytes[1] === 0x8b) return "gzip";
  const text = decoder.decode(firstBytes.subarray(0, DETECTION_BYTES)).trimStart();
  if (!text.startsWith("{")) return null;
  return SESSION_LINE.test(text) ? "ndjson" : "json";
}
