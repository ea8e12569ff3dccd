/** Names the format in the first line of a session file. */
export const SESSION_FILE_FORMAT = "duplex-session";

/** The version this program writes, and the newest it reads. `docs/session-file.md` tells what changed when. */
export const SESSION_FILE_VERSION = 1;

/** A parsed line of a session file. */
export type SessionFileLine = Record<string, unknown>;

/**
 * What makes a line of version N + 1 out of a line of version N, at index N - 1: old files climb this ladder to
 * the newest version. A version is never taken out.
 */
const LADDER: readonly ((line: SessionFileLine) => SessionFileLine)[] = [];

/** Brings a line of an older version to the newest. */
export function upgradeLine(line: SessionFileLine, version: number): SessionFileLine {
  let upgraded = line;
  for (const step of LADDER.slice(version - 1)) upgraded = step(upgraded);
  return upgraded;
}
