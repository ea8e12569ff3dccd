import type { MessageLog } from "../../src/core/model/message-log.ts";

/** A column of a log, as an array. */
export function valuesOf(log: MessageLog, column: "kind" | "at" | "connection" | "flags"): number[] {
  return Array.from({ length: log.length }, (_, row) => log[column].get(row));
}
