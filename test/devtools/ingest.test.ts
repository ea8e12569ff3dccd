import { describe, expect, it } from "vitest";
import type { Browser } from "webextension-polyfill";
import { createBatchWriter } from "../../src/core/wire/batch-writer.ts";
import type { EngineFeed } from "../../src/core/wire/engine-feed.ts";
import { RELAY_PORT } from "../../src/core/wire/port-message.ts";
import { ingest } from "../../src/devtools/ingest.ts";
import { createFakeRuntime } from "../support/fake-runtime.ts";
import { createFakeScripting } from "../support/fake-scripting.ts";
import { toPageBatch } from "../support/to-page-batch.ts";

async function setUp() {
  const runtime = createFakeRuntime();
  const { onConnect } = runtime.createContext();
  const fed: { feed: EngineFeed; transfer: Transferable[] }[] = [];
  const tab = { id: 1, url: "https://a.example/", origin: "", incognito: false };
  const browser = {
    runtime: { onConnect },
    extension: {},
    tabs: { get: async () => tab, sendMessage: async () => {} },
    scripting: createFakeScripting(() => ({ startedAt: () => null })),
    storage: { local: { get: async () => ({}) } },
  } as unknown as Browser;
  ingest(browser, "chrome", 1, (feed, transfer = []) => void fed.push({ feed, transfer }));
  await runtime.settle();
  fed.length = 0;
  const connect = async (frameId: number, incognito = false) => {
    const port = runtime.connect(RELAY_PORT, {
      tab: { id: 1, incognito } as never,
      frameId,
      url: "https://a.example/",
    });
    const commands: unknown[] = [];
    port.onMessage.addListener((it: never) => void commands.push(it));
    await runtime.settle();
    return { port, commands };
  };
  return { runtime, fed, connect };
}

function batch() {
  const writer = createBatchWriter();
  writer.message(1, 1, 0, "a", null, "", "");
  return toPageBatch(writer.take("f", 0));
}

describe("ingest", () => {
  it("arms a relay that comes, and takes from the page itself that the tab is heard", async () => {
    const { fed, connect } = await setUp();
    expect((await connect(0, true)).commands).toEqual([{ kind: "arm" }]);
    expect(fed).toEqual([{ feed: { feed: "attached", incognito: true, heard: true }, transfer: [] }]);
    expect((await connect(5)).commands).toEqual([{ kind: "arm" }]);
    expect(fed).toHaveLength(1);
  });

  it("hands a batch on without a copy, and acknowledges it", async () => {
    const { runtime, fed, connect } = await setUp();
    const { port, commands } = await connect(3);
    port.postMessage({ kind: "batch", number: 7, batch: batch() });
    await runtime.settle();
    const [{ feed, transfer } = { feed: null, transfer: [] }] = fed;
    expect(feed).toMatchObject({ feed: "batch", batch: { frame: "f" }, sender: { tabId: 1, frameId: 3 } });
    expect(transfer.map((it) => it instanceof ArrayBuffer)).toEqual([true, true]);
    expect(commands.at(-1)).toEqual({ kind: "ack", number: 7 });
  });

  it("hands on no more than a batch has, also where a page has made two views of one buffer", async () => {
    const { runtime, fed, connect } = await setUp();
    const { port, commands } = await connect(3);
    const buffer = new ArrayBuffer(64);
    const shared = { frame: "f", seq: 0, rows: new Float64Array(buffer), bytes: new Uint8Array(buffer) };
    port.postMessage({ kind: "batch", number: 1, batch: { ...shared, more: new Uint8Array(9) } });
    await runtime.settle();
    const [{ feed, transfer } = { feed: null, transfer: [] }] = fed;
    expect(Object.keys((feed as { batch: object }).batch)).toEqual(["frame", "seq", "rows", "text", "bytes"]);
    expect(transfer).toHaveLength(1);
    expect(commands.at(-1)).toEqual({ kind: "ack", number: 1 });
  });

  it("leaves it to the engine to say what is wrong with a batch", async () => {
    const { runtime, fed, connect } = await setUp();
    const { port, commands } = await connect(3);
    port.postMessage({ kind: "batch", number: 1, batch: { rows: "none" } });
    await runtime.settle();
    expect(fed).toMatchObject([{ feed: { batch: { rows: "none" } }, transfer: [] }]);
    expect(commands.at(-1)).toEqual({ kind: "ack", number: 1 });
  });

  it.each([
    null,
    "batch",
    { kind: "other" },
    { kind: "batch", number: "1", batch: {} },
    { kind: "batch", number: 1 },
  ])("passes over what is no relay's message (%#)", async (message) => {
    const { runtime, fed, connect } = await setUp();
    const { port, commands } = await connect(3);
    port.postMessage(message);
    await runtime.settle();
    expect([fed, commands]).toEqual([[], [{ kind: "arm" }]]);
  });
});
