import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { EpochMs, Milliseconds, TimeSpan } from "../../core/units.ts";
import type { DensityLane } from "../../core/wire/density-answer.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { EngineConnection } from "./engine-connection.ts";

/** So much of the past a line shows of what is being recorded. */
export const RATE_SPAN_MS: Milliseconds = 60_000;
/** The engine is asked so often, whatever comes. */
const ASK_EVERY_MS = 500;
/** Of a minute, one for each second. */
const MOST_BUCKETS = 60;
/** A rate is that of so much of the past: a single message is still seen, and what has ended is soon. */
const RATE_OVER_MS: Milliseconds = 5000;

/** How much was said on a connection, as a line shows it. */
export interface ConnectionRate {
  /** Messages, or requests, in equal stretches of time. */
  readonly counts: readonly number[];
  /** Messages a second just now; null of what is not being recorded. */
  readonly perSecond: number | null;
}

/** The connections of an item of the list. */
export interface RatedItem {
  readonly id: number;
  readonly connections: readonly number[];
}

/** The rates of the connections that are in view. */
export interface ConnectionRates {
  readonly rates: ReadonlySignal<ReadonlyMap<number, ConnectionRate>>;
  /** Keeps those of the items that are in view up to date; answers how to stop. */
  watch(inView: () => readonly RatedItem[]): () => void;
}

/** Creates it. While the engine is silent nobody knows how much comes. `now` is epoch ms. */
export function createConnectionRates(
  engine: EngineConnection,
  status: ReadonlySignal<EngineStatus | null>,
  isSilent: ReadonlySignal<boolean>,
  fail: (problem: unknown) => void,
  now: () => number,
): ConnectionRates {
  const rates = signal<ReadonlyMap<number, ConnectionRate>>(new Map());
  const watched = new Set<() => readonly RatedItem[]>();
  let extent: TimeSpan | null = null;
  let session = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let stale = false;

  async function ask(): Promise<void> {
    const state = status.peek();
    const items = [...watched].flatMap((it) => it());
    if (state === null || items.length === 0) return;
    if (state.session.id !== session) extent = null;
    session = state.session.id;
    const isLive = state.session.live && state.recording;
    const at = now();
    // Of what is not being recorded all of its time is shown, once that is known.
    const span = isLive ? { from: at - RATE_SPAN_MS, until: at } : (extent ?? { from: 0, until: 1 });
    const windows = items.map(({ connections }) => ({ connections, ...span, most: MOST_BUCKETS }));
    const answer = await engine.call("density", { windows });
    if (session !== status.peek()?.session.id) return;
    const isKnown = isLive || extent !== null;
    extent = answer.extent === null ? null : { ...answer.extent, until: answer.extent.until + 1 };
    if (!isKnown) {
      if (extent !== null) stale = true;
      return;
    }
    rates.value = new Map(
      answer.lanes.map((lane, index) => [
        items[index]?.id ?? 0,
        { counts: countsOf(lane), perSecond: isLive ? rateAt(lane, at) : null },
      ]),
    );
  }

  function askSoon(afterMs: number): void {
    stale = true;
    if (asking || timer !== undefined || watched.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      stale = false;
      asking = true;
      ask()
        .catch(fail)
        .finally(() => {
          asking = false;
          const state = status.peek();
          const isLive = state?.session.live === true && state.recording;
          // While nothing comes, time goes on all the same.
          if (stale || isLive) askSoon(ASK_EVERY_MS);
        });
    }, afterMs);
  }

  return {
    rates: computed(() => (isSilent.value ? withoutRates(rates.value) : rates.value)),
    watch(inView) {
      watched.add(inView);
      let isFirst = true;
      const stop = effect(() => {
        status.value;
        inView();
        askSoon(isFirst ? 0 : ASK_EVERY_MS);
        isFirst = false;
      });
      return () => {
        watched.delete(inView);
        stop();
        if (watched.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}

function countsOf({ sent, received, other }: DensityLane): number[] {
  return Array.from(sent, (count, index) => count + (received[index] ?? 0) + (other[index] ?? 0));
}

function withoutRates(rates: ReadonlyMap<number, ConnectionRate>): ReadonlyMap<number, ConnectionRate> {
  return new Map([...rates].map(([id, { counts }]) => [id, { counts, perSecond: null }]));
}

/** Of the last whole stretches before a moment. */
function rateAt({ from, widthMs, sent, received }: DensityLane, at: EpochMs): number {
  const end = Math.min(sent.length, Math.floor((at - from) / widthMs));
  const first = Math.max(0, end - Math.max(1, Math.round(RATE_OVER_MS / widthMs)));
  let count = 0;
  for (let index = first; index < end; index += 1) count += (sent[index] ?? 0) + (received[index] ?? 0);
  return end > first ? count / (((end - first) * widthMs) / 1000) : 0;
}
