import type { Close } from "../model/connection.ts";
import { say } from "../text/say.ts";
import type { EpochMs } from "../units.ts";
import { formatCloseCode } from "./format-close-code.ts";
import { formatClosedBy } from "./format-connection.ts";
import { formatDuration } from "./format-duration.ts";

/** How a connection ended, in a few lines: code with its meaning, reason, by whom, how cleanly, after how long. */
export function formatClose({ at, code, reason, wasClean, by }: Close, openedAt: EpochMs | null): string {
  const text = code === null ? null : formatCloseCode(code);
  const clean = wasClean === null ? "" : wasClean ? say("cleanSentence") : say("notCleanSentence");
  return [
    text === null ? say("closedWithoutACode") : `${code} ${text.name}: ${text.meaning}`,
    reason === "" ? "" : say("reasonNamed", { reason }),
    say("closedBySentence", { by: formatClosedBy(by), clean }).trim(),
    openedAt === null ? say("itWasNeverOpen") : say("itLived", { at: formatDuration(at - openedAt) }),
  ]
    .filter((line) => line !== "")
    .join("\n");
}
