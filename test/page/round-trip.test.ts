import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Session } from "../../src/core/model/session.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import { createFakeBrowser, type FakePage } from "../support/fake-browser.ts";
import { TIME_ORIGIN } from "../support/fake-window.ts";
import { valuesOf } from "../support/values-of.ts";

const { ringCount: RING_COUNT } = DEFAULT_LIMITS;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Opens a socket as a page does; each step takes a millisecond. */
function openSocket({ window }: FakePage, url = "wss://shop.example/prices") {
  window.clock.ms += 1;
  const socket = new window.WebSocket(url);
  window.clock.ms += 1;
  socket.peer.open();
  const say = (text: string) => {
    window.clock.ms += 1;
    socket.send(text);
  };
  return { socket, say };
}

const textsOf = ({ log, payload, connections }: Session) =>
  Array.from({ length: log.length }, (_, row) => row)
    .filter((row) => log.kind.get(row) === 1)
    .map((row) => `${connections[log.connection.get(row) - 1]?.url} ${Buffer.from(payload(row))}`);

describe("from a page to a session", () => {
  it.each([false, true])("everything arrives, in order and on time (relay first: %s)", async (relayFirst) => {
    const browser = createFakeBrowser();
    const { session } = await browser.openDevtools(1);
    const page = browser.openPage(1, { relayFirst });
    const { socket, say } = openSocket(page);
    say("ping");
    page.window.clock.ms += 10;
    socket.peer.say("pong");
    socket.peer.say(Uint8Array.of(0, 255).buffer);
    page.window.clock.ms += 5;
    socket.peer.close(1001, "going away");
    vi.advanceTimersByTime(50);
    await browser.settle();

    expect(session.connections).toMatchObject([
      {
        kind: "websocket",
        url: "wss://shop.example/prices",
        state: "closed",
        createdAt: TIME_ORIGIN + 1,
        openedAt: TIME_ORIGIN + 2,
        close: { at: TIME_ORIGIN + 18, code: 1001, reason: "going away", by: "server" },
        sent: 1,
        received: 2,
        assumed: false,
      },
    ]);
    expect(textsOf(session).slice(0, 2)).toEqual([
      "wss://shop.example/prices ping",
      "wss://shop.example/prices pong",
    ]);
    expect(
      valuesOf(session.log, "at")
        .slice(0, 6)
        .map((at) => at - TIME_ORIGIN),
    ).toEqual([1, 2, 3, 13, 13, 18]);
    expect([...session.payload(4)]).toEqual([0, 255]);
    expect([...session.frames.values()]).toMatchObject([{ url: "https://shop.example/", top: true }]);
    expect([session.dropped, session.hookFailures]).toEqual([0, 0]);
  });

  it("a page that opens nothing opens no port and says nothing", async () => {
    const browser = createFakeBrowser();
    const { feeds } = await browser.openDevtools(1);
    const { window } = browser.openPage(1);
    window.document.dispatchEvent({ type: "visibilitychange", defaultPrevented: false });
    vi.advanceTimersByTime(5000);
    await browser.settle();
    expect(browser.runtime.opened).toEqual([]);
    expect(feeds.filter(({ feed }) => feed === "batch")).toEqual([]);
  });

  it("DevTools that open late hear what is recent, and of what is not there", async () => {
    const browser = createFakeBrowser();
    const page = browser.openPage(1);
    const { say } = openSocket(page);
    vi.advanceTimersByTime(50);
    await browser.settle();
    for (let index = 0; index < 3 * RING_COUNT; index += 1) say(`m${index}`);
    const { session } = await browser.openDevtools(1);
    vi.advanceTimersByTime(50);
    await browser.settle();

    const [connection] = session.connections;
    expect(session.connections).toHaveLength(1);
    expect(connection).toMatchObject({ url: "wss://shop.example/prices", state: "open", assumed: false });
    const texts = textsOf(session);
    expect(texts.at(-1)).toBe(`wss://shop.example/prices m${3 * RING_COUNT - 1}`);
    expect(session.dropped + texts.length).toBe(3 * RING_COUNT);
  });

  it("what is not there is counted with the connection that lost it", async () => {
    const browser = createFakeBrowser();
    const page = browser.openPage(1);
    openSocket(page, "wss://shop.example/earlier");
    vi.advanceTimersByTime(50);
    await browser.settle();
    const { say } = openSocket(page);
    for (let index = 0; index < 2 * RING_COUNT; index += 1) say(`m${index}`);
    const { session } = await browser.openDevtools(1);
    vi.advanceTimersByTime(50);
    await browser.settle();
    const connection = session.connections.find(({ url }) => url === "wss://shop.example/prices");
    expect(session.dropped).toBeGreaterThan(0);
    expect(connection?.dropped).toBe(session.dropped);
  });

  it("a socket that is closing when DevTools open late is not shown as open", async () => {
    const browser = createFakeBrowser();
    const page = browser.openPage(1);
    openSocket(page, "wss://shop.example/earlier");
    vi.advanceTimersByTime(50);
    await browser.settle();
    const { socket, say } = openSocket(page);
    for (let index = 0; index < 2 * RING_COUNT; index += 1) say(`m${index}`);
    socket.close();
    const { session } = await browser.openDevtools(1);
    vi.advanceTimersByTime(50);
    await browser.settle();
    const connection = session.connections.find(({ url }) => url === "wss://shop.example/prices");
    expect(connection?.state).toBe("closing");
  });

  it("DevTools that are opened again hear of a quiet connection", async () => {
    const browser = createFakeBrowser();
    const first = await browser.openDevtools(1);
    openSocket(browser.openPage(1));
    vi.advanceTimersByTime(50);
    await browser.settle();
    expect(first.session.connections).toHaveLength(1);
    first.close();
    await browser.settle();
    const second = await browser.openDevtools(1);
    vi.advanceTimersByTime(50);
    await browser.settle();
    expect(second.session.connections).toMatchObject([{ state: "open", url: "wss://shop.example/prices" }]);
  });

  it("DevTools that are opened again hear what was said in between, once", async () => {
    const browser = createFakeBrowser();
    const first = await browser.openDevtools(1);
    const { say } = openSocket(browser.openPage(1));
    say("heard");
    vi.advanceTimersByTime(50);
    await browser.settle();
    first.close();
    await browser.settle();
    say("alone");
    const second = await browser.openDevtools(1);
    say("heard again");
    vi.advanceTimersByTime(50);
    await browser.settle();
    expect(textsOf(second.session).map((it) => it.split(" ").slice(1).join(" "))).toEqual([
      "alone",
      "heard again",
    ]);
    expect(second.session.connections).toMatchObject([{ assumed: false, state: "open" }]);
  });
});

describe("two tabs", () => {
  it("with DevTools each hear their own", async () => {
    const browser = createFakeBrowser();
    const [one, two] = [await browser.openDevtools(1), await browser.openDevtools(2)];
    openSocket(browser.openPage(1), "wss://one.example/").say("1");
    openSocket(browser.openPage(2), "wss://two.example/").say("2");
    vi.advanceTimersByTime(50);
    await browser.settle();
    expect(textsOf(one.session)).toEqual(["wss://one.example/ 1"]);
    expect(textsOf(two.session)).toEqual(["wss://two.example/ 2"]);
  });

  it("DevTools opened on the second while those of the first are open hear it", async () => {
    const browser = createFakeBrowser();
    await browser.openDevtools(1);
    const { say } = openSocket(browser.openPage(2));
    say("before");
    vi.advanceTimersByTime(50);
    await browser.settle();
    const { session } = await browser.openDevtools(2);
    say("after");
    vi.advanceTimersByTime(50);
    await browser.settle();
    expect(textsOf(session).map((it) => it.split(" ")[1])).toEqual(["before", "after"]);
  });

  it("DevTools opened again while those of another tab are open hear it", async () => {
    const browser = createFakeBrowser();
    await browser.openDevtools(1);
    const first = await browser.openDevtools(2);
    const { say } = openSocket(browser.openPage(2));
    vi.advanceTimersByTime(50);
    await browser.settle();
    first.close();
    await browser.settle();
    const second = await browser.openDevtools(2);
    say("after");
    vi.advanceTimersByTime(50);
    await browser.settle();
    expect(textsOf(second.session)).toEqual(["wss://shop.example/prices after"]);
  });

  it("a page that nobody inspects keeps no more while DevTools of another tab are open", async () => {
    const browser = createFakeBrowser();
    await browser.openDevtools(1);
    const { say } = openSocket(browser.openPage(2));
    for (let index = 0; index < 80; index += 1) {
      say("x".repeat(256 * 1024));
      vi.advanceTimersByTime(50);
      await browser.settle();
    }
    const { session } = await browser.openDevtools(2);
    vi.advanceTimersByTime(50);
    await browser.settle();
    expect(textsOf(session).length).toBeGreaterThan(0);
    expect(session.heldBytes).toBeLessThan(4 * 1024 * 1024);
  });
});
