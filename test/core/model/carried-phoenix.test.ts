import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LongPoll, type Push, Socket } from "phoenix";
import { expect, test } from "vitest";
import { analyse } from "../../../src/core/analysis/report.ts";
import { createSession } from "../../../src/core/model/session.ts";
import type { HarEntry } from "../../../src/core/wire/events.ts";
import { frameBatches } from "../../support/frame-batches.ts";
import { createPhoenixLongPoll, PHOENIX_TOKEN } from "../../support/phoenix-long-poll.ts";
import { recordSession } from "../../support/record-session.ts";

test("a client of Phoenix by long polling is one connection with messages, as over a WebSocket", async () => {
  const server = createServer(createPhoenixLongPoll());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const recorder = await recordSession((server.address() as AddressInfo).port);
  const socket = new Socket(`http://127.0.0.1:${recorder.port}/socket`, { transport: LongPoll });
  socket.connect();
  const channel = socket.channel("room:1", {});
  const done = (push: Push) => new Promise<unknown>((resolve) => push.receive("ok", resolve));
  await done(channel.join());
  for (const a of [1, 2, 3]) expect(await done(channel.push("add", { a }))).toEqual({ sum: a + 1 });
  await new Promise<void>((resolve) => socket.disconnect(resolve));
  await recorder.close();
  server.closeAllConnections();
  server.close();

  const { connections, messages, roundTrips } = analyse(recorder.session);
  const own = connections.filter(({ kind }) => kind !== "http");
  expect(own).toMatchObject([{ kind: "polling", protocol: "phoenix", sent: 4, received: 7 }]);
  expect(messages.map(({ direction, event }) => `${direction} ${event}`)).toEqual([
    "sent phx_join",
    "received phx_reply",
    ...[1, 2, 3].flatMap(() => ["sent add", "received tick", "received phx_reply"]),
  ]);
  expect(roundTrips).toMatchObject([{ pairedBy: "phoenix", pairs: 4, unanswered: 0 }]);
}, 30_000);

test("it ends with its token, bytes come as base64, and other addresses carry nothing", () => {
  const session = createSession();
  const network = frameBatches("network");
  const at = Date.UTC(2026, 0, 1);
  const poll = `https://h.example/live/longpoll?vsn=2.0.0&token=${encodeURIComponent(PHOENIX_TOKEN)}`;
  const request = (method: string, url: string, sent: string, text: string): HarEntry => ({
    startedDateTime: new Date(at).toISOString(),
    time: 5,
    request: {
      method,
      url,
      headers: [],
      ...(sent && { postData: { mimeType: "application/x-ndjson", text: sent } }),
    },
    response: {
      status: 200,
      headers: [],
      content: { size: text.length, mimeType: "application/json", text },
    },
  });
  const packed = Buffer.from([0, 1, 1, 6, 2, 1, 1]).toString("base64");
  for (const entry of [
    request(
      "GET",
      poll,
      "",
      JSON.stringify({ status: 200, token: PHOENIX_TOKEN, messages: ['["1","1","t","e",{}]', packed] }),
    ),
    request("GET", "https://h.example/longpoll?token=a", "", JSON.stringify({ items: [] })),
    request("POST", "https://h.example/longpoll?token=a", "a=b", "{}"),
    request("GET", "https://h.example/longpoll?since=1", "", JSON.stringify({ messages: ["x"] })),
    request("GET", poll, "", JSON.stringify({ status: 410, token: "other", messages: [] })),
  ])
    session.accept(network.batch((it) => it.record({ type: "request-finished", at: at + 5, entry })));
  const own = session.connections.filter(({ kind }) => kind !== "http");
  expect(own).toMatchObject([{ kind: "polling", received: 2, state: "closed", receivedBytes: 20 + 7 }]);
});
