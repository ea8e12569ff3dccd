import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Finding } from "../../core/analysis/finding.ts";
import { NOTHING_PAIRS, type PairingChoice, withPairingChoice } from "../../core/analysis/pairing-choice.ts";
import type { TimeSpan } from "../../core/units.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { RoundTripsAnswer } from "../../core/wire/round-trips-answer.ts";
import { findWorst } from "./connection-health.ts";
import type { EngineConnection } from "./engine-connection.ts";

export { NOTHING_PAIRS };

/** The engine is asked at most this often while it finds more. */
const ASK_EVERY_MS = 500;

/** Round trips and findings of the session that is shown, as long as somebody looks at them. */
export interface AnalysisStore {
  /** Null until the engine has answered. */
  readonly roundTrips: ReadonlySignal<RoundTripsAnswer | null>;
  readonly findings: ReadonlySignal<readonly Finding[] | null>;
  /** The rules had run when the findings were asked for: that there are none says something. */
  readonly isExamined: ReadonlySignal<boolean>;
  /** Of the connections that are looked at. */
  readonly findingsInScope: ReadonlySignal<readonly Finding[] | null>;
  /** The most severe finding of each connection that has one. */
  readonly worst: ReadonlySignal<ReadonlyMap<number, Finding>>;
  /** Each keeps its part up to date, and answers how to stop. */
  watchRoundTrips(): () => void;
  watchFindings(): () => void;
  /** The ID of the session that is shown. */
  readonly session: ReadonlySignal<string | null>;
  /** What the reader has decided of how a connection's messages pair. */
  choiceOf(connection: number): PairingChoice | null;
  /** The reader decides; kept with the settings. */
  decide(choice: PairingChoice): void;
}

/** An answer, and the ID of the session that was shown when it was asked for. */
interface Told<T> {
  readonly session: string | null;
  readonly answer: T;
}

/** Creates the store. `scope` are the connections that are looked at; null is all. */
export function createAnalysisStore(
  engine: EngineConnection,
  status: ReadonlySignal<EngineStatus | null>,
  scope: ReadonlySignal<ReadonlySet<number> | null>,
  fail: (problem: unknown) => void,
  /** The time that is selected; null is any. */
  span: ReadonlySignal<TimeSpan | null> = signal(null),
  /** The time that is drawn, as the timeline's; null is all. */
  drawn: ReadonlySignal<TimeSpan | null> = signal(null),
): AnalysisStore {
  /** An answer is one on the session, and the connections, that were looked at when it was asked for. */
  const roundTrips = signal<(Told<RoundTripsAnswer> & { readonly connections: string }) | null>(null);
  const findings = signal<(Told<readonly Finding[]> & { readonly isExamined: boolean }) | null>(null);
  const session = computed(() => status.value?.session.id ?? null);
  const connections = computed(() => {
    const { from = "", until = "" } = span.value ?? {};
    return `${scope.value === null ? "all" : [...scope.value].join()} ${from} ${until}`;
  });

  /** Asks now, and again when there is something else to be told. */
  function follow(ask: () => Promise<void>, track: () => unknown): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;
    let again = false;
    let ended = false;

    function run(): void {
      if (ended) return;
      if (asking || timer !== undefined) {
        again = true;
        return;
      }
      asking = true;
      ask()
        .catch(fail)
        .finally(() => {
          asking = false;
          timer = setTimeout(() => {
            timer = undefined;
            if (!again) return;
            again = false;
            run();
          }, ASK_EVERY_MS);
        });
    }

    const stop = effect(() => {
      track();
      void status.value?.analysis.revision;
      void status.value?.session.id;
      run();
    });
    return () => {
      ended = true;
      clearTimeout(timer);
      stop();
    };
  }

  const shownFindings = computed(() => {
    const told = findings.value;
    return told?.session === session.value ? told.answer : null;
  });
  const isExamined = computed(() => shownFindings.value !== null && findings.value?.isExamined === true);
  /** The list of connections and the pane of findings may look at once: they are asked for once. */
  let watching = 0;
  let stopFindings: (() => void) | null = null;

  return {
    roundTrips: computed(() => {
      const told = roundTrips.value;
      return told?.session === session.value && told?.connections === connections.value ? told.answer : null;
    }),
    findings: shownFindings,
    isExamined,
    findingsInScope: computed(() => {
      const [all, ids] = [shownFindings.value, scope.value];
      if (all === null || ids === null) return all;
      return all.filter(({ connection }) => connection !== null && ids.has(connection));
    }),
    worst: computed(() => findWorst(shownFindings.value ?? [])),
    watchRoundTrips: () =>
      follow(
        async () => {
          const asked = { session: session.peek(), connections: connections.peek() };
          const of = scope.peek() === null ? null : [...(scope.peek() ?? [])];
          roundTrips.value = {
            ...asked,
            answer: await engine.call("round-trips", {
              connections: of,
              span: span.peek(),
              drawn: drawn.peek(),
            }),
          };
        },
        () => [connections.value, drawn.value],
      ),
    watchFindings() {
      watching += 1;
      stopFindings ??= follow(
        async () => {
          const isExamined = status.peek()?.analysis.examined === true;
          const asked = { session: session.peek(), isExamined };
          findings.value = { ...asked, answer: await engine.call("findings", null) };
        },
        () => null,
      );
      return () => {
        watching -= 1;
        if (watching > 0) return;
        stopFindings?.();
        stopFindings = null;
      };
    },
    session,
    choiceOf: (connection) =>
      roundTrips.value?.answer.choices.find((it) => it.connection === connection)?.choice ?? null,
    decide(choice) {
      const before = status.peek()?.settings.pairings ?? [];
      engine.call("settings", { pairings: withPairingChoice(before, choice) }).catch(fail);
    },
  };
}
