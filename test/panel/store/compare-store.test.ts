import { signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import type { MessageDetail } from "../../../src/core/wire/message-detail.ts";
import { createCompareStore } from "../../../src/panel/store/compare-store.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";

async function open() {
  const engine = createFakeEngine({ rows: 200 });
  const detail = signal<MessageDetail | null>(null);
  const store = createCompareStore(engine, detail);
  const select = async (row: number) => {
    detail.value = await engine.call("message", { row });
  };
  const compared = () => vi.waitUntil(() => store.comparison.value ?? false);
  /** Two messages of one connection and direction, and one of another. */
  const pair = async () => {
    for (let row = 199; row > 0; row -= 1) {
      const before = await engine.call("alike-before", { row });
      const kind = (await engine.call("message", { row })).row.kind;
      if (before !== null && kind === "message") return [before, row] as const;
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
    expect(await compared()).toMatchObject({ other: { row: before }, diff: { limit: "" } });
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
    expect(await compared()).toMatch(/is remembered/);
    await select(before);
    expect(await compared()).toMatchObject({ other: { row } });
    store.choose(false);
    const other = await compared();
    expect(typeof other === "string" || other.other.row < before).toBe(true);
    store.choose(true);
    expect(await compared()).toMatchObject({ other: { row } });
    store.reset();
    expect([store.remembered.value, store.withRemembered.value]).toEqual([null, false]);
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
