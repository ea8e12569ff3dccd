import { formatDuration } from "../../format/format-duration.ts";
import type { Connection } from "../../model/connection.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** A rhythm is seen in so many messages, of which nearly all come after a usual span. */
const LEAST_MESSAGES = 60;
const RHYTHM_SHARE = 0.95;
const RHYTHM_FACTOR = 3;
/** A silence is so much longer than the usual span, and long enough to be noticed. */
const SILENCE_FACTOR = 20;
const SHORTEST: Milliseconds = 2500;
/** What the page says just before or after asks for it: a feed that was stopped, or begun. */
const ASKED_WITHIN: Milliseconds = 1500;

interface Gap {
  readonly before: number;
  readonly after: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A feed that ticks, stops, and ticks again, without anybody having asked. */
export function findSilence(evidence: Evidence): Finding[] {
  return evidence.connections.flatMap((connection) => {
    if (connection.dropped > 0) return [];
    const found = gapsOf(evidence, connection);
    if (found === null) return [];
    const gaps = found.gaps.filter((gap) => !isExplained(evidence, connection, gap));
    return gaps.length === 0 ? [] : [toFinding(evidence, connection, found.usual, gaps)];
  });
}

function gapsOf(evidence: Evidence, connection: Connection): { usual: Milliseconds; gaps: Gap[] } | null {
  const { log } = evidence.session;
  const rows = evidence.messagesOf(connection).filter((row) => evidence.isReceived(row));
  if (rows.length < LEAST_MESSAGES) return null;
  const steps = new Float64Array(rows.length - 1);
  for (let index = 1; index < rows.length; index += 1) {
    steps[index - 1] = log.at.get(rows[index] as number) - log.at.get(rows[index - 1] as number);
  }
  const sorted = steps.slice().sort();
  const usual = sorted[Math.floor(sorted.length / 2)] as number;
  const high = sorted[Math.floor(sorted.length * RHYTHM_SHARE)] as number;
  if (usual <= 0 || high > usual * RHYTHM_FACTOR) return null;
  const least = Math.max(SHORTEST, usual * SILENCE_FACTOR);
  const gaps: Gap[] = [];
  for (const [index, step] of steps.entries()) {
    if (step < least) continue;
    const before = rows[index] as number;
    const after = rows[index + 1] as number;
    gaps.push({ before, after, from: log.at.get(before), to: log.at.get(after) });
  }
  return { usual, gaps };
}

function isExplained(evidence: Evidence, connection: Connection, { from, to }: Gap): boolean {
  if (evidence.marks.pauses.some((it) => it.from <= to && it.to >= from)) return true;
  const { log } = evidence.session;
  for (const row of evidence.messagesOf(connection)) {
    const at = log.at.get(row);
    if (evidence.isReceived(row)) continue;
    if ((at >= from - ASKED_WITHIN && at <= from + ASKED_WITHIN) || (at >= to - ASKED_WITHIN && at <= to))
      return true;
  }
  return evidence.marks.of(connection.id, "source-errored").some(({ at }) => at >= from && at <= to);
}

/** Whether other connections that were open had said nothing in that time either. */
function areOthersSilent(evidence: Evidence, connection: Connection, { from, to }: Gap): boolean {
  const { log } = evidence.session;
  let talking = 0;
  for (const other of evidence.connections) {
    if (other === connection) continue;
    const times = Array.from(evidence.messagesOf(other), (row) => log.at.get(row));
    if (times.some((at) => at > from + 100 && at < to - 100)) return false;
    if (times.some((at) => at <= from) && times.some((at) => at >= to)) talking += 1;
  }
  return talking > 0;
}

function toFinding(
  evidence: Evidence,
  connection: Connection,
  usual: Milliseconds,
  gaps: readonly Gap[],
): Finding {
  const longest = Math.max(...gaps.map(({ from, to }) => to - from));
  const everybody = gaps.every((gap) => areOthersSilent(evidence, connection, gap));
  const times = gaps.length === 1 ? "" : `, ${gaps.length} times`;
  return {
    rule: "silence",
    severity: everybody ? "info" : "warning",
    title: `A message every ${formatDuration(usual)}, and then none for ${formatDuration(longest)}${times}`,
    why: everybody
      ? "All connections were silent at once: the page was blocked, its tab hidden or frozen, the computer asleep or the network away. It is not this server."
      : "The feed stopped and went on by itself. Browsers deliver messages late to tabs that are hidden or busy; where the tab was not, the server or the way from it stood still.",
    connection: connection.id,
    numbers: [
      ["usual span", formatDuration(usual)],
      ["longest silence", formatDuration(longest)],
      ["silences", String(gaps.length)],
    ],
    rows: gaps.flatMap(({ before, after }) => [before, after]).slice(0, MOST_ROWS),
  };
}
