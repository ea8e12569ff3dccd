import { expect, test, vi } from "vitest";
import { createPanelStore } from "../../../src/panel/store/panel-store.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";
import { createFakeHost } from "../../support/fake-host.ts";

test("the reader's own decoders are asked for when they change, and not with every state", async () => {
  const engine = createFakeEngine();
  const store = createPanelStore(engine, createFakeHost(), () => {});
  const asked = () => engine.calls.filter(({ call }) => call === "settings").length;
  await vi.waitUntil(() => store.ownDecoders.list.value !== null, { interval: 1, timeout: 5000 });
  const first = asked();
  for (let turn = 0; turn < 20; turn += 1) {
    engine.change({ dropped: turn });
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  expect(asked()).toBe(first);
  engine.change({ ownDecoders: 1 });
  await vi.waitUntil(() => asked() === first + 1, { interval: 1, timeout: 5000 });
  store.dispose();
});
