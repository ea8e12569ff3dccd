import type { EpochMs } from "../units.ts";

/**
 * A file name for a session. The session's name may come from a page: letters, digits, dots and dashes are kept,
 * everything else becomes a dash, so that no path, control character or reserved name gets through.
 */
export function formatFileName(name: string, startedAt: EpochMs | null, extension: string): string {
  const safe = name
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}.]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .match(/^.{0,60}/u)?.[0];
  // ECMAScript's dates end at 8.64e15 ms; a file may say anything.
  const date = new Date(startedAt ?? Number.NaN);
  const day = Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 19).replace(/:/g, "-");
  return `${["duplex", safe, day].filter(Boolean).join("-")}.${extension}`;
}
