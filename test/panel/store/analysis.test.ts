import { signal } from "@preact/signals";
import { expect, it, vi } from "vitest";
import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import type { RoundTripsAnswer } from "../../../src/core/wire/round-trips-answer.ts";
import { createAnalysisStore } from "../../../src/panel/store/analysis.ts";
import type { EngineConnection } from "../../../src/panel/store/engine-connection.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";

it("an answer on another session, or other connections, is not shown as one on these", async () => {
  vi.useFakeTimers();
  const gives: ((answer: RoundTripsAnswer) => void)[] = [];
  const fake = createFakeEngine({ rows: 1 });
  const call = () => new Promise((resolve) => gives.push(resolve));
  const engine = { ...fake, call } as unknown as EngineConnection;
  const status = signal<EngineStatus | null>(fake.status);
  const scope = signal<ReadonlySet<number> | null>(null);
  const store = createAnalysisStore(engine, status, scope, (problem) => {
    throw problem;
  });
  const answer = { revision: 1 } as RoundTripsAnswer;
  const give = async () => {
    gives.shift()?.(answer);
    await vi.advanceTimersByTimeAsync(600);
  };
  const stop = store.watchRoundTrips();
  await give();
  expect(store.roundTrips.value).toBe(answer);
  scope.value = new Set([1]);
  expect(store.roundTrips.value).toBeNull();
  await vi.advanceTimersByTimeAsync(600);
  status.value = { ...fake.status, session: { ...fake.status.session, id: "other" } };
  await give();
  expect(store.roundTrips.value).toBeNull();
  await give();
  expect(store.roundTrips.value).toBe(answer);
  stop();
  vi.useRealTimers();
});

it("that there are no findings says something only where the rules had run when they were asked for", async () => {
  vi.useFakeTimers();
  const engine = createFakeEngine({ rows: 1 });
  const at = (examined: boolean, revision: number): EngineStatus => ({
    ...engine.status,
    analysis: { revision, findings: 0, busy: false, examined },
  });
  const status = signal<EngineStatus | null>(at(false, 0));
  const store = createAnalysisStore(engine, status, signal(null), (problem) => {
    throw problem;
  });
  const stop = store.watchFindings();
  expect([store.findings.value, store.isExamined.value]).toEqual([null, false]);
  await vi.advanceTimersByTimeAsync(0);
  expect([store.findings.value, store.isExamined.value]).toEqual([[], false]);
  status.value = at(true, 1);
  expect(store.isExamined.value, "the answer is the one of before").toBe(false);
  await vi.advanceTimersByTimeAsync(600);
  expect(store.isExamined.value).toBe(true);
  stop();
  vi.useRealTimers();
});
