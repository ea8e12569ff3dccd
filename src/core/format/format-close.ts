import type { Close } from "../model/connection.ts";
import type { EpochMs } from "../units.ts";
import { formatCloseCode } from "./format-close-code.ts";
import { formatClosedBy } from "./format-connection.ts";
import { formatDuration } from "./format-duration.ts";

/** How a connection ended, in a few lines: code with its meaning, reason, by whom, how cleanly, after how long. */
export function formatClose({ at, code, reason, wasClean, by }: Close, openedAt: EpochMs | null): string {
  const text = code === null ? null : formatCloseCode(code);
  const clean = wasClean === null ? "" : wasClean ? "Clean." : "Not clean.";
  return [
    text === null ? "Closed without a code" : `${code} ${text.name}: ${text.meaning}`,
    reason === "" ? "" : `Reason: ${reason}`,
    `Closed by: ${formatClosedBy(by)}. ${clean}`.trim(),
    openedAt === null ? "It was never open." : `It lived ${formatDuration(at - openedAt)}.`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}
