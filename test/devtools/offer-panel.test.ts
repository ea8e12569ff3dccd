import { describe, expect, it } from "vitest";
import type { Browser } from "webextension-polyfill";
import type { EngineFeed } from "../../src/core/wire/engine-feed.ts";
import { PANEL_WELCOME } from "../../src/core/wire/panel-welcome.ts";
import { offerPanel } from "../../src/devtools/offer-panel.ts";
import { FakeSignal } from "../support/fake-runtime.ts";

async function setUp() {
  const panel = { onShown: new FakeSignal<[unknown]>(), onHidden: new FakeSignal<[]>() };
  const fed: { feed: EngineFeed; transfer: Transferable[] }[] = [];
  const panels = { create: async () => panel };
  await offerPanel(
    { panels } as unknown as Browser["devtools"],
    (feed, transfer = []) => void fed.push({ feed, transfer }),
  );
  return { panel, fed };
}
function fakeWindow() {
  const welcomes: { message: unknown; ports: MessagePort[] }[] = [];
  return {
    welcomes,
    postMessage: (message: unknown, _: string, ports: MessagePort[]) =>
      void welcomes.push({ message, ports }),
  };
}

describe("the panel", () => {
  it("gets its port to the engine when it is first shown, and no second one", async () => {
    const { panel, fed } = await setUp();
    const window = fakeWindow();
    expect(fed).toEqual([]);
    for (let time = 0; time < 3; time += 1) {
      panel.onShown.emit(window);
      panel.onHidden.emit();
    }
    expect(window.welcomes).toMatchObject([{ message: PANEL_WELCOME, ports: [expect.any(MessagePort)] }]);
    expect(fed.map(({ feed }) => ("shown" in feed ? feed.shown : feed.feed))).toEqual([
      true,
      "panel",
      false,
      true,
      false,
      true,
      false,
    ]);
    const ends = [window.welcomes[0]?.ports[0], fed[1]?.transfer[0]] as MessagePort[];
    const heard = new Promise((resolve) => {
      if (ends[1] !== undefined) ends[1].onmessage = ({ data }) => resolve(data);
    });
    ends[0]?.postMessage("hello");
    expect(await heard).toBe("hello");
    ends[0]?.close();
  });

  it("that was loaded again gets a new one", async () => {
    const { panel, fed } = await setUp();
    const [before, after] = [fakeWindow(), fakeWindow()];
    panel.onShown.emit(before);
    panel.onShown.emit(after);
    expect([before.welcomes.length, after.welcomes.length]).toEqual([1, 1]);
    expect(fed.filter(({ feed }) => feed.feed === "panel")).toHaveLength(2);
    for (const { transfer } of fed) for (const port of transfer) (port as MessagePort).close();
  });
});
