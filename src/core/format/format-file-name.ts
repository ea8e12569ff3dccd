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
    .slice(0, 60);
  const day = startedAt === null ? "" : new Date(startedAt).toISOString().slice(0, 19).replace(/:/g, "-");
  return `${["duplex", safe, day].filter(Boolean).join("-")}.${extension}`;
}
