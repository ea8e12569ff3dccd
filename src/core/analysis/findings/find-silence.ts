import { formatDuration } from "../../format/format-duration.ts";
import type { Connection } from "../../model/connection.ts";
import { say } from "../../text/say.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";
import { UNSEEN_WORDS, type UnseenSpan, unseenWithin } from "./mark-index.ts";

/** A rhythm is seen in so many messages, of which nearly all come after a usual span. */
const LEAST_MESSAGES = 60;
const RHYTHM_SHARE = 0.95;
const RHYTHM_FACTOR = 3;
/** A silence is so much longer than the usual span, and long enough to be noticed. */
const SILENCE_FACTOR = 20;
const SHORTEST: Milliseconds = 2500;
/** What the page says just before or after asks for it: a feed that was stopped, or begun. */
const ASKED_WITHIN: Milliseconds = 1500;

/** With so many silences, that are so much of the time, a feed is not steady. */
const LEAST_BURSTS = 5;
const MOST_SILENT = 0.5;

/** What others say so near to the ends of a silence is not said in it. */
const EDGE: Milliseconds = 100;
/** So many silences of a connection are looked into, the longest. */
const MOST_GAPS = 200;

/** What explains a silence, beside this connection's server; null: nothing does. */
type Cause = "everybody" | "unseen" | null;

const WHYS = {
  everybody: "allConnectionsWereSilentAtOnce",
  unseen: "browsersSlowTheTimersOfHidden",
  server: "theFeedStoppedAndWentOn",
} as const;

interface Gap {
  readonly before: number;
  readonly after: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

interface Gaps {
  readonly usual: Milliseconds;
  readonly gaps: readonly Gap[];
  /** Else they are the longest. */
  readonly areAll: boolean;
}

/** A feed that ticks, stops, and ticks again, without anybody having asked. */
export function findSilence(evidence: Evidence): Finding[] {
  const known = new Map<Connection, Float64Array>();
  const allTimesOf = (connection: Connection) => {
    const times = known.get(connection) ?? timesOf(evidence, connection, () => true);
    known.set(connection, times);
    return times;
  };
  return evidence.connections.flatMap((connection) => {
    if (connection.dropped > 0) return [];
    const found = gapsOf(evidence, connection);
    if (found === null) return [];
    const sent = timesOf(evidence, connection, (row) => !evidence.isReceived(row));
    const gaps = found.gaps.filter((gap) => !isExplained(evidence, connection, gap, sent));
    if (gaps.length === 0) return [];
    const states = gaps.map(({ from, to }) => unseenWithin(evidence.marks, from, to));
    const cause: Cause = gaps.every((gap) => areOthersSilent(evidence, connection, gap, allTimesOf))
      ? "everybody"
      : states.every((it) => it !== null)
        ? "unseen"
        : null;
    return [toFinding(connection, found, gaps, cause, states)];
  });
}

function gapsOf(evidence: Evidence, connection: Connection): Gaps | null {
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
  if (isInBursts(gaps, log.at.get(rows.at(-1) as number) - log.at.get(rows[0] as number))) return null;
  if (gaps.length <= MOST_GAPS) return { usual, gaps, areAll: true };
  const longest = gaps.sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_GAPS);
  return { usual, gaps: longest.sort((a, b) => a.before - b.before), areAll: false };
}

/** Whether the pauses are the rule: what is said when something happens comes in bursts, and is no feed that stopped. */
function isInBursts(gaps: readonly Gap[], whole: Milliseconds): boolean {
  if (gaps.length < LEAST_BURSTS) return false;
  return gaps.reduce((sum, { from, to }) => sum + to - from, 0) > MOST_SILENT * whole;
}

function isExplained(
  evidence: Evidence,
  connection: Connection,
  { from, to }: Gap,
  sent: Float64Array,
): boolean {
  if (evidence.marks.pauses.some((it) => it.from <= to && it.to >= from)) return true;
  const hasSent = (first: EpochMs, last: EpochMs) => (firstFrom(sent, first) ?? Number.NaN) <= last;
  if (hasSent(from - ASKED_WITHIN, from + ASKED_WITHIN) || hasSent(to - ASKED_WITHIN, to)) return true;
  return evidence.marks.of(connection.id, "source-errored").some(({ at }) => at >= from && at <= to);
}

/** Whether other connections that were open had said nothing in that time either. */
function areOthersSilent(
  evidence: Evidence,
  connection: Connection,
  { from, to }: Gap,
  timesOf: (connection: Connection) => Float64Array,
): boolean {
  let talking = 0;
  for (const other of evidence.connections) {
    if (other === connection) continue;
    const times = timesOf(other);
    if ((firstFrom(times, from + EDGE) ?? Number.NaN) <= to - EDGE) return false;
    if ((times[0] ?? Number.NaN) <= from && (times.at(-1) ?? Number.NaN) >= to) talking += 1;
  }
  return talking > 0;
}

/** When a connection's messages came and went, sorted. */
function timesOf(
  { session, messagesOf }: Evidence,
  connection: Connection,
  isMeant: (row: number) => boolean,
): Float64Array {
  return Float64Array.from(messagesOf(connection).filter(isMeant), (row) => session.log.at.get(row)).sort();
}

/** The first of sorted times that is not before one. */
function firstFrom(times: Float64Array, least: EpochMs): EpochMs | undefined {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) >= least) high = middle;
    else low = middle + 1;
  }
  return times[low];
}

function toFinding(
  connection: Connection,
  { usual, areAll }: Gaps,
  gaps: readonly Gap[],
  cause: Cause,
  states: readonly (UnseenSpan["state"] | null)[],
): Finding {
  const unseen = states.filter((it) => it !== null).length;
  const state = states.includes("frozen") ? "frozen" : "hidden";
  const longest = Math.max(...gaps.map(({ from, to }) => to - from));
  const count = `${gaps.length}${areAll ? "" : ` ${say("orMore")}`}`;
  const times = count === "1" ? "" : say("silenceTimes", { count });
  return {
    rule: "silence",
    severity: cause === null ? "warning" : "info",
    title: say("aMessageEveryAndThen", {
      usual: formatDuration(usual),
      longest: formatDuration(longest),
      times,
    }),
    why: `${say(WHYS[cause ?? "server"])}${unseen === 0 ? "" : ` ${say("theTabWasDuring", { state: say(UNSEEN_WORDS[state]), unseen: unseen === gaps.length ? say("thatTime") : say("ofThem", { unseen }) })}`}`,
    connection: connection.id,
    numbers: [
      [say("usualSpan"), formatDuration(usual)],
      [say("longestSilenceTerm"), formatDuration(longest)],
      ...(unseen === 0
        ? []
        : [
            [
              say("tabIn", { state: say(UNSEEN_WORDS[state]) }),
              say("gapsOf", { unseen, gaps: gaps.length }),
            ] as const,
          ]),
      [say("silences"), count],
    ],
    rows: gaps.flatMap(({ before, after }) => [before, after]).slice(0, MOST_ROWS),
  };
}
