import { formatDuration } from "../../format/format-duration.ts";
import type { LongTask } from "../../model/long-tasks.ts";
import { say, sayCount } from "../../text/say.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** A message that begins a task is there as soon as the task is: nothing of the page's ran before. */
const BEGINS_WITHIN: Milliseconds = 10;
/** A page that does not react for so long feels slow (RAIL: an answer within 100 ms); twice that is no matter of taste. */
const FELT: Milliseconds = 200;
/** One may be the first message, for which code is still to be compiled. */
const LEAST_FELT = 3;
/** Shorter ones that take so much of the time that they come in together. */
const LEAST_SHARE = 0.3;
const LEAST_TASKS = 10;

interface Handled {
  readonly row: number;
  readonly task: LongTask;
}

/** Receive handlers that keep the page's thread from all else: long tasks that a message began. Chromium alone tells of them. */
export function findBlockingHandlers(evidence: Evidence): Finding[] {
  const { session } = evidence;
  if (session.longTasks.length === 0) return [];
  const tasks = [...session.longTasks].sort((a, b) => a.at - b.at);
  return evidence.connections.flatMap((connection): Finding[] => {
    const own = tasks.filter(({ frame }) => frame === connection.frame);
    const rows = own.length === 0 ? null : evidence.messagesOf(connection);
    if (rows === null) return [];
    const times = (index: number): EpochMs => session.log.at.get(rows[index] as number);
    const handled: Handled[] = [];
    for (const task of own) {
      let index = firstFrom(rows.length, (it) => times(it) >= task.at - 1);
      while (index < rows.length && !evidence.isReceived(rows[index] as number)) index += 1;
      if (index < rows.length && times(index) <= task.at + BEGINS_WITHIN)
        handled.push({ row: rows[index] as number, task });
    }
    const felt = handled.filter(({ task }) => task.blockedMs >= FELT);
    const blocked = handled.reduce((sum, { task }) => sum + task.blockedMs, 0);
    const span = spanOf(handled);
    const isBusy = handled.length >= LEAST_TASKS && blocked >= LEAST_SHARE * span;
    if (felt.length < LEAST_FELT && !isBusy) return [];
    const shown = [...handled].sort((a, b) => b.task.blockedMs - a.task.blockedMs).slice(0, MOST_ROWS);
    const longest = shown[0]?.task.blockedMs ?? 0;
    return [
      {
        rule: "blocking-handler",
        severity: "warning",
        title: sayCount("handlersBlocked", handled.length, { longest: formatDuration(longest) }),
        why: say("whileItsHandlerRunsNothing"),
        connection: connection.id,
        numbers: [
          [say("longTasks"), String(handled.length)],
          [say("longest"), formatDuration(longest)],
          [say("blockedInAll"), formatDuration(blocked)],
          [say("within"), formatDuration(span)],
        ],
        rows: shown.map(({ row }) => row).sort((a, b) => a - b),
      },
    ];
  });
}

function spanOf(handled: readonly Handled[]): Milliseconds {
  const first = handled[0]?.task;
  const last = handled.at(-1)?.task;
  return first === undefined || last === undefined ? 0 : last.at + last.blockedMs - first.at;
}

/** The first of so many, in order, of which something holds. */
function firstFrom(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
