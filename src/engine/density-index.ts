import {
  bucketWidth,
  COUNTED,
  type Counted,
  createDensityHistogram,
  type DensityBuckets,
  type DensityHistogram,
  emptyBuckets,
} from "../core/analysis/density-histogram.ts";
import { type MessageLog, ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import { FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { ByteBuckets, DensityAnswer, DensityLane, DensityWindow } from "../core/wire/density-answer.ts";
import { nextTask } from "./next-task.ts";
import type { View } from "./view.ts";

/** Works for at most this long at a time, so that ingest is not kept waiting. */
const SLICE_MS = 8;
/** So many rows are gone through for what is narrower than the histograms tell apart: some 10 ms. */
const MOST_EXACT_ROWS = 262_144;
/** Of each block of so many rows the first and the last moment are known. */
const BLOCK_ROWS = 1024;
/** More than the widest screen has pixels is not answered. */
const MOST_BUCKETS = 8192;
const MOST_WINDOWS = 1000;

/** How dense the rows of a session are in time, without anybody else going through them. */
export interface DensityIndex {
  /** The windows' buckets; of the view, where there is one, those of its rows too. */
  answer(windows: readonly DensityWindow[], view: View | null): Promise<DensityAnswer>;
}

/** Creates the index of a session. It takes rows in when it is asked. `now` is any clock, in ms. */
export function createDensityIndex({ log }: Session, now: () => number): DensityIndex {
  const histograms = new Map<number, DensityHistogram>();
  /** The same of bytes. */
  const byteHistograms = new Map<number, DensityHistogram>();
  const blocks: { from: number; until: number }[] = [];
  let seen = 0;
  let moved = log.moves.length;
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;

  const histogramOf = (id: number) => madeFor(histograms, id);
  const bytesOf = (id: number) => madeFor(byteHistograms, id);

  function add(row: number): void {
    const at = log.at.get(row);
    histogramOf(log.connection.get(row)).add(at, countedOf(log, row));
    bytesOf(log.connection.get(row)).add(at, countedOf(log, row), log.size.get(row));
    let block = blocks[Math.floor(row / BLOCK_ROWS)];
    if (block === undefined) {
      block = { from: at, until: at };
      blocks.push(block);
    } else if (at < block.from) block.from = at;
    else if (at > block.until) block.until = at;
    if (at < from) from = at;
    if (at > until) until = at;
  }

  async function catchUp(): Promise<void> {
    for (; moved < log.moves.length; moved += 1) {
      const { row, from: before } = log.moves[moved] as { row: number; from: number };
      if (row >= seen) continue;
      const counted = countedOf(log, row);
      const at = log.at.get(row);
      const bytes = log.size.get(row);
      histogramOf(before).remove(at, counted);
      histogramOf(log.connection.get(row)).add(at, counted);
      bytesOf(before).remove(at, counted, bytes);
      bytesOf(log.connection.get(row)).add(at, counted, bytes);
    }
    let pauseAt = now() + SLICE_MS;
    while (seen < log.length) {
      add(seen);
      seen += 1;
      if (seen % 256 !== 0 || now() < pauseAt) continue;
      await nextTask();
      pauseAt = now() + SLICE_MS;
    }
  }

  /** The blocks that may have rows of these times; null where they are too many to go through. */
  function blocksOf(windows: readonly DensityWindow[]): number[] | null {
    const found: number[] = [];
    for (const [index, block] of blocks.entries()) {
      if (!windows.some((it) => block.until >= it.from && block.from < it.until)) continue;
      found.push(index);
      if (found.length * BLOCK_ROWS > MOST_EXACT_ROWS) return null;
    }
    return found;
  }

  function exactly(lanes: readonly Lane[]): boolean {
    const found = blocksOf(lanes.map(({ window }) => window));
    if (found === null) return false;
    const targets = targetsOf(lanes, ({ buckets }) => buckets);
    for (const block of found) {
      const end = Math.min(seen, (block + 1) * BLOCK_ROWS);
      for (let row = block * BLOCK_ROWS; row < end; row += 1) count(log, row, targets);
    }
    return true;
  }

  function ownWidth({ connections }: DensityWindow): number {
    return Math.max(0, ...connections.map((id) => histograms.get(id)?.widthMs ?? 0));
  }

  function fromHistograms({ window, buckets }: Lane): void {
    for (const id of window.connections) histograms.get(id)?.addTo(buckets);
  }

  function fill(windows: readonly DensityWindow[]): Lane[] {
    const lanes = windows.map(toLane);
    const narrow = lanes.filter(({ window, buckets }) => ownWidth(window) > buckets.widthMs);
    const isExact = narrow.length > 0 && exactly(narrow);
    for (const lane of lanes) {
      if (!narrow.includes(lane)) fromHistograms(lane);
      else if (!isExact) {
        lane.buckets = emptyBuckets(lane.window.from, lane.window.until, ownWidth(lane.window));
        fromHistograms(lane);
      }
    }
    return lanes;
  }

  /** Exactly where the rows of that time can be gone through, else of as wide stretches as the histograms tell apart. */
  function bytesIn(window: DensityWindow, { widthMs }: DensityBuckets): ByteBuckets {
    const own = Math.max(0, ...window.connections.map((id) => byteHistograms.get(id)?.widthMs ?? 0));
    const found = own > widthMs ? blocksOf([window]) : null;
    const { from, sent } = emptyBuckets(
      window.from,
      window.until,
      found === null ? Math.max(own, widthMs) : widthMs,
    );
    const empty = () => new Float64Array(sent.length);
    const sums = {
      from,
      widthMs: found === null ? Math.max(own, widthMs) : widthMs,
      sent: empty(),
      received: empty(),
    };
    const buckets = { ...sums, other: empty() };
    if (found === null) {
      for (const id of window.connections) byteHistograms.get(id)?.addTo(buckets);
      return sums;
    }
    const wanted = new Set(window.connections);
    for (const block of found) {
      const end = Math.min(seen, (block + 1) * BLOCK_ROWS);
      for (let row = block * BLOCK_ROWS; row < end; row += 1) {
        if (!wanted.has(log.connection.get(row))) continue;
        const index = Math.floor((log.at.get(row) - from) / widthMs);
        const into = buckets[countedOf(log, row)];
        if (index >= 0 && index < into.length) into[index] = (into[index] as number) + log.size.get(row);
      }
    }
    return sums;
  }

  /** The view's rows are in order of time. */
  async function countView(view: View, lanes: readonly Lane[]): Promise<(DensityBuckets | null)[]> {
    const matched = lanes.map(({ buckets }) => ({ ...buckets, ...emptyCounts(buckets) }));
    const targets = targetsOf(lanes, (_, index) => matched[index] as DensityBuckets);
    const first = Math.min(...lanes.map(({ buckets }) => buckets.from));
    const end = Math.max(...lanes.map(({ window }) => window.until));
    let pauseAt = now() + SLICE_MS;
    for (let position = placeOf(log, view, first); position < view.matched; position += 1) {
      const row = view.rowAt(position) as number;
      if (log.at.get(row) >= end) break;
      count(log, row, targets);
      if (position % 256 !== 0 || now() < pauseAt) continue;
      await nextTask();
      pauseAt = now() + SLICE_MS;
    }
    return matched;
  }

  return {
    async answer(asked, view) {
      await catchUp();
      const lanes = fill(asked.slice(0, MOST_WINDOWS));
      const matched = view === null || lanes.length === 0 ? null : await countView(view, lanes);
      return {
        extent: from <= until ? { from, until } : null,
        lanes: lanes.map(({ window, buckets }, index) => ({
          ...buckets,
          bytes: window.bytes ? bytesIn(window, buckets) : null,
          matched: matched?.[index] ?? null,
          ...bounds(window.connections.flatMap((id) => histograms.get(id) ?? [])),
        })),
      };
    },
  };
}

function madeFor(histograms: Map<number, DensityHistogram>, id: number): DensityHistogram {
  let histogram = histograms.get(id);
  if (histogram === undefined) {
    histogram = createDensityHistogram();
    histograms.set(id, histogram);
  }
  return histogram;
}

interface Lane {
  readonly window: DensityWindow;
  buckets: DensityBuckets;
}

function toLane(window: DensityWindow): Lane {
  const most = Math.min(Math.max(2, window.most), MOST_BUCKETS);
  const widthMs = bucketWidth(window.until - window.from, most);
  return { window, buckets: emptyBuckets(window.from, window.until, widthMs) };
}

function countedOf({ kind, flags }: MessageLog, row: number): Counted {
  if (kind.get(row) !== ROW_MESSAGE) return "other";
  return flags.get(row) & FLAG_RECEIVED ? "received" : "sent";
}

type Targets = ReadonlyMap<number, readonly DensityBuckets[]>;

/** By connection the buckets that its rows are counted in. */
function targetsOf(
  lanes: readonly Lane[],
  bucketsOf: (lane: Lane, index: number) => DensityBuckets,
): Targets {
  const targets = new Map<number, DensityBuckets[]>();
  for (const [index, lane] of lanes.entries()) {
    for (const id of lane.window.connections) {
      const own = targets.get(id);
      if (own === undefined) targets.set(id, [bucketsOf(lane, index)]);
      else own.push(bucketsOf(lane, index));
    }
  }
  return targets;
}

function count(log: MessageLog, row: number, targets: Targets): void {
  const own = targets.get(log.connection.get(row));
  if (own === undefined) return;
  const at = log.at.get(row);
  for (const buckets of own) {
    const index = Math.floor(at / buckets.widthMs) - buckets.from / buckets.widthMs;
    const counts = buckets[countedOf(log, row)];
    if (index >= 0 && index < counts.length) counts[index] = (counts[index] as number) + 1;
  }
}

function emptyCounts(buckets: DensityBuckets): Record<Counted, Uint32Array<ArrayBuffer>> {
  return Object.fromEntries(COUNTED.map((it) => [it, new Uint32Array(buckets[it].length)])) as Record<
    Counted,
    Uint32Array<ArrayBuffer>
  >;
}

/** The position of the view's first row that is not before a moment. */
function placeOf(log: MessageLog, view: View, at: number): number {
  let low = 0;
  let high = view.matched;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (log.at.get(view.rowAt(middle) as number) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bounds(
  histograms: readonly DensityHistogram[],
): Pick<DensityLane, "firstAt" | "lastAt" | "silence"> {
  const firsts = histograms.flatMap(({ firstAt }) => firstAt ?? []);
  const lasts = histograms.flatMap(({ lastAt }) => lastAt ?? []);
  const silences = histograms.flatMap(({ silence }) => silence ?? []);
  silences.sort((a, b) => b.until - b.from - (a.until - a.from));
  return {
    firstAt: firsts.length === 0 ? null : Math.min(...firsts),
    lastAt: lasts.length === 0 ? null : Math.max(...lasts),
    silence: silences[0] ?? null,
  };
}
