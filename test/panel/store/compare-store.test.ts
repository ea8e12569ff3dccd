import { signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import type { EngineCall } from "../../../src/core/wire/engine-api.ts";
import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import type { MessageDetail } from "../../../src/core/wire/message-detail.ts";
import { createCompareStore } from "../../../src/panel/store/compare-store.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";

async function open() {
  const engine = createFakeEngine({ rows: 200 });
  const detail = signal<MessageDetail | null>(null);
  const status = signal<EngineStatus | null>(engine.status);
  engine.onStatus((next) => {
    status.value = next;
  });
  const store = createCompareStore(engine, detail, status);
  const select = async (row: number) => {
    detail.value = await engine.call("message", { row });
  };
  const compared = () => vi.waitUntil(() => store.comparison.value ?? false);
  /** Two messages of one connection and direction, and one of another. */
  const pair = async () => {
    for (let row = 199; row > 0; row -= 1) {
      const before = await engine.call("alike-before", { row });
      const kind = (await engine.call("message", { row })).row.kind;
      if (before !== null && kind === "message") return [before.row, row] as const;
    }
    throw new Error("No pair");
  };
  return { engine, store, select, compared, pair };
}

describe("the comparison", () => {
  it("is made while somebody looks, with the message before of its type", async () => {
    const { engine, store, select, compared, pair } = await open();
    const [before, row] = await pair();
    await select(row);
    expect(engine.calls.filter(({ call }) => call === "alike-before").at(-1)?.params).toEqual({ row });
    engine.calls.length = 0;
    expect(store.comparison.value).toBeNull();
    const leave = store.watch();
    expect(await compared()).toMatchObject({ other: { row: before }, isSure: true, diff: { limit: "" } });
    leave();
    expect(store.comparison.value).toBeNull();
    store.dispose();
  });

  it("is made with a message that was remembered, until that is forgotten", async () => {
    const { store, select, compared, pair } = await open();
    const [before, row] = await pair();
    store.watch();
    await select(row);
    store.remember(row);
    expect(await compared()).toMatch(/others are compared with/);
    await select(before);
    expect(await compared()).toMatchObject({ other: { row } });
    store.choose(null);
    const other = await compared();
    expect(typeof other === "string" || other.other.row < before).toBe(true);
    store.choose(row);
    expect(await compared()).toMatchObject({ other: { row } });
    store.reset();
    expect([store.remembered.value, store.chosen.value]).toEqual([null, null]);
    store.dispose();
  });

  it("is made with any message that is marked, too", async () => {
    const { engine, store, select, compared, pair } = await open();
    const [before, row] = await pair();
    store.watch();
    await select(row);
    expect(store.offered.value).toEqual([]);
    await engine.call("annotate", { rows: [row, before], change: { marked: true } });
    await vi.waitUntil(() => store.offered.value.length > 0);
    expect(store.offered.value).toEqual([before, row]);
    store.choose(before);
    expect(await compared()).toMatchObject({ other: { row: before } });
    // What is chosen stays so when its mark is taken away.
    await engine.call("annotate", { rows: [before], change: { marked: false } });
    await vi.waitUntil(() => store.marked.value.length === 1);
    expect(store.offered.value).toEqual([before, row]);
    store.dispose();
  });

  it("is of what both mean, where that is known and the payloads are no JSON, or of the payloads", async () => {
    const { engine, store, select, compared, pair } = await open();
    const [before, row] = await pair();
    const call = engine.call.bind(engine);
    engine.call = (async (name: EngineCall, params: never) => {
      if (name === "decoded-json") return JSON.stringify({ n: (params as { row: number }).row });
      const answer = await call(name, params);
      if (name === "message") Object.assign(answer as object, { payload: Uint8Array.of(66, before & 63) });
      return answer;
    }) as typeof engine.call;
    store.watch();
    await select(row);
    const diff = async () => {
      const found = await compared();
      return typeof found === "string" || typeof found.diff === "string" ? null : found.diff;
    };
    expect((await diff())?.lines.map(({ place, text }) => [place, text])).toEqual([
      ["n", String(before)],
      ["n", String(row)],
    ]);
    expect(store.canDecode.value).toBe(true);
    store.asDecoded.value = false;
    expect((await diff())?.by).not.toBe("decoded");
    expect(store.canDecode.value).toBe(true);
    store.dispose();
  });

  it("says why there is none", async () => {
    const { engine, store, select, compared, pair } = await open();
    const [, row] = await pair();
    store.watch();
    engine.failNext("alike-before", "No.");
    await select(row);
    expect(await compared()).toBe("No.");
    store.dispose();
  });
});
