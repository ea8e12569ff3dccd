import { formatDuration } from "../../format/format-duration.ts";
import type { Connection } from "../../model/connection.ts";
import { say } from "../../text/say.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";
import { type FeedPause, LEAST_PAUSE } from "./find-feeds.ts";
import { CLOCK_FACTOR, findGaps, type Gaps } from "./find-gaps.ts";
import { UNSEEN_WORDS, type UnseenSpan, unseenWithin } from "./mark-index.ts";

/** What the page says just before or after asks for it: a feed that was stopped, or begun. */
const ASKED_WITHIN: Milliseconds = 1500;

/** One kind among others that is silent for more of its time than this is said when something happens. */
const MOST_OF_A_KIND = 0.2;

/** What others say so near to the ends of a silence is not said in it. */
const EDGE: Milliseconds = 100;
type Span = Pick<FeedPause, "from" | "to">;

/** What explains a silence, beside this connection's server; null: nothing does. */
type Cause = "everybody" | "unseen" | "kind" | null;

const WHYS = {
  everybody: "allConnectionsWereSilentAtOnce",
  unseen: "browsersSlowTheTimersOfHidden",
  kind: "theFeedStoppedWhileOthersCame",
  server: "theFeedStoppedAndWentOn",
} as const;

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
    const found = findGaps(evidence, connection);
    const sent = timesOf(evidence, connection, (row) => !evidence.isReceived(row));
    const gaps = (found?.gaps ?? []).filter((gap) => !isExplained(evidence, connection, gap, sent));
    if (found === null || gaps.length === 0) return findOfOneKind(evidence, connection, found, sent);
    const states = gaps.map(({ from, to }) => unseenWithin(evidence.marks, from, to));
    const cause: Cause = gaps.every((gap) => areOthersSilent(evidence, connection, gap, allTimesOf))
      ? "everybody"
      : states.every((it) => it !== null)
        ? "unseen"
        : null;
    return [toFinding(connection, found, gaps, cause, states)];
  });
}

/** A feed that stood still while others on its connection went on; with them it went on by itself. */
function findOfOneKind(
  evidence: Evidence,
  connection: Connection,
  whole: Gaps | null,
  sent: Float64Array,
): Finding[] {
  const { feeds, rare } = evidence.habitsOf(connection);
  if (rare === null) return [];
  const received = timesOf(evidence, connection, evidence.isReceived);
  return feeds.flatMap((feed) => {
    const { usualMs, firstAt, lastAt } = feed;
    const hasRare = (from: EpochMs, until: EpochMs) =>
      rare.some(({ at, kind }) => kind !== feed.kind && at >= from && at <= until);
    const silent = feed.pauses.reduce((sum, { from, to }) => sum + to - from, 0);
    if (silent > MOST_OF_A_KIND * (lastAt - firstAt)) return [];
    const gaps = feed.pauses.filter(
      (gap) =>
        gap.to - gap.from >= Math.max(LEAST_PAUSE, usualMs * CLOCK_FACTOR) &&
        // What was looked at as a silence of all was explained.
        !whole?.gaps.some(({ from, to }) => from < gap.to && to > gap.from) &&
        (firstFrom(received, gap.from + EDGE) ?? Number.NaN) <= gap.to - EDGE &&
        !isExplained(evidence, connection, gap, sent) &&
        !hasRare(gap.from - ASKED_WITHIN, gap.from + ASKED_WITHIN) &&
        !hasRare(gap.to - ASKED_WITHIN, gap.to),
    );
    if (gaps.length === 0) return [];
    const states = gaps.map(({ from, to }) => unseenWithin(evidence.marks, from, to));
    const cause = states.every((it) => it !== null) ? "unseen" : "kind";
    return [toFinding(connection, { usual: usualMs, areAll: true }, gaps, cause, states)];
  });
}

function isExplained(
  evidence: Evidence,
  connection: Connection,
  { from, to }: Span,
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
  { from, to }: Span,
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
  { usual, areAll }: Pick<Gaps, "usual" | "areAll">,
  gaps: readonly FeedPause[],
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
