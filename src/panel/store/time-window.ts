import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { EpochMs, Milliseconds, TimeSpan } from "../../core/units.ts";

/** Which stretch of time is shown. */
export interface TimeWindow {
  readonly shown: ReadonlySignal<TimeSpan>;
  /** All of the session is shown, however long it gets. */
  readonly isAll: ReadonlySignal<boolean>;
  /** Its end is the present. */
  readonly follows: ReadonlySignal<boolean>;
  /** What there is to be shown. */
  setExtent(extent: TimeSpan | null): void;
  /** By a factor (2 shows half as much), about a moment; null is the end where it follows, else the middle. */
  zoom(factor: number, about: EpochMs | null): void;
  moveBy(ms: Milliseconds): void;
  show(span: TimeSpan): void;
  showAll(): void;
  follow(): void;
}

/** Less than this shows nothing more: times are told to some microseconds. */
const SHORTEST_MS = 0.2;
/** Of all, what is kept empty on both sides. */
const MARGIN = 0.02;
/** What a session without length is shown in. */
const EMPTY_MS = 1000;
/** How much the user follows where all was shown before. */
const FOLLOWED_MS = 30_000;

type Mode =
  | { readonly type: "all" }
  | { readonly type: "follow"; readonly lengthMs: Milliseconds }
  | { readonly type: "fixed"; readonly span: TimeSpan };

/** Creates the window; it begins with all there is. */
export function createTimeWindow(): TimeWindow {
  const extent = signal<TimeSpan>({ from: 0, until: EMPTY_MS });
  const mode = signal<Mode>({ type: "all" });
  const shown = computed<TimeSpan>(() => {
    const { from, until } = extent.value;
    const now = mode.value;
    if (now.type === "fixed") return now.span;
    if (now.type === "follow") return { from: until - now.lengthMs, until: until + now.lengthMs * MARGIN };
    const margin = Math.max(EMPTY_MS / 2 - (until - from), (until - from) * MARGIN);
    return { from: from - margin, until: until + margin };
  });

  function show({ from, until }: TimeSpan): void {
    const whole = extent.peek();
    const longest = Math.max(EMPTY_MS, (whole.until - whole.from) * 2);
    const length = Math.min(Math.max(until - from, SHORTEST_MS), longest);
    const middle = (from + until) / 2;
    // Something of what there is stays in view.
    const nearest = Math.min(Math.max(middle, whole.from - length * 0.4), whole.until + length * 0.4);
    const span = { from: nearest - length / 2, until: nearest + length / 2 };
    mode.value = { type: "fixed", span };
  }

  return {
    shown,
    isAll: computed(() => mode.value.type === "all"),
    follows: computed(() => mode.value.type === "follow"),
    setExtent(next) {
      const { from, until } = extent.peek();
      if (next === null || (next.from === from && next.until === until)) return;
      extent.value = next;
    },
    zoom(factor, about) {
      const { from, until } = shown.peek();
      const now = mode.peek();
      if (now.type === "follow" && about === null) {
        const whole = extent.peek();
        const lengthMs = Math.min(
          Math.max(SHORTEST_MS, now.lengthMs / factor),
          whole.until - whole.from || EMPTY_MS,
        );
        mode.value = { type: "follow", lengthMs };
        return;
      }
      const at = about ?? (from + until) / 2;
      show({ from: at - (at - from) / factor, until: at + (until - at) / factor });
    },
    moveBy(ms) {
      const { from, until } = shown.peek();
      show({ from: from + ms, until: until + ms });
    },
    show,
    showAll() {
      mode.value = { type: "all" };
    },
    follow() {
      const { from, until } = shown.peek();
      const lengthMs = mode.peek().type === "all" ? Math.min(FOLLOWED_MS, until - from) : until - from;
      mode.value = { type: "follow", lengthMs };
    },
  };
}
