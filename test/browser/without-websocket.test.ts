import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear } from "../../tooling/panel-actions.ts";
import { createPhoenixLongPoll } from "../support/phoenix-long-poll.ts";
import { createSignalRHub } from "../support/signalr-hub.ts";
import { PATIENTLY } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

const { resolve } = createRequire(import.meta.url);
/** The clients themselves, as pages load them. */
const SCRIPTS: Readonly<Record<string, string>> = {
  "/signalr.js": join(dirname(resolve("@microsoft/signalr")), "../browser/signalr.min.js"),
  "/phoenix.js": join(dirname(resolve("phoenix")), "phoenix.min.js"),
};

/** A page that does the same by each transport. */
const PAGE = `<!doctype html><title>without a WebSocket</title>
<script src="/signalr.js"></script><script src="/phoenix.js"></script><script>
  window.hub = async (transport) => {
    window.client = new signalR.HubConnectionBuilder()
      .withUrl("/hub", signalR.HttpTransportType[transport])
      .configureLogging(signalR.LogLevel.None)
      .build();
    client.on("tick", () => {});
    await client.start();
    const sums = [];
    for (const n of [1, 2, 3]) sums.push(await client.invoke("Add", n, n));
    const begun = performance.now();
    sums.push(await client.invoke("Slow", 20, 1));
    window.slowMs = performance.now() - begun;
    const items = [];
    await new Promise((complete, error) =>
      client.stream("Count").subscribe({ next: (it) => items.push(it), complete, error }));
    return { sums, items };
  };
  window.channel = async () => {
    const socket = new Phoenix.Socket("/socket", { transport: Phoenix.LongPoll });
    socket.connect();
    const room = socket.channel("room:1", {});
    room.on("tick", () => {});
    const done = (push) => new Promise((resolve) => push.receive("ok", resolve));
    await done(room.join());
    const sums = [];
    for (const a of [1, 2, 3]) sums.push((await done(room.push("add", { a }))).sum);
    return { sums };
  };
</script>`;

/** The messages of the list: direction, what they say, and whether they are known as request or reply. */
const MESSAGES = `[...document.querySelectorAll(".row.is-message")].map((it) => [
  it.querySelector(".cell-direction").textContent,
  it.querySelector(".cell-data").textContent.replace(/\\s+/g, " ").trim(),
  it.querySelector(".trip.is-request") ? "asks" : it.querySelector(".trip.is-reply") ? "answers" : "",
].join(" ").trim())`;

/** The connection that the page of an address has begun, which is no request. */
const own = (address: string) => `[...document.querySelectorAll("[role=option]")].findLast((it) =>
  it.querySelector(".connection-speaks") && it.textContent.includes(${JSON.stringify(address)}))`;

/** Of it, what it speaks and how many messages went which way. */
const said = (address: string) => `[
  ${own(address)}.querySelector(".connection-kind").textContent,
  ${own(address)}.querySelector(".connection-speaks").textContent,
  ...[...${own(address)}.querySelectorAll(".traffic > span:first-child")]
    .map((it) => Number(it.textContent.replace(/[^\\d]/g, ""))),
]`;

/** The hub takes this long for one of its answers. */
const SLOW_MS = 120;
/** What the browser's network log may leave out of a request, and what a busy page waits. */
const APART_MS = 60;

describe.each(BROWSERS)("%s: without a WebSocket", (name) => {
  const hub = createSignalRHub();
  const phoenix = createPhoenixLongPoll();
  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    const script = SCRIPTS[url];
    if (url.startsWith("/hub")) void hub.handle(request, response);
    else if (url.startsWith("/socket/longpoll")) void phoenix(request, response);
    else if (script !== undefined)
      response.setHeader("content-type", "text/javascript").end(readFileSync(script));
    else response.setHeader("content-type", "text/html").end(PAGE);
  });
  let started: StartedBrowser;
  let panel: DrivenPanel;
  let url = "";

  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
  });
  afterAll(async () => {
    // The server first: it holds requests of the page open.
    server.closeAllConnections();
    server.close();
    await started?.stop();
  });
  beforeEach(async () => {
    await clear(panel);
    await started.browser.page.goto(url);
  });

  /** Chooses it on the left, and waits until its messages are these, or these among others. */
  async function untilMessagesOf(address: string, wanted: readonly string[], only: boolean): Promise<void> {
    await panel.waitFor(`${own(address)} !== undefined`);
    await panel.evaluate(`${own(address)}.click()`);
    await expect
      .poll(async () => (await panel.evaluate<string[]>(MESSAGES)).sort(), PATIENTLY)
      .toEqual(only ? [...wanted].sort() : expect.arrayContaining([...wanted]));
  }

  /** How many requests it has had, and how many have no answer, as the Round trips say. */
  async function untilTrips(counts: readonly number[]): Promise<void> {
    await panel.click({ role: "tab", name: "Round trips" });
    await panel.waitFor(`(() => {
      const row = document.querySelector(".trip-types tbody tr");
      const cells = [...(row?.querySelectorAll("td") ?? [])].map((it) => it.textContent);
      return cells.slice(0, ${counts.length}).join() === "${counts.join()}";
    })()`);
    await panel.click({ role: "tab", name: "Messages" });
  }

  test.each([
    // Of the last some come in one answer, by chance.
    { transport: "ServerSentEvents", kind: "sse", received: 10 },
    { transport: "LongPolling", kind: "poll", received: null },
  ])("SignalR by $transport is one connection, whose calls have their answers", async (its) => {
    const { page } = started.browser;
    expect(await page.evaluate(`hub("${its.transport}")`)).toEqual({ sums: [2, 4, 6, 21], items: [1, 2, 3] });
    hub.call("tick", 7);
    await untilMessagesOf(
      "/hub",
      [
        "↑ invocation Add [3,3] asks",
        "↓ completion 6 answers",
        "↑ invocation Slow [20,1] asks",
        "↓ completion 21 answers",
        "↑ stream invocation Count asks",
        expect.stringMatching(/^↓ stream item.* answers$/),
        "↓ invocation tick 7",
      ],
      false,
    );
    // Others of that address are requests.
    const [kind, speaks, sent, received] = await panel.evaluate<[string, string, number, number]>(
      said("/hub"),
    );
    expect([kind, speaks]).toEqual([its.kind, "SignalR"]);
    // Beside the calls a handshake, and at times a ping.
    expect([6, 7]).toContain(sent);
    if (its.received !== null) expect(received).toBe(its.received);
    const slowMs = await panel.evaluate<number>(`Number.parseFloat(
      [...document.querySelectorAll(".row.is-message")].find((it) => it.textContent.includes("Slow"))
        .querySelector(".cell-rtt").textContent)`);
    expect(slowMs).toBeGreaterThan(SLOW_MS - APART_MS);
    expect(slowMs).toBeLessThan((await page.evaluate<number>("slowMs")) + APART_MS);
    await untilTrips([6, 0, 0]);
  });

  test("Phoenix by long polling is one connection, whose pushes have their replies", async () => {
    const { page } = started.browser;
    expect(await page.evaluate("channel()")).toEqual({ sums: [2, 3, 4] });
    await untilMessagesOf(
      "/socket/longpoll",
      [
        "↑ join room:1 phx_join asks",
        "↓ reply room:1 phx_reply ok answers",
        ...[1, 2, 3].flatMap((a) => [
          `↑ push room:1 add {"a":${a}} asks`,
          `↓ broadcast room:1 tick {"n":${a}}`,
          `↓ reply room:1 phx_reply ok {"sum":${a + 1}} answers`,
        ]),
      ],
      true,
    );
    expect(await panel.evaluate(said("/socket/longpoll"))).toEqual(["poll", "Phoenix", 4, 7]);
    await untilTrips([4, 0, 0]);
  });
});
