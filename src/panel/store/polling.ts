import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type AtScale, scaleLoop } from "../../core/analysis/cost/scale-loop.ts";
import type { EmptyRule } from "../../core/analysis/polling/empty-rule.ts";
import type { EngineStatus, LoopView, PollingAnswer, SocketView } from "../../core/wire/engine-api.ts";
import type { EngineConnection } from "./engine-connection.ts";

/** The engine is asked at most this often, and for at most this part of its time: it records meanwhile. */
const ASK_EVERY_MS = 1000;
const ASK_SHARE = 0.1;

/** The polling loops of the session, and what the reader says about them. */
export interface PollingStore {
  /** Null as long as the engine has not answered. */
  readonly answer: ReadonlySignal<PollingAnswer | null>;
  /** In scope: those of the connection that is chosen, or all. */
  readonly loops: ReadonlySignal<readonly LoopView[]>;
  readonly sockets: ReadonlySignal<readonly SocketView[]>;
  readonly users: ReadonlySignal<number>;
  readonly hours: ReadonlySignal<number>;
  /** By `method url`. */
  readonly taught: ReadonlySignal<ReadonlyMap<string, EmptyRule>>;
  setUsers(users: number): void;
  /** Hours a day. */
  setHours(hours: number): void;
  /** Says what an empty answer of an endpoint looks like; null takes it back. */
  teach(endpoint: string, rule: EmptyRule | null): void;
  atScale(loop: LoopView): AtScale;
  /** Keeps it up to date as long as it is shown; answers how to stop. */
  watch(): () => void;
}

/** What a loop is taught under. */
export function endpointOf({ method, url }: Pick<LoopView, "method" | "url">): string {
  return `${method} ${url}`;
}

/** Creates the store. `now` is any clock, in ms. */
export function createPollingStore(
  engine: EngineConnection,
  status: ReadonlySignal<EngineStatus | null>,
  scope: ReadonlySignal<number | null>,
  fail: (problem: unknown) => void,
  now: () => number,
): PollingStore {
  let askEveryMs = ASK_EVERY_MS;
  const answer = signal<PollingAnswer | null>(null);
  const users = signal(10_000);
  const hours = signal(8);
  const taught = signal<ReadonlyMap<string, EmptyRule>>(new Map());
  const session = computed(() => status.value?.session.id ?? "");
  /** What may change the answer. */
  const moment = computed(
    () =>
      `${status.value?.requests ?? 0} ${status.value?.messages ?? 0} ${status.value?.connections.length ?? 0}`,
  );

  async function ask(): Promise<void> {
    const asked = session.peek();
    const before = now();
    const next = await engine.call("polling", { taught: [...taught.peek()] });
    askEveryMs = Math.max(ASK_EVERY_MS, (now() - before) / ASK_SHARE);
    if (asked === session.peek()) answer.value = next;
  }

  return {
    answer,
    loops: computed(() => {
      const all = answer.value?.loops ?? [];
      return scope.value === null ? all : all.filter(({ connection }) => connection === scope.value);
    }),
    sockets: computed(() => {
      const all = answer.value?.sockets ?? [];
      return scope.value === null ? all : all.filter(({ connection }) => connection === scope.value);
    }),
    users,
    hours,
    taught,
    setUsers(next) {
      if (Number.isFinite(next) && next >= 1) users.value = Math.min(1e10, Math.round(next));
    },
    setHours(next) {
      if (Number.isFinite(next) && next > 0) hours.value = Math.min(24, next);
    },
    teach(endpoint, rule) {
      const next = new Map(taught.peek());
      if (rule === null) next.delete(endpoint);
      else next.set(endpoint, rule);
      taught.value = next;
    },
    atScale({ rhythm, facts }) {
      const { requests, bytes, startedAt, endedAt, onWireMs } = facts;
      const one = { intervalMs: rhythm.intervalMs, requests, bytes, spanMs: endedAt - startedAt, onWireMs };
      return scaleLoop(one, users.value, hours.value);
    },
    watch() {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let asking = false;
      let stale = false;
      let stopped = false;
      let shownOf = "";

      function askAfter(ms: number): void {
        stale = true;
        if (asking || timer !== undefined || stopped) return;
        timer = setTimeout(() => {
          timer = undefined;
          stale = false;
          asking = true;
          ask()
            .catch(fail)
            .finally(() => {
              asking = false;
              if (stale) askAfter(askEveryMs);
            });
        }, ms);
      }

      let askedFor: ReadonlyMap<string, EmptyRule> | null = null;
      const stop = effect(() => {
        moment.value;
        const isOther = session.value !== shownOf || taught.value !== askedFor;
        if (session.value !== shownOf) answer.value = null;
        shownOf = session.value;
        askedFor = taught.value;
        askAfter(isOther ? 0 : askEveryMs);
      });
      return () => {
        stopped = true;
        stop();
        clearTimeout(timer);
      };
    },
  };
}
