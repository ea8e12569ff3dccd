import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { EpochMs, TimeSpan } from "../../core/units.ts";
import type { DensityLane } from "../../core/wire/density-answer.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { TripPoint } from "../../core/wire/round-trips-answer.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { keepAsking } from "./keep-asking.ts";
import { createListScroll, type ListScroll } from "./list-scroll.ts";
import { createTimeWindow, type TimeWindow } from "./time-window.ts";
import { type TimelineLine, timelineLanes } from "./timeline-lanes.ts";

/** The height of a lane. */
export const LANE_HEIGHT_PX = 28;
/** The engine is asked at most this often: often enough to follow, seldom enough to leave it to its work. */
const ASK_EVERY_MS = 150;
/** What is asked for beyond the window, on each side, as a part of it: moving it a little shows no empty place. */
const BESIDE = 0.5;
/** Buckets for each pixel of the window and what is beside it. */
const BUCKETS_A_PIXEL = 1.5;

const NO_LANES: ReadonlyMap<number, DensityLane> = new Map();
const NO_POINTS: readonly TripPoint[] = [];

/** The timeline: which lanes there are, which time is shown, how dense rows lie there. */
export interface TimelineStore {
  readonly scroll: ListScroll;
  readonly lines: ReadonlySignal<readonly TimelineLine[]>;
  readonly window: TimeWindow;
  /** By the lane's ID, of those that are in view. */
  readonly density: ReadonlySignal<ReadonlyMap<number, DensityLane>>;
  /** All connections in scope together, with their bytes; null until the engine has answered. */
  readonly sum: ReadonlySignal<DensityLane | null>;
  /** How long requests of that time took. */
  readonly latency: ReadonlySignal<readonly TripPoint[]>;
  /** From the first row to the last; null as long as there is none, or none is known. */
  readonly extent: ReadonlySignal<TimeSpan | null>;
  /** Until when what is open is known to be: the last row; while it is recorded, now. */
  readonly end: ReadonlySignal<EpochMs>;
  /** The engine has answered, and there was nothing. */
  readonly isEmpty: ReadonlySignal<boolean>;
  /** Buckets of one lane beside each other on the screen. */
  setWidth(px: number): void;
  /** Keeps it up to date as long as it is shown; answers how to stop. */
  watch(): () => void;
}

/** Creates the timeline. `now` is epoch ms. */
export function createTimelineStore(
  engine: EngineConnection,
  status: ReadonlySignal<EngineStatus | null>,
  scope: ReadonlySignal<ReadonlySet<number> | null>,
  fail: (problem: unknown) => void,
  now: () => number,
): TimelineStore {
  const scroll = createListScroll(LANE_HEIGHT_PX);
  const window = createTimeWindow();
  const lines = computed(() => timelineLanes(status.value?.connections ?? [], scope.value));
  const density = signal<ReadonlyMap<number, DensityLane>>(new Map());
  const sum = signal<DensityLane | null>(null);
  const latency = signal<readonly TripPoint[]>([]);
  const extent = signal<TimeSpan | null>(null);
  const end = signal(0);
  const width = signal(0);
  /** The session that the answers are of. */
  const told = signal("");
  const shownSession = () => status.peek()?.session.id ?? "";
  let lastEnd = 0;

  function lanesInView() {
    const { first, end } = scroll.range.value;
    return lines.value.slice(first, end).filter((it) => it.type === "lane");
  }

  /** Connections with messages: requests have neither rate nor size of their own here. */
  function inScope(): number[] {
    const chosen = scope.peek();
    if (chosen !== null) return [...chosen];
    return (status.peek()?.connections ?? []).filter(({ kind }) => kind !== "http").map(({ id }) => id);
  }

  /** The present is later than the last row, while more may come; it moves by pixels, so that nothing is drawn in vain. */
  function endOf(all: TimeSpan, shownMs: number): number {
    const it = status.peek();
    const isLive = it?.session.live === true && it.recording;
    const next = isLive ? Math.max(all.until, now()) : all.until;
    const isSame = next >= lastEnd && next - lastEnd < shownMs / Math.max(1, width.peek());
    if (!isSame) lastEnd = next;
    return lastEnd;
  }

  /** What was told so far is of another session than what comes now. */
  function forget(session: string): void {
    window.showAll();
    told.value = session;
    sum.value = null;
    latency.value = [];
    density.value = new Map();
  }

  /** Of another session than the one that is shown nothing is drawn: an engine may answer late, or not at all any more. */
  function ofShown<T>(answer: ReadonlySignal<T>, none: T): ReadonlySignal<T> {
    return computed(() => (told.value === (status.value?.session.id ?? "") ? answer.value : none));
  }

  async function ask(): Promise<void> {
    const lanes = lanesInView();
    const { from, until } = window.shown.peek();
    const beside = (until - from) * BESIDE;
    const span = { from: from - beside, until: until + beside };
    const most = Math.ceil(width.peek() * (1 + 2 * BESIDE) * BUCKETS_A_PIXEL) + 2;
    const windows = lanes.map(({ id, connections }) => ({
      ...span,
      connections: id === 0 ? [0] : connections.map((it) => it.id),
      most,
    }));
    const all = { ...span, connections: inScope(), most, bytes: true };
    const asked = shownSession();
    const answer = await engine.call("density", { windows: [all, ...windows] });
    if (asked !== shownSession()) return;
    if (asked !== told.peek()) forget(asked);
    extent.value = answer.extent;
    if (answer.extent !== null) {
      end.value = endOf(answer.extent, until - from);
      window.setExtent({ from: answer.extent.from, until: end.value });
    }
    const requests = await engine.call("latency", {
      connections: scope.peek() === null ? null : inScope(),
      span,
    });
    if (asked !== shownSession()) return;
    latency.value = requests;
    sum.value = answer.lanes[0] ?? null;
    density.value = new Map(answer.lanes.slice(1).map((it, index) => [lanes[index]?.id ?? 0, it]));
  }

  return {
    scroll,
    lines,
    window,
    density: ofShown(density, NO_LANES),
    sum: ofShown(sum, null),
    latency: ofShown(latency, NO_POINTS),
    extent: ofShown(extent, null),
    end,
    isEmpty: ofShown(
      computed(() => extent.value === null && sum.value !== null),
      false,
    ),
    setWidth(px) {
      width.value = px;
    },
    watch() {
      const asking = keepAsking(ask, () => ASK_EVERY_MS, fail);
      const stopSizing = effect(() => scroll.setCount(lines.value.length));

      let isFirst = true;
      const stopAsking = effect(() => {
        status.value;
        scope.value;
        window.shown.value;
        if (width.value === 0) return;
        lanesInView();
        asking.askAfter(isFirst ? 0 : ASK_EVERY_MS);
        isFirst = false;
      });
      // While nothing comes, time goes on all the same.
      const clock = setInterval(() => {
        const it = status.peek();
        if (!it?.session.live || !it.recording) return;
        const { until } = window.shown.peek();
        // What is looked at may be before the present: then nothing of it moves.
        if (window.isAll.peek() || window.follows.peek() || until >= end.peek()) asking.askAfter(0);
      }, 4 * ASK_EVERY_MS);
      return () => {
        stopSizing();
        stopAsking();
        asking.stop();
        clearInterval(clock);
      };
    },
  };
}
