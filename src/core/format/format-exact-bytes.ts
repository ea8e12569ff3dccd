import { sayCount } from "../text/say.ts";
import type { Bytes } from "../units.ts";
import { formatBytes } from "./format-bytes.ts";

/** A size with the exact count, for where there is room: `1.2 kB (1,234 bytes)`. */
export function formatExactBytes(bytes: Bytes): string {
  const exact = sayCount("byteCount", bytes);
  return bytes < 1000 ? exact : `${formatBytes(bytes)} (${exact})`;
}
