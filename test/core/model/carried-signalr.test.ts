import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { expect, test } from "vitest";
import { analyse } from "../../../src/core/analysis/report.ts";
import { createSession } from "../../../src/core/model/session.ts";
import { FLAG_RECEIVED } from "../../../src/core/wire/batch.ts";
import type { HarEntry } from "../../../src/core/wire/events.ts";
import { frameBatches } from "../../support/frame-batches.ts";
import { recordSession } from "../../support/record-session.ts";
import { createSignalRHub } from "../../support/signalr-hub.ts";

const TOKEN = randomBytes(16).toString("base64url");
const SEPARATOR = "\u001e";
const AT = 1_700_000_000_000;

test("a client of SignalR by long polling is one connection, which ends with it", async () => {
  const hub = createServer(createSignalRHub().handle);
  await new Promise<void>((resolve) => hub.listen(0, "127.0.0.1", resolve));
  const recorder = await recordSession((hub.address() as AddressInfo).port);
  const client = new HubConnectionBuilder()
    .withUrl(`http://127.0.0.1:${recorder.port}/hub`, HttpTransportType.LongPolling)
    .configureLogging(LogLevel.None)
    .build();
  await client.start();
  for (const [a, b] of [
    [1, 2],
    [3, 4],
    [5, 6],
  ] as const)
    expect(await client.invoke("Add", a, b)).toBe(a + b);
  await client.stop();
  await recorder.close();
  hub.closeAllConnections();
  await new Promise((resolve) => hub.close(resolve));

  const { connections, messages, roundTrips } = analyse(recorder.session);
  const own = connections.filter(({ kind }) => kind !== "http");
  expect(own).toMatchObject([{ kind: "polling", protocol: "signalr", sent: 5, received: 4 }]);
  expect(recorder.session.connections.find(({ kind }) => kind === "polling")?.state).toBe("closed");
  expect(messages.map(({ direction, kind, event }) => `${direction} ${kind} ${event ?? ""}`.trim())).toEqual([
    "sent handshake",
    "received handshake",
    ...Array.from({ length: 3 }, () => ["sent invocation Add", "received completion"]).flat(),
    "sent close",
  ]);
  expect(roundTrips).toMatchObject([{ pairedBy: "signalr", pairs: 4, unanswered: 0 }]);
}, 30_000);

function entryOf(after: number, method: string, url: string, sent: string, status = 200): HarEntry {
  return {
    startedDateTime: new Date(AT + after).toISOString(),
    time: 5,
    request: { method, url, headers: [], ...(sent && { postData: { mimeType: "text/plain", text: sent } }) },
    response: { status, headers: [], content: { size: 0, mimeType: "text/plain", text: "" } },
  };
}

/** What is told of an event stream, of what it brings, and of requests, in this order. */
function listen(
  url: string,
  events: readonly [after: number, data: string][],
  requests: readonly HarEntry[],
) {
  const session = createSession();
  const page = frameBatches("page");
  const network = frameBatches("network");
  session.accept(page.start(AT));
  const created = { type: "source-created" as const, at: AT, connection: 1, url, withCredentials: false };
  session.accept(page.batch((it) => it.record(created)));
  session.accept(page.batch((it) => it.record({ type: "source-opened", at: AT + 1, connection: 1 })));
  for (const [after, data] of events)
    session.accept(page.batch((it) => it.message(AT + after, 1, FLAG_RECEIVED, data, null, "message", "")));
  for (const entry of requests) {
    const at = Date.parse(entry.startedDateTime) + entry.time;
    session.accept(network.batch((it) => it.record({ type: "request-finished", at, entry })));
  }
  return analyse(session);
}

test("what is posted with the token of an event stream is sent on it, and answered there", () => {
  const url = `https://h.example/hub?id=${TOKEN}`;
  const { connections, messages, roundTrips } = listen(
    url,
    [
      [20, `{}${SEPARATOR}`],
      [90, `{"type":1,"target":"tick","arguments":[1]}${SEPARATOR}`],
      [140, `{"type":3,"invocationId":"0","result":3}${SEPARATOR}`],
    ],
    [
      entryOf(10, "POST", url, `{"protocol":"json","version":1}${SEPARATOR}`),
      entryOf(100, "POST", url, `{"type":1,"invocationId":"0","target":"Add","arguments":[1,2]}${SEPARATOR}`),
      entryOf(150, "POST", `https://h.example/other?id=${TOKEN}`, `{"type":6}`),
    ],
  );
  const own = connections.filter(({ kind }) => kind !== "http");
  expect(own).toMatchObject([{ kind: "eventsource", protocol: "signalr", sent: 2, received: 3 }]);
  expect(messages.map(({ direction, kind, event }) => [direction, kind, event])).toEqual([
    ["sent", "handshake", null],
    ["received", "handshake", "message"],
    ["received", "invocation", "tick"],
    ["sent", "invocation", "Add"],
    ["received", "completion", "message"],
  ]);
  expect(messages[4]).toMatchObject({ replyTo: 3, rttMs: 40 });
  expect(roundTrips).toMatchObject([{ pairs: 2, unanswered: 0 }]);
});

test("an event stream that is told of after the first of its posts has them", () => {
  const session = createSession();
  const page = frameBatches("page");
  const network = frameBatches("network");
  const url = `https://h.example/hub?id=${TOKEN}`;
  session.accept(page.start(AT));
  const entry = entryOf(20, "POST", url, `{"protocol":"json","version":1}${SEPARATOR}`);
  session.accept(network.batch((it) => it.record({ type: "request-finished", at: AT + 25, entry })));
  session.accept(
    page.batch((it) => {
      it.record({ type: "source-created", at: AT, connection: 1, url, withCredentials: false });
      it.record({ type: "source-opened", at: AT + 10, connection: 1 });
      it.message(AT + 30, 1, FLAG_RECEIVED, `{}${SEPARATOR}`, null, "message", "");
    }),
  );
  const later = entryOf(40, "POST", url, `{"type":6}${SEPARATOR}`);
  session.accept(network.batch((it) => it.record({ type: "request-finished", at: AT + 45, entry: later })));
  const own = session.connections.filter(({ kind }) => kind !== "http");
  expect(own).toMatchObject([
    { kind: "eventsource", url, createdAt: AT, openedAt: AT + 10, state: "open", sent: 2, received: 1 },
  ]);
  expect(own[0]?.assumed).toBe(false);
});

test("other requests with an id of that form begin no session", () => {
  const other = `https://h.example/items?id=${TOKEN}`;
  const { connections } = listen(
    "https://h.example/events",
    [[20, "hello"]],
    [
      entryOf(10, "DELETE", other, ""),
      entryOf(20, "GET", other, "", 204),
      entryOf(30, "POST", other, '{"name":"x"}'),
      entryOf(40, "POST", "https://h.example/items?id=7", `{"type":6}${SEPARATOR}`),
    ],
  );
  expect(connections.filter(({ kind }) => kind === "polling")).toEqual([]);
});
