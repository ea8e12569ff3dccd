import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { toExactTerm, toLongerTerm } from "../../core/query/write-term.ts";
import { say } from "../../core/text/say.ts";
import type { OrderSettings } from "../../core/wire/engine-settings.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import {
  MOST_NAME_CHARS,
  type StatisticsAnswer,
  type StatisticsBy,
  type StatisticsGroup,
} from "../../core/wire/statistics-answer.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { keepAsking } from "./keep-asking.ts";

/** Often enough to see numbers run, seldom enough to read them. */
const ASK_EVERY_MS = 300;

/** What a table of types is sorted by. */
export type StatisticsColumn = (typeof STATISTICS_COLUMNS)[number];
const STATISTICS_COLUMNS = [
  "type",
  "count",
  "bytes",
  "rate",
  "min",
  "median",
  "p95",
  "max",
  "first",
  "last",
] as const;

export interface StatisticsSort {
  readonly column: StatisticsColumn;
  readonly descending: boolean;
}

/** Reads what was kept, by this program or another version of it. */
export function parseStatisticsSort(input: Partial<OrderSettings["types"]> | undefined): StatisticsSort {
  const column = STATISTICS_COLUMNS.find((it) => it === input?.column);
  if (column === undefined) return { column: "count", descending: true };
  return { column, descending: input?.descending === true };
}

/** What there is of each type of message in the view. */
export interface StatisticsStore {
  /** As the reader has chosen; before that by what messages mean, as soon as a protocol is known. */
  readonly by: ReadonlySignal<StatisticsBy>;
  readonly sort: ReadonlySignal<StatisticsSort>;
  /** Null until the engine has answered. */
  readonly answer: ReadonlySignal<StatisticsAnswer | null>;
  readonly groups: ReadonlySignal<readonly StatisticsGroup[]>;
  /** By a column; by the same again the other way round. */
  sortBy(column: StatisticsColumn): void;
  tellApart(by: StatisticsBy): void;
  /** Keeps it up to date as long as it is shown; answers how to stop. */
  watch(): () => void;
}

/** Creates the statistics. `view` changes with what the engine is told to show: an answer on what was shown before is not taken. */
export function createStatisticsStore(
  engine: EngineConnection,
  status: ReadonlySignal<EngineStatus | null>,
  view: ReadonlySignal<string>,
  fail: (problem: unknown) => void,
  sort: Signal<StatisticsSort> = signal(parseStatisticsSort(undefined)),
): StatisticsStore {
  const chosen = signal<StatisticsBy | null>(null);
  const isSpoken = computed(() => status.value?.connections.some(({ speaks }) => speaks?.length) ?? false);
  const by = computed(() => chosen.value ?? (isSpoken.value ? "meaning" : "form"));
  const told = signal<{ session: string | null; by: StatisticsBy; answer: StatisticsAnswer } | null>(null);
  const session = computed(() => status.value?.session.id ?? null);
  const answer = computed(() =>
    told.value?.session === session.value && told.value?.by === by.value ? told.value.answer : null,
  );
  const groups = computed(() => sortGroups(answer.value?.groups ?? [], sort.value));

  return {
    by,
    sort,
    answer,
    groups,
    sortBy(column) {
      const { column: before, descending } = sort.peek();
      // Numbers are looked at from the largest on, names and times from the first.
      const begins = column !== "type" && column !== "first";
      sort.value = { column, descending: column === before ? !descending : begins };
    },
    tellApart(next) {
      chosen.value = next;
    },
    watch() {
      const asking = keepAsking(
        async () => {
          const asked = { session: session.peek(), by: by.peek() };
          const askedView = view.peek();
          const next = await engine.call("statistics", { by: asked.by });
          const isOther = askedView !== view.peek();
          if (!isOther) told.value = { ...asked, answer: next };
          if (isOther || (next.counted < next.total && next.problem === null)) asking.askAfter(ASK_EVERY_MS);
        },
        () => ASK_EVERY_MS,
        fail,
      );
      let isFirst = true;
      const stopAsking = effect(() => {
        status.value;
        view.value;
        by.value;
        asking.askAfter(isFirst ? 0 : ASK_EVERY_MS);
        isFirst = false;
      });
      return () => {
        stopAsking();
        asking.stop();
      };
    },
  };
}

/** Messages a second, between the first and the last; null where there is no time between them. */
export function rateOf({ count, firstAt, lastAt }: StatisticsGroup): number | null {
  return count > 1 && lastAt > firstAt ? ((count - 1) / (lastAt - firstAt)) * 1000 : null;
}

/** What a group is, in words that are sorted by. */
export function nameOfGroup(group: StatisticsGroup): string {
  if (group.rest) return say("allOtherTypes");
  const { protocol, meaning, event, direction, payloadType, method } = group;
  if (method !== null) return say("requestOfMethod", { method: method || "HTTP" });
  const what = [protocol, meaning, event].filter(Boolean).join(" ");
  return what || `${direction ?? ""} ${payloadType ?? ""}`.trim();
}

/** The filter that finds a group's rows, and no others; null where the language has no words for it. */
export function filterOfGroup(group: StatisticsGroup): string | null {
  const { kind, method, direction, payloadType, event, means, rest } = group;
  if (rest) return null;
  const ofKind = `kind:${kind === null ? "ws" : KIND_WORDS[kind]}`;
  // A message of a stream may ask for something, too.
  if (method !== null) return [ofKind, "is:request -is:message", toExactTerm("method", method)].join(" ");
  const terms = [ofKind, `dir:${direction}`, `type:${payloadType}`];
  if (means !== null) terms.push(toExactTerm("means", means));
  if (!means) {
    // The engine gives of a longer name the beginning, and a sign for the rest.
    const isCut = event.length > MOST_NAME_CHARS;
    terms.push(isCut ? toLongerTerm("event-type", event.slice(0, -1)) : toExactTerm("event-type", event));
  }
  return terms.join(" ");
}

const KIND_WORDS = {
  websocket: "ws",
  eventsource: "sse",
  "fetch-stream": "stream",
  polling: "poll",
  http: "http",
} as const;

function sortGroups(
  groups: readonly StatisticsGroup[],
  { column, descending }: StatisticsSort,
): StatisticsGroup[] {
  const compare = COMPARE[column];
  const sign = descending ? -1 : 1;
  return [...groups].sort((a, b) => sign * compare(a, b) || a.firstRow - b.firstRow);
}

type Comparison = (a: StatisticsGroup, b: StatisticsGroup) => number;
const byNumber =
  (of: (group: StatisticsGroup) => number): Comparison =>
  (a, b) =>
    of(a) - of(b);

const COMPARE: Readonly<Record<StatisticsColumn, Comparison>> = {
  type: (a, b) => (nameOfGroup(a) < nameOfGroup(b) ? -1 : nameOfGroup(a) > nameOfGroup(b) ? 1 : 0),
  count: byNumber(({ count }) => count),
  bytes: byNumber(({ bytes }) => bytes),
  rate: byNumber((it) => rateOf(it) ?? 0),
  min: byNumber(({ minBytes }) => minBytes),
  median: byNumber(({ medianBytes }) => medianBytes),
  p95: byNumber(({ p95Bytes }) => p95Bytes),
  max: byNumber(({ maxBytes }) => maxBytes),
  first: byNumber(({ firstAt }) => firstAt),
  last: byNumber(({ lastAt }) => lastAt),
};
