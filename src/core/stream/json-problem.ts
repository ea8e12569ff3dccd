import { exactText } from "../export/exact-text.ts";
import type { StreamProblem } from "./stream-parser.ts";

/** What is wrong with bytes that should be one JSON value (RFC 8259), if anything. */
export function jsonProblem(bytes: Uint8Array): StreamProblem | null {
  const text = exactText(bytes);
  if (text === null) return "not-utf8";
  try {
    JSON.parse(text);
    return null;
  } catch {
    return "not-json";
  }
}
