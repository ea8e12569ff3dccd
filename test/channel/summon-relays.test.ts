import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Browser, Tabs } from "webextension-polyfill";
import { isOpenTo, summonRelays } from "../../src/channel/summon-relays.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Tabs whose page has a relay from the given attempt on; its frames have one at once. */
function fakeTabs(answersFrom: number) {
  const sent: unknown[] = [];
  const tabs = {
    sendMessage: async (...args: unknown[]) => {
      sent.push(args);
      if (args.length === 3 && sent.length < 2 * answersFrom)
        throw new Error("Receiving end does not exist.");
      return args.length === 3 ? Date.now() - 30 : undefined;
    },
  } as unknown as Tabs.Static;
  return { tabs, sent };
}
const tab = (url?: string) => ({ id: 5, url }) as Tabs.Tab;

const started: unknown[] = [];
const summon = (tabs: Tabs.Static, of: Tabs.Tab) => summonRelays(tabs, of, (at) => void started.push(at));
beforeEach(() => void started.splice(0));

describe("summoning relays", () => {
  it("reaches them at once", async () => {
    const { tabs, sent } = fakeTabs(1);
    expect(await summon(tabs, tab("https://a.example/"))).toBe(true);
    expect(started).toEqual([Date.now() - 30]);
    expect(sent).toEqual([
      [5, { kind: "duplex-summons" }],
      [5, { kind: "duplex-presence" }, { frameId: 0 }],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ["that comes a little later", 2, true],
    ["that does not come", 3, false],
  ])("gives a relay %s one more chance", async (_, answersFrom, expected) => {
    const { tabs, sent } = fakeTabs(answersFrom);
    const answer = summon(tabs, tab("file:///tmp/a.html"));
    await vi.advanceTimersByTimeAsync(999);
    expect(sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toBe(expected);
    expect(started, "at once").toEqual([null]);
    expect(sent).toHaveLength(4);
  });

  it.each(["about:blank", "chrome://settings", "chrome-extension://x/a.html", undefined])(
    "says nothing of %s, where no extension may run",
    async (url) => {
      const { tabs, sent } = fakeTabs(9);
      expect(await summon(tabs, tab(url))).toBe(true);
      expect(started).toEqual([null]);
      expect(sent).toEqual([]);
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
