import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Browser, Scripting, Tabs } from "webextension-polyfill";
import { isOpenTo, summonRelays } from "../../src/channel/summon-relays.ts";
import { createFakeScripting } from "../support/fake-scripting.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A browser whose page has a relay from the given attempt on; no frame listens for messages. */
function fakeBrowser(answersFrom: number, capture: object = {}) {
  const sent: unknown[] = [];
  const asked: Scripting.InjectionTarget[] = [];
  const browser = {
    tabs: {
      sendMessage: async (...args: unknown[]) => {
        sent.push(args);
        throw new Error("Receiving end does not exist.");
      },
    },
    scripting: createFakeScripting((target) => {
      asked.push(target);
      return asked.length < answersFrom ? undefined : { startedAt: () => Date.now() - 30 };
    }),
    storage: { local: { get: async () => ({ capture }) } },
  } as unknown as Browser;
  return { browser, sent, asked };
}
const tab = (url?: string) => ({ id: 5, url }) as Tabs.Tab;

const started: unknown[] = [];
const summon = (browser: Browser, of: Tabs.Tab) => summonRelays(browser, of, (at) => void started.push(at));
beforeEach(() => void started.splice(0));

describe("summoning relays", () => {
  it("reaches them at once", async () => {
    const { browser, sent, asked } = fakeBrowser(1);
    expect(await summon(browser, tab("https://a.example/"))).toBe(true);
    expect(started).toEqual([Date.now() - 30]);
    expect(sent).toEqual([[5, { kind: "duplex-summons" }]]);
    expect(asked).toEqual([{ tabId: 5, frameIds: [0] }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("calls those in frames of a page that Duplex is off on, and puts nothing into the page", async () => {
    const { browser, sent, asked } = fakeBrowser(1, { sites: "except", off: ["a.example"] });
    const answer = summon(browser, tab("https://a.example/"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(await answer).toBe(false);
    expect(started).toEqual([null]);
    expect(sent).toHaveLength(2);
    expect(asked).toEqual([]);
  });

  it.each([
    ["that comes a little later", 2, true],
    ["that does not come", 3, false],
  ])("gives a relay %s one more chance", async (_, answersFrom, expected) => {
    const { browser, sent, asked } = fakeBrowser(answersFrom);
    const answer = summon(browser, tab("file:///tmp/a.html"));
    await vi.advanceTimersByTimeAsync(999);
    expect([sent.length, asked.length]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toBe(expected);
    expect(started, "at once").toEqual([null]);
    expect([sent.length, asked.length]).toEqual([2, 2]);
  });

  it.each(["about:blank", "chrome://settings", "chrome-extension://x/a.html", undefined])(
    "says nothing of %s, where no extension may run",
    async (url) => {
      const { browser, sent, asked } = fakeBrowser(9);
      expect(await summon(browser, tab(url))).toBe(true);
      expect(started).toEqual([null]);
      expect([sent, asked]).toEqual([[], []]);
    },
  );
});

describe("a page without a relay", () => {
  function page(executeScript: () => Promise<unknown>, capture: object | Error = {}) {
    const put = vi.fn(executeScript);
    const get = async () => {
      if (capture instanceof Error) throw capture;
      return { capture };
    };
    const browser = { scripting: { executeScript: put }, storage: { local: { get } } } as unknown as Browser;
    return { put, open: () => isOpenTo(browser, tab("https://a.example/x")) };
  }
  const refuse = () => Promise.reject(new Error("Missing host permission for the tab"));

  it.each([
    ["takes a script, which a reload brings", async () => [], true],
    ["takes none, where it stands for one that could not be loaded", refuse, false],
  ])("%s", async (_, executeScript, expected) => {
    const { put, open } = page(executeScript, { sites: "except", off: ["b.example"] });
    expect(await open()).toBe(expected);
    expect(put).toHaveBeenCalledTimes(1);
    expect(put).toHaveBeenCalledWith({ target: { tabId: 5 }, func: expect.any(Function) });
  });

  it.each([
    ["that Duplex is off on", { sites: "except", off: ["a.example"] }],
    ["that is not on the list", { sites: "only", only: ["b.example"] }],
    ["of which that is not known", new Error("The storage area is gone.")],
  ])("%s is not touched", async (_, capture) => {
    const { put, open } = page(refuse, capture);
    expect(await open()).toBe(true);
    expect(put).not.toHaveBeenCalled();
  });
});
