import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type AtScale, scaleLoop } from "../../core/analysis/cost/scale-loop.ts";
import { type EmptyRule, endpointOf } from "../../core/analysis/polling/empty-rule.ts";
import {
  type PollingSettings,
  parseHours,
  parsePollingSettings,
  parseUsers,
  teachEndpoint,
} from "../../core/analysis/polling/polling-settings.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { LoopView, PollingAnswer, SocketView } from "../../core/wire/polling-answer.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { keepAsking } from "./keep-asking.ts";

/** The engine is asked at most this often, and for at most this part of its time: it records meanwhile. */
const ASK_EVERY_MS = 1000;
const ASK_SHARE = 0.1;
/** While it still reads, it answers what it has after a while by itself. */
const READING_MS = 50;

/** The polling loops of the session, and what the reader says about them. */
export interface PollingStore {
  /** Null as long as the engine has not answered. */
  readonly answer: ReadonlySignal<PollingAnswer | null>;
  /** In scope: those of the connection that is chosen, or all. */
  readonly loops: ReadonlySignal<readonly LoopView[]>;
  readonly sockets: ReadonlySignal<readonly SocketView[]>;
  readonly users: ReadonlySignal<number>;
  readonly hours: ReadonlySignal<number>;
  /** What was taught of empty answers, here and before, by endpoint. */
  readonly taught: ReadonlySignal<ReadonlyMap<string, EmptyRule>>;
  setUsers(users: number): void;
  /** Hours a day. */
  setHours(hours: number): void;
  /** What was taught of a loop's endpoint; null where nothing was. */
  taughtOf(loop: LoopView): EmptyRule | null;
  /** Says what an empty answer of an endpoint looks like, for this session and all others; null takes it back. */
  teach(endpoint: string | LoopView, rule: EmptyRule | null): void;
  atScale(loop: LoopView): AtScale;
  /** Keeps it up to date as long as it is shown; answers how to stop. */
  watch(): () => void;
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
  const settings = computed(() => parsePollingSettings(status.value?.settings.polling));
  const users = computed(() => settings.value.users);
  const hours = computed(() => settings.value.hours);
  const taughtText = computed(() => JSON.stringify(settings.value.taught));
  const taught = computed(
    () =>
      new Map(JSON.parse(taughtText.value) as PollingSettings["taught"]) as ReadonlyMap<string, EmptyRule>,
  );
  const session = computed(() => status.value?.session.id ?? "");
  /** What may change the answer. */
  const moment = computed(
    () =>
      `${status.value?.requests ?? 0} ${status.value?.messages ?? 0} ${status.value?.connections.length ?? 0}`,
  );

  async function ask(): Promise<void> {
    const asked = session.peek();
    const before = now();
    const next = await engine.call("polling", null);
    // While it reads, it answers late on purpose.
    if (!next.reading) askEveryMs = Math.max(ASK_EVERY_MS, (now() - before) / ASK_SHARE);
    if (asked === session.peek()) answer.value = next;
  }

  function change(next: Partial<PollingSettings>): void {
    const polling = { ...settings.peek(), ...next };
    engine.call("settings", { polling }).catch(fail);
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
      const parsed = parseUsers(next);
      if (parsed !== null) change({ users: parsed });
    },
    setHours(next) {
      const parsed = parseHours(next);
      if (parsed !== null) change({ hours: parsed });
    },
    taughtOf: (loop) => taught.value.get(endpointOf(loop)) ?? null,
    teach(of, rule) {
      const endpoint = typeof of === "string" ? of : endpointOf(of);
      change(teachEndpoint(settings.peek(), endpoint, rule));
    },
    atScale({ rhythm, facts, askers }) {
      const { requests, bytes, onWireMs } = facts;
      const one = { intervalMs: rhythm.intervalMs, askers, requests, bytes, onWireMs };
      return scaleLoop(one, users.value, hours.value);
    },
    watch() {
      const asking = keepAsking(
        async () => {
          await ask();
          if (answer.peek()?.reading) asking.askAfter(0);
        },
        () => (answer.peek()?.reading ? READING_MS : askEveryMs),
        fail,
      );
      let shownOf = "";
      let askedFor: string | null = null;
      const stop = effect(() => {
        moment.value;
        const isOther = session.value !== shownOf || taughtText.value !== askedFor;
        if (session.value !== shownOf) answer.value = null;
        shownOf = session.value;
        askedFor = taughtText.value;
        asking.askAfter(isOther ? 0 : askEveryMs);
      });
      return () => {
        stop();
        asking.stop();
      };
    },
  };
}
