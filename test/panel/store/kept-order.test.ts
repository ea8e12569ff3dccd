import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import type { OrderSettings } from "../../../src/core/wire/engine-settings.ts";
import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import { createKeptOrder } from "../../../src/panel/store/kept-order.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";

function open(order?: unknown) {
  const { status: first } = createFakeEngine({ rows: 1 });
  const told = (it: unknown, session = first.session.id): EngineStatus => ({
    ...first,
    session: { ...first.session, id: session },
    settings: { ...first.settings, ...(it === undefined ? {} : { order: it as OrderSettings }) },
  });
  const status = signal<EngineStatus | null>(told(order));
  const kept: OrderSettings[] = [];
  const done: (() => void)[] = [];
  const store = createKeptOrder(status, (it) => {
    kept.push(it);
    return new Promise<void>((resolve) => done.push(resolve));
  });
  return { status, told, store, kept, done };
}

const KEPT = {
  connections: "bytes",
  files: true,
  chains: [{ session: "other", ids: [4] }],
  types: { column: "rate", descending: false },
};

it("is as it was kept, and is not kept again for that", () => {
  const { store, kept } = open(KEPT);
  expect(store.connections.value).toBe("bytes");
  expect(store.files.value).toBe(true);
  expect(store.types.value).toEqual({ column: "rate", descending: false });
  expect(kept).toEqual([]);
});

it("what another version kept, and is not understood, is as at first", () => {
  const { store } = open({
    connections: "colour",
    files: 1,
    chains: [null, { ids: 3 }],
    types: { column: 7 },
  });
  expect(store.connections.value).toBe("opened");
  expect(store.files.value).toBe(false);
  expect(store.types.value).toEqual({ column: "count", descending: true });
  expect(store.chains.value.size).toBe(0);
});

it("opened chains are those of the session that is shown, and are there again when it is", () => {
  const { status, told, store, kept } = open();
  store.toggleChain(7);
  store.toggleChain(8);
  store.toggleChain(7);
  expect([...store.chains.value]).toEqual([8]);
  status.value = told(undefined, "another");
  expect([...store.chains.value]).toEqual([]);
  store.toggleChain(1);
  status.value = told(undefined);
  expect([...store.chains.value]).toEqual([8]);
  expect(kept.at(-1)?.chains.map(({ ids }) => ids)).toEqual([[8], [1]]);
});

it("a change that is under way is not undone by what was told before it", async () => {
  const { status, told, store, kept, done } = open(KEPT);
  store.connections.value = "messages";
  store.connections.value = "latest";
  status.value = told(kept[0]);
  expect(store.connections.value).toBe("latest");
  for (const end of done) end();
  await Promise.resolve();
  status.value = told(kept[1]);
  expect(store.connections.value).toBe("latest");
});
