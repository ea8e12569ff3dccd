import { decodeSession, type SessionDecoder } from "../core/analysis/decode-session.ts";
import { nameMeaning } from "../core/analysis/name-meaning.ts";
import { createSizeSketch, type SizeSketch } from "../core/analysis/size-sketch.ts";
import { ROW_MARK, ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../core/wire/batch.ts";
import {
  MOST_NAME_CHARS,
  type StatisticsAnswer,
  type StatisticsBy,
  type StatisticsGroup,
} from "../core/wire/statistics-answer.ts";
import { loadRows } from "./load-rows.ts";
import { nextTask } from "./next-task.ts";
import type { View } from "./view.ts";

/** Works for at most this long at a time, so that ingest is not kept waiting. */
const SLICE_MS = 8;
/** Who has not asked for so long does not look any more. */
const WATCHED_MS = 1500;
/** A page can name events as it likes: of more types than these the rest is one. */
const MOST_GROUPS = 500;
/** The group of the rest; no other has such a key. */
const REST = "";
/** Messages that are decoded at a time, on the way to one. */
const STEPS = 1024;
/** Rows that are read from the disk together, for their names. */
const READ_ROWS = 256;

/** Counts the rows of a view by what they are, as it grows. */
export interface Statistics {
  /** What has been counted so far; goes on counting as long as it is asked again and again. */
  answer(): StatisticsAnswer;
  /** Nobody asks any more. */
  end(): void;
}

interface Group {
  readonly about: Pick<
    StatisticsGroup,
    "kind" | "method" | "direction" | "payloadType" | "event" | "protocol" | "meaning" | "means" | "rest"
  >;
  readonly sizes: SizeSketch;
  first: { at: number; row: number };
  last: { at: number; row: number };
}

/** Creates the statistics of a view. `now` is any clock, in ms. */
export function createStatistics(
  session: Session,
  view: View,
  by: StatisticsBy,
  now: () => number,
  meanings: SessionDecoder = decodeSession(session),
): Statistics {
  const { log } = session;
  const groups = new Map<string, Group>();
  /** By connection and flags. */
  const plain = new Map<number, Group>();
  const added: number[] = [];
  const first = view.follow((row) => void added.push(row));
  const decoder = by === "meaning" ? meanings : null;
  let next = 0;
  let marks = 0;
  let problem: string | null = null;
  let askedAt = 0;
  let running = false;
  let ended = false;

  const total = () => first.length + added.length;
  const rowAt = (index: number) =>
    (index < first.length ? first[index] : added[index - first.length]) as number;

  function groupOf(row: number): Group {
    const isNamed = log.nameLength.get(row) > 0 || decoder !== null || log.kind.get(row) !== ROW_MESSAGE;
    // Nearly all messages have no name: then these say all.
    const form = isNamed ? -1 : log.connection.get(row) * 256 + log.flags.get(row);
    const known = plain.get(form);
    if (known !== undefined) return known;
    const about = aboutOf(row);
    const key = keyOf(about);
    const isRest = !groups.has(key) && groups.size >= MOST_GROUPS;
    const group = groups.get(isRest ? REST : key) ?? {
      about: isRest ? { ...NOTHING, rest: true } : about,
      sizes: createSizeSketch(),
      first: { at: Number.POSITIVE_INFINITY, row },
      last: { at: Number.NEGATIVE_INFINITY, row },
    };
    groups.set(isRest ? REST : key, group);
    if (!isNamed) plain.set(form, group);
    return group;
  }

  function count(row: number): void {
    const group = groupOf(row);
    const at = log.at.get(row);
    group.sizes.add(log.size.get(row));
    if (at < group.first.at) group.first = { at, row };
    if (at >= group.last.at) group.last = { at, row };
  }

  function aboutOf(row: number): Group["about"] {
    const connection = session.connections[log.connection.get(row) - 1];
    const flags = log.flags.get(row);
    const isMessage = log.kind.get(row) === ROW_MESSAGE;
    const kind = connection?.kind ?? "http";
    if (!isMessage) return { ...NOTHING, kind, method: connection?.method ?? "" };
    const form = {
      ...NOTHING,
      kind,
      direction: flags & FLAG_RECEIVED ? ("received" as const) : ("sent" as const),
      payloadType: flags & FLAG_BINARY ? ("binary" as const) : ("text" as const),
      event: log.nameLength.get(row) === 0 ? "" : cut(session.eventName(row)),
    };
    const meant = decoder?.meaningOf(row) ?? null;
    if (decoder === null || meant === null) return form;
    const means = nameMeaning(meant);
    if (means === "") return { ...form, means };
    const { protocol } = meant;
    return {
      ...form,
      event: cut(meant.event ?? ""),
      protocol: cut(protocol ?? ""),
      meaning: cut(meant.kind ?? ""),
      means,
    };
  }

  /** What has to be read before a row can be counted; null is nothing. */
  function missingOf(row: number): Missing | Promise<void> | "more" | null {
    if (log.kind.get(row) !== ROW_MESSAGE) return null;
    if (log.nameLength.get(row) > 0 && !session.has(row, 0)) return { rows: namesFrom(next), most: 0 };
    const prepared = decoder?.prepare(row, STEPS) ?? null;
    if (prepared === null || prepared.ready) return null;
    if (prepared.wait !== undefined) return prepared.wait;
    return prepared.missing.length > 0 ? { rows: prepared.missing, most: prepared.most } : "more";
  }

  function namesFrom(index: number): number[] {
    const rows: number[] = [];
    for (let at = index; at < Math.min(total(), index + READ_ROWS); at += 1) {
      if (log.nameLength.get(rowAt(at)) > 0) rows.push(rowAt(at));
    }
    return rows;
  }

  async function run(): Promise<void> {
    if (running || ended) return;
    running = true;
    decoder?.update();
    let until = now() + SLICE_MS;
    while (next < total() && !ended && now() - askedAt < WATCHED_MS) {
      if (now() > until) {
        await nextTask();
        decoder?.update();
        until = now() + SLICE_MS;
      }
      const row = rowAt(next);
      if (log.kind.get(row) === ROW_MARK) {
        marks += 1;
        next += 1;
        continue;
      }
      const missing = missingOf(row);
      if (missing === "more") continue;
      if (missing !== null) {
        if (missing instanceof Promise) await missing;
        else await loadRows(session, missing.rows, missing.most);
        if (missingOf(row) !== null) continue;
      }
      count(row);
      next += 1;
    }
    running = false;
  }

  return {
    answer() {
      askedAt = now();
      if (problem === null) {
        run().catch((error: unknown) => {
          running = false;
          problem = error instanceof Error ? error.message : String(error);
        });
      }
      return { by, counted: next, total: total(), marks, problem, groups: [...groups.values()].map(toGroup) };
    },
    end() {
      ended = true;
    },
  };
}

interface Missing {
  readonly rows: readonly number[];
  readonly most?: number | undefined;
}

const NOTHING: Group["about"] = {
  kind: null,
  method: null,
  direction: null,
  payloadType: null,
  event: "",
  protocol: "",
  meaning: "",
  means: null,
  rest: false,
};

/** What reads the same is one type, however it is made up. */
function keyOf({ kind, method, direction, payloadType, event, means }: Group["about"]): string {
  return JSON.stringify([kind, method, direction, payloadType, means || event, means]);
}

function toGroup({ about, sizes, first, last }: Group): StatisticsGroup {
  const { count, sum, min, max } = sizes;
  return {
    ...about,
    count,
    bytes: sum,
    minBytes: min,
    medianBytes: sizes.quantile(0.5),
    p95Bytes: sizes.quantile(0.95),
    maxBytes: max,
    firstAt: first.at,
    lastAt: last.at,
    firstRow: first.row,
    lastRow: last.row,
  };
}

function cut(name: string): string {
  return name.length > MOST_NAME_CHARS ? `${name.slice(0, MOST_NAME_CHARS)}…` : name;
}
