import { formatBytes } from "../format/format-bytes.ts";
import { say } from "./say.ts";

/** Why a recorded request has no body, as its `content.comment` says it: in English, since other programs read that too. */
export const BODY_NOT_GIVEN = "the browser did not give the body";

/** The same of a body of more than so many bytes. */
export function bodyTooLarge(bytes: number): string {
  return `body not kept: larger than ${bytes} bytes`;
}

/** Such a note in the reader's language; what others have written stays as it is. */
export function sayBodyNote(comment: string): string {
  if (comment === BODY_NOT_GIVEN) return say("theBrowserDidNotGive");
  const limit = /^body not kept: larger than (\d+) bytes$/.exec(comment)?.[1];
  return limit === undefined ? comment : say("theBodyIsLargerThan", { limit: formatBytes(Number(limit)) });
}
