import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { OrderSettings } from "../../core/wire/engine-settings.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import { CONNECTION_SORTS, type ConnectionSort } from "./connection-groups.ts";
import { parseStatisticsSort, type StatisticsSort } from "./statistics.ts";

/** Sessions whose opened chains are kept; a number of a connection says nothing in another session. */
const MOST_SESSIONS = 20;
/** More chains than anybody opens by hand. */
const MOST_CHAINS = 200;

/** How lists are ordered and what of them is opened, kept for the next time. */
export interface KeptOrder {
  readonly connections: Signal<ConnectionSort>;
  /** The page's own files are listed. */
  readonly files: Signal<boolean>;
  /** The chains of the session that is shown, by their first connection, whose parts are listed. */
  readonly chains: ReadonlySignal<ReadonlySet<number>>;
  /** Opens a chain, or closes it. */
  toggleChain(id: number): void;
  readonly types: Signal<StatisticsSort>;
  dispose(): void;
}

/** Creates the order, from what is kept in the settings; `keep` keeps it and says when that is done. */
export function createKeptOrder(
  status: ReadonlySignal<EngineStatus | null>,
  keep: (order: OrderSettings) => Promise<unknown>,
): KeptOrder {
  const connections = signal<ConnectionSort>("opened");
  const files = signal(false);
  const types = signal<StatisticsSort>(parseStatisticsSort(undefined));
  const opened = signal<OrderSettings["chains"]>([]);
  const session = computed(() => status.value?.session.id ?? "");
  const text = computed(() =>
    JSON.stringify({
      connections: connections.value,
      files: files.value,
      chains: opened.value,
      types: types.value,
    } satisfies OrderSettings),
  );
  let kept = text.peek();
  /** Until a change is through, the engine tells what was before. */
  let underway = 0;

  const stopReading = effect(() => {
    const order = status.value?.settings.order;
    if (order === undefined || underway > 0) return;
    const told = JSON.stringify(order);
    if (told === kept) return;
    batch(() => {
      connections.value = CONNECTION_SORTS.find((it) => it === order.connections) ?? "opened";
      files.value = order.files === true;
      opened.value = parseChains(order.chains);
      types.value = parseStatisticsSort(order.types);
      kept = told;
    });
  });

  const stopKeeping = effect(() => {
    const next = text.value;
    if (next === kept) return;
    kept = next;
    underway += 1;
    void keep(JSON.parse(next) as OrderSettings).finally(() => {
      underway -= 1;
    });
  });

  return {
    connections,
    files,
    types,
    chains: computed(() => new Set(opened.value.find((it) => it.session === session.value)?.ids)),
    toggleChain(id) {
      const others = opened.peek().filter((it) => it.session !== session.peek());
      const before = opened.peek().find((it) => it.session === session.peek())?.ids ?? [];
      const ids = before.includes(id) ? before.filter((it) => it !== id) : [...before, id];
      opened.value = [
        ...others,
        ...(ids.length > 0 ? [{ session: session.peek(), ids: ids.slice(-MOST_CHAINS) }] : []),
      ].slice(-MOST_SESSIONS);
    },
    dispose() {
      stopReading();
      stopKeeping();
    },
  };
}

/** What is not as it should be, written by another version, is left out. */
function parseChains(input: unknown): OrderSettings["chains"] {
  if (!Array.isArray(input)) return [];
  return input
    .filter((it) => typeof it?.session === "string" && Array.isArray(it.ids))
    .map(({ session, ids }) => ({ session, ids: ids.filter((id: unknown) => Number.isInteger(id)) }));
}
