import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import {
  Decoder as OracleDecoder,
  Encoder as OracleEncoder,
  type Packet,
  PacketType,
} from "socket.io-parser";
import { beforeAll, expect, test } from "vitest";
import type { DecodedPart } from "../../../src/core/decode/decoded-part.ts";
import { decoderOf, toMessages, toPlain, toShort } from "../../support/decode-conversation.ts";
import { type RecordedSocket, startRecordingProxy } from "../../support/recording-proxy.ts";

const SOCKET = "wss://host.example/socket.io/?EIO=4&transport=websocket";

let recorded: RecordedSocket;

beforeAll(async () => {
  const http = createServer();
  const server = new Server(http, { connectionStateRecovery: {}, pingInterval: 200 });
  server.of("/chat").on("connection", (socket) => {
    socket.on("typing", (_what, answer) => answer?.("seen", { at: 5 }));
    socket.on("picture", (what: { data: Buffer }, answer) => answer?.(what.data));
    socket.emit("hello", { text: "ü 🎈" });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const proxy = await startRecordingProxy((http.address() as AddressInfo).port);
  const client = io(`http://127.0.0.1:${proxy.port}/chat`, { transports: ["websocket"] });
  await new Promise<void>((resolve) => client.once("hello", () => resolve()));
  await client.emitWithAck("typing", { room: 3 });
  await client.emitWithAck("picture", { data: Buffer.from([0x89, 0x50, 1, 2]), more: Buffer.from("x") });
  await new Promise<void>((resolve) => client.io.once("ping", () => resolve()));
  const left = new Promise<void>((resolve) => {
    for (const socket of server.of("/chat").sockets.values()) socket.once("disconnect", () => resolve());
  });
  client.disconnect();
  await left;
  recorded = proxy.sockets[0] as RecordedSocket;
  await proxy.close();
  await server.close();
});

function inShort(part: DecodedPart): string {
  return toShort(part)
    .replaceAll(/"(sid|pid)":"[^"]*"/g, '"$1":"…"')
    .replaceAll(/,"[\w-]{5,9}"(?=$| )/g, ',"offset"');
}

test("reads what a server and a client of Socket.IO 4.8 say", () => {
  const decoder = decoderOf(recorded.messages, { url: recorded.url });
  expect(decoder.ids()).toEqual(["engine.io", "socket.io"]);
  const all = decoder.all();
  const shown = all.filter(({ kind }) => !/^p[io]ng$/.test(kind)).map(inShort);
  expect(shown).toEqual([
    expect.stringMatching(/^·open: open \{"sid"/),
    "·connect {request /chat connect}: /chat connect",
    '·connect {reply /chat connect}: /chat connect {"sid":"…","pid":"…"}',
    'event hello: /chat hello {"text":"ü 🎈"},"offset"',
    'event typing {request /chat 0}: /chat typing {"room":3}',
    'ack {reply /chat 0}: /chat ack 0 "seen",{"at":5}',
    'event picture {request /chat 1}: /chat picture {"data":{"_placeholder":true,"num":0},"more":{"_placeholder":true,"num":1}} (2 attachments to come)',
    "attachment picture: attachment of picture: 89 50 01 02 (4 B)",
    "attachment picture: attachment of picture: 78 (1 B)",
    'ack {reply /chat 1}: /chat ack 1 {"_placeholder":true,"num":0} (1 attachment to come)',
    "attachment: attachment of an ack: 89 50 01 02 (4 B)",
    "·disconnect: /chat disconnect",
  ]);
  const pieces = all.filter(({ kind, event }) => kind === "attachment" && event === "picture");
  expect(pieces.map(({ piece }) => piece)).toEqual(["continues", "ends"]);
  expect(pieces[1]?.earlier).toHaveLength(2);
});

test("begins anywhere", () => {
  const inOrder = decoderOf(recorded.messages, { url: recorded.url }).all().map(toShort);
  for (let index = recorded.messages.length - 1; index >= 0; index -= 1) {
    const decoder = decoderOf(recorded.messages, { url: recorded.url });
    expect(decoder.decode(index).map(toShort)).toEqual([inOrder[index]]);
  }
});

test("keeps the places of what it finds", () => {
  const [part] = decoderOf(['< 42/chat,17["typing",{"room":3}]'], { url: SOCKET }).all();
  expect([part?.from, part?.to]).toEqual([1, 31]);
  expect(toPlain(part?.tree() as never)).toEqual({
    namespace: "/chat",
    event: "typing",
    acknowledgement: "17",
    arguments: [{ room: "3" }],
  });
});

test("shows what is wrong as what it is", () => {
  const lines = ["< 42[", '< 42{"a":1}', "< 49", "< x", '< 451-["a",{"_placeholder":true,"num":0}]', "< 2"];
  const decoder = decoderOf(lines, { url: SOCKET }, { pinned: ["engine.io", "socket.io"], refused: [] });
  expect(decoder.all().map(toShort)).toEqual([
    "message: 2[",
    'message: 2{"a":1}',
    "message: 9",
    "text: x",
    'event a: a {"_placeholder":true,"num":0} (1 attachment to come)',
    "·ping {request ping}: ping",
  ]);
});

test("is recognised without its URL, by its handshake or by several messages", () => {
  expect(
    decoderOf(['< 0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}', "> 40"]).ids(),
  ).toEqual(["engine.io", "socket.io"]);
  const three = ['< 42["a",1]', '> 42["b"]', '< 42["c",{}]', "< 2", "> 3"];
  expect(decoderOf(three).ids()).toEqual(["engine.io", "socket.io"]);
  expect(decoderOf(three.slice(0, 1)).ids()).toEqual([]);
  expect(decoderOf(["< 42", "< 40", "< 41", "< 2", "< 3", "< 40"]).ids()).toEqual([]);
});

test("takes no other protocol's messages for its own, even at its address", () => {
  expect(decoderOf(['< {"type":"a"}', '< {"type":"b"}'], { url: SOCKET }).ids()).toEqual([]);
});

test("reads polls of version 4 and the three forms of version 3", () => {
  const poll = (version: number) => ({
    kind: "http" as const,
    url: `https://host.example/socket.io/?EIO=${version}&transport=polling`,
  });
  const pinned = { pinned: ["engine.io", "socket.io"], refused: [] };
  const v4 = decoderOf(['< 42["a","ü"]\x1e42["b"]\x1ebAQID\x1e2', "< ok"], poll(4), pinned).decode(0);
  expect(v4.map(toShort)).toEqual([
    'event a: a "ü"',
    "event b: b",
    "message: 01 02 03",
    "·ping {request ping}: ping",
  ]);
  expect(v4.map(({ from, to }) => [from, to])).toEqual([
    [1, 12],
    [14, 20],
    [21, 26],
    [27, 28],
  ]);
  const v3 = decoderOf(['< 13:42["a","ü🎈"]2:40'], poll(3), pinned).decode(0);
  expect(v3.map(toShort)).toEqual(['event a: a "ü🎈"', "·connect {reply / connect}: connect"]);
  const octets = Uint8Array.from([0, 2, 255, 0x34, 0x30, 1, 1, 0, 255, 4, ...Array(9).fill(7)]);
  const old = decoderOf([["<", octets]], poll(3), pinned).decode(0);
  expect(old.map(({ kind }) => kind)).toEqual(["connect", "message"]);
});

const namespace = fc.constantFrom("/", "/chat", "/a/b");
const json = fc.jsonValue({ maxDepth: 3 });
const event = fc.record({
  type: fc.constant(PacketType.EVENT),
  nsp: namespace,
  id: fc.option(fc.nat(), { nil: undefined }),
  data: fc.tuple(fc.string(), json).map((it) => [...it]),
});
const ack = fc.record({
  type: fc.constant(PacketType.ACK),
  nsp: namespace,
  id: fc.nat(),
  data: fc.array(json, { maxLength: 3 }),
});

test("reads what socket.io-parser writes, as it reads it", () => {
  const encoder = new OracleEncoder();
  fc.assert(
    fc.property(fc.oneof(event, ack), (packet) => {
      const [text] = encoder.encode(packet as Packet) as [string];
      const oracle = new OracleDecoder();
      let read: Packet | undefined;
      oracle.on("decoded", (it: Packet) => {
        read = it;
      });
      oracle.add(text);
      const pinned = { pinned: ["engine.io", "socket.io"], refused: [] };
      const [part] = decoderOf([`< 4${text}`], {}, pinned).all();
      expect(part?.kind).toBe(packet.type === PacketType.EVENT ? "event" : "ack");
      expect(part?.channel).toBe(read?.nsp);
      expect(part?.event).toBe(packet.type === PacketType.EVENT ? read?.data[0] : null);
      const link = read?.id === undefined ? null : `${read.nsp} ${read.id}`;
      expect(part?.correlation?.key ?? null).toBe(link);
    }),
  );
});

test("throws at no bytes", () => {
  const pinned = { pinned: ["engine.io", "socket.io"], refused: [] };
  const text = fc.string().map((it) => `< 4${it}`);
  const binary = fc.uint8Array().map((it) => ["<", it] as const);
  fc.assert(
    fc.property(
      fc.array(fc.oneof(text, binary), { minLength: 1 }),
      fc.constantFrom(3, 4),
      (lines, version) => {
        for (const transport of ["websocket", "polling"]) {
          const url = `https://a.example/?EIO=${version}&transport=${transport}`;
          const kind = transport === "polling" ? "http" : "websocket";
          const parts = decoderOf(toMessages(lines), { kind, url }, pinned).all();
          expect(parts.length).toBeGreaterThanOrEqual(lines.length);
          for (const part of parts) part.tree().children(0, 10);
        }
      },
    ),
  );
});
