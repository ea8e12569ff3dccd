import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { TimeSpan } from "../../core/units.ts";
import type { ViewParams } from "../../core/wire/engine-api.ts";
import type { ConnectionView, EngineStatus } from "../../core/wire/engine-status.ts";
import { chainConnections } from "./connection-chains.ts";

/** What everything in the panel is about: some connections, and a stretch of time. */
export interface Scope {
  /** The connection that was chosen; null is all. */
  readonly connection: ReadonlySignal<number | null>;
  /** It and those that it was reconnected as, unless it alone was chosen; null is all. */
  readonly connections: ReadonlySignal<ReadonlySet<number> | null>;
  /** The chosen one alone. */
  readonly alone: ReadonlySignal<boolean>;
  /** Null is any time. */
  readonly span: ReadonlySignal<TimeSpan | null>;
  /** The chosen connection, or the last of those that it was reconnected as. */
  readonly last: ReadonlySignal<ConnectionView | null>;
  /** Answers whether that is another choice. */
  choose(connection: number | null, alone?: boolean): boolean;
  setSpan(span: TimeSpan | null): void;
  /** What the engine is told. */
  params(): Omit<ViewParams, "filter">;
  dispose(): void;
}

/** Creates the scope of everything. `grew` is called when a connection that was chosen has been reconnected. */
export function createScope(status: ReadonlySignal<EngineStatus | null>, grew: () => void): Scope {
  const connection = signal<number | null>(null);
  const isAlone = signal(false);
  const span = signal<TimeSpan | null>(null);
  const chain = computed<readonly ConnectionView[]>(() => {
    const id = connection.value;
    if (id === null) return [];
    const views = status.value?.connections ?? [];
    const own = views.find((it) => it.id === id);
    if (own === undefined) return [];
    if (isAlone.value) return [own];
    // Only those of its frame can be of its chain.
    const near = views.filter(({ frame, kind }) => frame === own.frame && kind === own.kind);
    return chainConnections(near).find((it) => it.includes(own)) ?? [own];
  });
  /** The same text is the same set: it must not change with every state. */
  const ids = computed(() => (connection.value === null ? "" : chain.value.map(({ id }) => id).join()));
  const connections = computed<ReadonlySet<number> | null>(() => {
    const text = ids.value;
    const id = connection.value;
    if (id === null) return null;
    return new Set(text === "" ? [id] : text.split(",").map(Number));
  });

  let told = "";
  const stopGrowing = effect(() => {
    const text = ids.value;
    const isGrown = told !== "" && text.startsWith(`${told},`);
    told = text;
    if (isGrown) grew();
  });

  return {
    connection,
    connections,
    alone: isAlone,
    span,
    last: computed(() => chain.value.at(-1) ?? null),
    choose(next, alone = false) {
      if (connection.peek() === next && isAlone.peek() === alone) return false;
      batch(() => {
        told = "";
        connection.value = next;
        isAlone.value = alone;
      });
      return true;
    },
    setSpan(next) {
      span.value = next;
    },
    params() {
      const id = connection.peek();
      const also = [...(connections.peek() ?? [])].filter((it) => it !== id);
      return { connection: id, ...(also.length > 0 && { also }), span: span.peek() };
    },
    dispose: stopGrowing,
  };
}
