import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { RawMessage } from "../../../src/core/decode/decoder.ts";
import { decoderOf, toShort } from "../../support/decode-conversation.ts";

const http = createServer();
const server = new Server(http, { allowEIO3: true });
let origin = "";

beforeAll(async () => {
  server.on("connection", (socket) => {
    socket.emit("hello", "ü 🎈", Buffer.from([1, 2, 3]));
    socket.on("ask", (_, answer) => answer({ ok: true }));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

/** Polls as a client does, and keeps the bodies: those sent, those received. */
async function poll(
  version: 3 | 4,
  query: string,
  ask: string,
): Promise<{ url: string; messages: RawMessage[] }> {
  const url = `${origin}/socket.io/?EIO=${version}&transport=polling${query}`;
  const messages: RawMessage[] = [];
  const keep = (received: boolean, bytes: Uint8Array, binary: boolean) => {
    messages.push({ index: messages.length, received, bytes, binary, cut: false, event: "" });
  };
  const receive = async (address: string) => {
    const response = await fetch(address);
    const bytes = new Uint8Array(await response.arrayBuffer());
    keep(true, bytes, response.headers.get("content-type") === "application/octet-stream");
    return new TextDecoder().decode(bytes);
  };
  const send = async (address: string, text: string) => {
    keep(false, new TextEncoder().encode(text), false);
    const response = await fetch(address, {
      method: "POST",
      body: text,
      headers: { "content-type": "text/plain;charset=UTF-8" },
    });
    keep(true, new Uint8Array(await response.arrayBuffer()), false);
  };
  const sid = /"sid":"([^"]+)"/.exec(await receive(url))?.[1];
  const session = `${url}&sid=${sid}`;
  if (version === 4) await send(session, "40");
  // What a server has to say may come in one answer or in several.
  while (!messages.some(({ bytes }) => new TextDecoder().decode(bytes).includes("hello")))
    await receive(session);
  await send(session, ask);
  while (!messages.some(({ bytes }) => new TextDecoder().decode(bytes).includes('"ok"')))
    await receive(session);
  return { url: session, messages };
}

test.each([
  [4, "", '420["ask",1]'],
  [3, "&b64=1", '12:420["ask",1]'],
  [3, "", '12:420["ask",1]'],
] as const)(
  "reads what a server of Socket.IO 4.8 answers to polls of version %d%s",
  async (version, query, ask) => {
    const { url, messages } = await poll(version, query, ask);
    const decoder = decoderOf(messages, { kind: "http", url });
    expect(decoder.ids()).toEqual(["engine.io", "socket.io"]);
    const shown = decoder
      .all()
      .filter(({ kind }) => !["ping", "pong", "noop"].includes(kind))
      .map((it) => toShort(it).replaceAll(/"sid":"[^"]*"/g, '"sid":"…"'));
    expect(shown[0]).toMatch(/^·open: open \{"sid"/);
    const rest = shown.slice(1).filter((it) => it !== "·ok: ok" && !it.startsWith("·connect"));
    expect(rest).toEqual([
      'event hello: hello "ü 🎈",{"_placeholder":true,"num":0} (1 attachment to come)',
      "attachment hello: attachment of hello: 01 02 03 (3 B)",
      "event ask {request / 0}: ask 1",
      'ack {reply / 0}: ack 0 {"ok":true}',
    ]);
    expect(shown.filter((it) => it.startsWith("·connect"))).toContainEqual(
      expect.stringMatching(/^·connect \{reply/),
    );
  },
);

test("reads version 3 over a WebSocket, whose binary messages have a type", async () => {
  const url = `${origin.replace("http", "ws")}/socket.io/?EIO=3&transport=websocket`;
  const messages: RawMessage[] = [];
  await new Promise<void>((resolve) => {
    const socket = new WebSocket(url);
    socket.on("message", (data: Buffer, binary) => {
      const bytes = Uint8Array.from(data);
      messages.push({ index: messages.length, received: true, bytes, binary, cut: false, event: "" });
      if (binary) socket.close();
    });
    socket.on("close", () => resolve());
  });
  expect(messages.at(-1)?.bytes[0]).toBe(4);
  const decoder = decoderOf(messages, { url });
  expect(decoder.ids()).toEqual(["engine.io", "socket.io"]);
  expect(decoder.all().slice(1).map(toShort)).toEqual([
    "·connect {reply / connect}: connect",
    'event hello: hello "ü 🎈",{"_placeholder":true,"num":0} (1 attachment to come)',
    "attachment hello: attachment of hello: 01 02 03 (3 B)",
  ]);
});
