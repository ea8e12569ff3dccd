import type { Browser } from "webextension-polyfill";
import { createResendingSender } from "../../src/channel/resending-sender.ts";
import type { WorkerRelayLink } from "../../src/channel/worker-links.ts";
import { createSession, type Session } from "../../src/core/model/session.ts";
import type { EngineFeed } from "../../src/core/wire/engine-feed.ts";
import { parsePageBatch } from "../../src/core/wire/parse-page-batch.ts";
import { RELAY_PORT, type Summons } from "../../src/core/wire/port-message.ts";
import { ingest } from "../../src/devtools/ingest.ts";
import { frameKey } from "../../src/feed/frame-key.ts";
import { createFakeRuntime, type FakeContext, type FakeRuntime } from "./fake-runtime.ts";
import { createFakeScripting } from "./fake-scripting.ts";
import type { FakeWindow } from "./fake-window.ts";
import { hookedWindow } from "./hooked-window.ts";

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
      let link: WorkerRelayLink | null = null;
      const tab = { id: tabId, incognito: false } as never;
      const connect = () => runtime.connect(RELAY_PORT, { tab, frameId, url: window.location.href });
      const sender = createResendingSender(connect, {
        ready: () => link?.ready(),
        arm: () => link?.arm(),
        idle: () => link?.idle(),
      });
      const key = frameKey((values) => crypto.getRandomValues(values));
      const linked = (offered: WorkerRelayLink) => {
        link = offered;
        offered.ready();
      };
      const window = hookedWindow((batch) => sender.send(batch), linked, { key, relayFirst });
      const page = { window, tabId, wake: () => sender.wake() };
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

function browserOf(context: FakeContext, tabId: number, pages: readonly FakePage[]): Browser {
  const tab = { id: tabId, url: "https://shop.example/", incognito: false };
  return {
    runtime: { onConnect: context.onConnect },
    extension: { inIncognitoContext: false },
    tabs: {
      get: async () => tab,
      sendMessage: async (to: number, _: Summons) => {
        const reached = pages.filter((it) => it.tabId === to);
        if (reached.length === 0)
          throw new Error("Could not establish connection. Receiving end does not exist.");
        for (const page of reached) page.wake();
      },
    },
    scripting: createFakeScripting(() => ({ startedAt: () => null })),
    storage: { local: { get: async () => ({}) } },
  } as never;
}
