import type { Browser } from "webextension-polyfill";
import { type RelayLink, takeLink } from "../../src/channel/relay-link.ts";
import { createResendingSender } from "../../src/channel/resending-sender.ts";
import { createSession, type Session } from "../../src/core/model/session.ts";
import type { EngineFeed } from "../../src/core/wire/engine-feed.ts";
import { parsePageBatch } from "../../src/core/wire/parse-page-batch.ts";
import { RELAY_PORT, type Summons } from "../../src/core/wire/port-message.ts";
import { ingest } from "../../src/devtools/ingest.ts";
import { createFeed } from "../../src/feed/feed.ts";
import { frameKey } from "../../src/feed/frame-key.ts";
import { createV8FrameHider } from "../../src/page/hide-frames-v8.ts";
import { installHook } from "../../src/page/install-hook.ts";
import { createFakeRuntime, type FakeContext, type FakeRuntime } from "./fake-runtime.ts";
import { FakeWindow } from "./fake-window.ts";

/** A frame of a tab with hook and relay in it. */
export interface FakePage {
  readonly window: FakeWindow;
  readonly tabId: number;
  wake(): void;
}

/** The DevTools of a tab: what it has been fed, and the session that makes. */
export interface FakeDevtools {
  readonly session: Session;
  readonly feeds: EngineFeed[];
  summon(): void;
  close(): void;
}

/** A Chromium with tabs, their pages, and DevTools of some of them. */
export interface FakeBrowser {
  readonly runtime: FakeRuntime;
  openPage(tabId: number, options?: { relayFirst?: boolean; frameId?: number }): FakePage;
  openDevtools(tabId: number): Promise<FakeDevtools>;
  settle(): Promise<void>;
}

export function createFakeBrowser(): FakeBrowser {
  const runtime = createFakeRuntime();
  const pages: FakePage[] = [];

  return {
    runtime,
    settle: () => runtime.settle(),
    openPage(tabId, { relayFirst = false, frameId = 0 } = {}) {
      const window = new FakeWindow();
      let wake = () => {};
      const relay = () => {
        wake = startRelay(runtime, window, tabId, frameId);
      };
      if (relayFirst) relay();
      installHook(window.asWindow, createV8FrameHider);
      if (!relayFirst) relay();
      const page = { window, tabId, wake: () => wake() };
      pages.push(page);
      return page;
    },
    async openDevtools(tabId) {
      const context = runtime.createContext();
      const browser = browserOf(context, tabId, pages);
      const session = createSession();
      const feeds: EngineFeed[] = [];
      const { summon } = ingest(browser, "chrome", tabId, (feed) => {
        feeds.push(feed);
        if (feed.feed !== "batch") return;
        const batch = parsePageBatch(feed.batch);
        if ("problem" in batch) throw new Error(batch.problem);
        session.accept(batch);
      });
      await runtime.settle();
      return { session, feeds, summon, close: () => context.close() };
    },
  };
}

/** As the relay's entry script does. */
function startRelay(runtime: FakeRuntime, window: FakeWindow, tabId: number, frameId: number): () => void {
  let link: RelayLink | null = null;
  const tab = { id: tabId, incognito: false } as never;
  const connect = () => runtime.connect(RELAY_PORT, { tab, frameId, url: window.location.href });
  const ready = () => {
    if (feed.flush()) link?.ready();
  };
  const sender = createResendingSender(connect, {
    ready,
    arm() {
      feed.announce();
      ready();
    },
    idle: () => link?.idle(),
  });
  const key = frameKey((values) => crypto.getRandomValues(values));
  const feed = createFeed(key, (batch) => sender.send(batch));
  takeLink(window.asWindow, feed, (linked) => {
    link = linked;
    ready();
  });
  return sender.wake;
}

function browserOf(context: FakeContext, tabId: number, pages: readonly FakePage[]): Browser {
  const tab = { id: tabId, url: "https://shop.example/", incognito: false };
  return {
    runtime: { onConnect: context.onConnect },
    extension: { inIncognitoContext: false },
    tabs: {
      get: async () => tab,
      sendMessage: async (to: number, { kind }: Summons) => {
        const reached = pages.filter((it) => it.tabId === to);
        if (reached.length === 0)
          throw new Error("Could not establish connection. Receiving end does not exist.");
        if (kind === "duplex-summons") for (const page of reached) page.wake();
      },
    },
  } as never;
}
