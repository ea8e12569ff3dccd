import { createServer, type Server as HttpServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { Aedes } from "aedes";
import { NodeAdapter } from "faye";
import { createClient } from "graphql-ws";
import { useServer } from "graphql-ws/use/ws";
import { parser as createMqttParser, generate, type Packet } from "mqtt-packet";
import { createServer as createSockJs } from "sockjs";
import { expect, test } from "vitest";
import { createWebSocketStream, WebSocket, WebSocketServer } from "ws";
import { decoderOf, toShort } from "../../../support/decode-conversation.ts";
import { type RecordedSocket, startRecordingProxy } from "../../../support/recording-proxy.ts";

/** The one that the server has: a schema of another copy is none to it. */
const { buildSchema } = createRequire(import.meta.url)("graphql") as typeof import("graphql");

/** Longer than a slow machine needs, and shorter than a wait for what does not come. */
const TIMEOUT_MS = 30_000;

/** Records what a client and a server on loopback say to each other over the first WebSocket. */
async function record(http: HttpServer, talk: (port: number) => Promise<void>): Promise<RecordedSocket> {
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const proxy = await startRecordingProxy((http.address() as AddressInfo).port);
  try {
    await talk(proxy.port);
  } finally {
    await proxy.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  }
  return proxy.sockets[0] as RecordedSocket;
}

/** A socket that says what it is told, and hears until what is waited for has come. */
async function openSocket(url: string, protocols: string[] = []) {
  const socket = new WebSocket(url, protocols);
  const heard: Buffer[] = [];
  let check = () => {};
  socket.on("message", (data: Buffer) => {
    heard.push(data);
    check();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return {
    say: (data: string | Buffer) => socket.send(data),
    hear: (isIt: (heard: readonly Buffer[]) => boolean) =>
      new Promise<void>((resolve) => {
        check = () => {
          if (isIt(heard)) resolve();
        };
        check();
      }),
    close: () => socket.close(),
  };
}

function read({ messages, url, subprotocol }: RecordedSocket) {
  const decoder = decoderOf(messages, { url, subprotocol });
  return { ids: decoder.ids(), withoutFacts: decoderOf(messages).ids(), parts: decoder.all() };
}

test("reads what Aedes says, whose packets come in several messages", { timeout: TIMEOUT_MS }, async () => {
  const protocolVersion = 4;
  const broker = await Aedes.createBroker();
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (socket) => broker.handle(createWebSocketStream(socket)));
  const recorded = await record(http, async (port) => {
    const { say, hear, close } = await openSocket(`ws://127.0.0.1:${port}/`, ["mqtt"]);
    const packets: Packet[] = [];
    const parser = createMqttParser({ protocolVersion });
    parser.on("packet", (it) => packets.push(it));
    let parsed = 0;
    const after = (cmd: string) =>
      hear((heard) => {
        for (; parsed < heard.length; parsed += 1) parser.parse(heard[parsed] as Buffer);
        return packets.some((it) => it.cmd === cmd);
      });
    const send = (packet: object) => say(generate(packet as Packet, { protocolVersion }));
    send({ cmd: "connect", clientId: "ada", protocolVersion, clean: true, keepalive: 60 });
    await after("connack");
    send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "room/#", qos: 1 }] });
    await after("suback");
    send({ cmd: "publish", topic: "room/a", payload: '{"n":1}', qos: 1, messageId: 2, retain: false });
    await after("publish");
    await after("puback");
    send({ cmd: "pingreq" });
    await after("pingresp");
    close();
  });
  await new Promise<void>((resolve) => broker.close(resolve));
  sockets.close();
  const { ids, withoutFacts, parts } = read(recorded);
  expect([ids, withoutFacts]).toEqual([["mqtt"], ["mqtt"]]);
  const shown = parts.filter(({ piece }) => piece === "whole" || piece === "ends").map(toShort);
  expect(shown.slice(0, 4)).toEqual([
    "·CONNECT {request connect}: CONNECT version 3.1.1 ada",
    "·CONNACK {reply connect}: CONNACK",
    "·SUBSCRIBE {request subscribe 1}: SUBSCRIBE room/#",
    expect.stringMatching(/^·SUBACK \{reply subscribe 1\}/),
  ]);
  expect(shown).toContain('PUBLISH {request publish 2}: PUBLISH room/a {"n":1}');
  expect(shown).toContain("·PUBACK {reply publish 2}: PUBACK of 2");
  expect(shown.slice(-2)).toEqual(["·PINGREQ {request ping}: PINGREQ", "·PINGRESP {reply ping}: PINGRESP"]);
});

test("reads what a client and a server of graphql-ws say", { timeout: TIMEOUT_MS }, async () => {
  async function* count() {
    yield { price: "1" };
    yield { price: "2" };
  }
  const schema = buildSchema("type Query { name: String } type Subscription { price: String }");
  const roots = { query: { name: "shop" }, subscription: { price: count } };
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, path: "/graphql" });
  const server = useServer({ schema, roots }, sockets);
  const recorded = await record(http, async (port) => {
    const client = createClient({
      url: `ws://127.0.0.1:${port}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
    });
    for (const query of ["subscription Price { price }", "{ name }", "{ wrong }"]) {
      const results = client.iterate({ query });
      try {
        for await (const _ of results);
      } catch {
        // The last is refused, which is an answer too.
      }
    }
    await client.dispose();
  });
  await server.dispose();
  const { ids, withoutFacts, parts } = read(recorded);
  expect([ids, withoutFacts]).toEqual([["graphql-transport-ws"], ["graphql-transport-ws"]]);
  const plain = (text: string) => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID");
  expect(parts.map((it) => plain(toShort(it)))).toEqual([
    "·connection_init {request connection_init}: connection_init",
    "·connection_ack {reply connection_init}: connection_ack",
    "subscribe Price {request ID}: subscribe subscription Price { price }",
    'next Price {event ID}: next Price {"price":"1"}',
    'next Price {event ID}: next Price {"price":"2"}',
    "complete Price {reply ID}: complete Price",
    "subscribe name {request ID}: subscribe { name }",
    'next name {event ID}: next name {"name":"shop"}',
    "complete name {reply ID}: complete name",
    "subscribe wrong {request ID}: subscribe { wrong }",
    expect.stringMatching(/^error wrong \{reply ID\}: error wrong \[\{"message":"Cannot query field/),
  ]);
});

test("reads what SockJS says", { timeout: TIMEOUT_MS }, async () => {
  const http = createServer();
  const sockjs = createSockJs({ log: () => {} });
  sockjs.on("connection", (connection) => {
    connection.on("data", (text) => {
      connection.write(`you said ${text}`);
      if (text === "bye") connection.close(3001, "gone");
    });
  });
  sockjs.installHandlers(http, { prefix: "/echo" });
  const recorded = await record(http, async (port) => {
    const { say, hear, close } = await openSocket(`ws://127.0.0.1:${port}/echo/123/abcdefgh/websocket`);
    await hear(([first]) => first?.toString() === "o");
    say(JSON.stringify(["hello", '{"type":"a"}']));
    await hear((heard) => heard.join("").includes('{\\"type'));
    say(JSON.stringify(["bye"]));
    await hear((heard) => heard.some((it) => it.toString().startsWith("c[")));
    close();
  });
  const { ids, parts } = read(recorded);
  expect(ids).toEqual(["sockjs"]);
  expect(parts.map(toShort)).toEqual([
    "·open: open",
    "message: hello",
    'message: {"type":"a"}',
    "message: you said hello",
    'message: you said {"type":"a"}',
    "message: bye",
    "message: you said bye",
    '·close: close [3001,"gone"]',
  ]);
});

test("reads what Faye says", { timeout: TIMEOUT_MS }, async () => {
  const http = createServer();
  const bayeux = new NodeAdapter({ mount: "/bayeux", timeout: 5 });
  bayeux.attach(http);
  const recorded = await record(http, async (port) => {
    const { say, hear, close } = await openSocket(`ws://127.0.0.1:${port}/bayeux`);
    const send = (message: object) => say(JSON.stringify([message]));
    const after = (text: string) => hear((heard) => heard.join("").includes(text));
    let clientId = "";
    send({
      channel: "/meta/handshake",
      version: "1.0",
      supportedConnectionTypes: ["websocket"],
      id: "1",
    });
    await hear((heard) => {
      clientId = /"clientId":"([^"]+)"/.exec(heard.join(""))?.[1] ?? "";
      return clientId !== "";
    });
    send({ channel: "/meta/connect", clientId, connectionType: "websocket", id: "2" });
    send({ channel: "/meta/subscribe", clientId, subscription: "/chat", id: "3" });
    await after('"subscription":"/chat"');
    send({ channel: "/chat", clientId, data: { text: "hi" }, id: "4" });
    await after('"text":"hi"');
    send({ channel: "/meta/disconnect", clientId, id: "5" });
    await after('"id":"5"');
    close();
  });
  bayeux.close();
  const { ids, withoutFacts, parts } = read(recorded);
  expect([ids, withoutFacts]).toEqual([["bayeux"], ["bayeux"]]);
  const kinds = parts.map(({ kind, correlation }) => `${kind} ${correlation?.role ?? ""}`.trim());
  expect(kinds.slice(0, 4)).toEqual([
    "handshake request",
    "handshake reply",
    "connect request",
    "subscribe request",
  ]);
  expect(kinds).toContain("subscribe reply");
  expect(parts.some(({ kind, channel }) => kind === "message" && channel === "/chat")).toBe(true);
  expect(kinds).toContain("disconnect reply");
});
