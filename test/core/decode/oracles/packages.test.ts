import { JsonHubProtocol, NullLogger } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { decode as decodeMsgpack, encode as encodeMsgpack } from "@msgpack/msgpack";
import { FrameImpl, Parser as StompParser } from "@stomp/stompjs";
import { deserialize as deserializeBson, serialize as serializeBson } from "bson";
import { decode as decodeCbor, encode as encodeCbor } from "cborg";
import fc from "fast-check";
import { parseMessage, stringifyMessage } from "graphql-ws";
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from "lib0/encoding";
import { parse as parseXml } from "ltx";
import { parser as createMqttParser, generate, type Packet } from "mqtt-packet";
import { Serializer } from "phoenix";
import { Encoder as SocketMsgpackEncoder } from "socket.io-msgpack-parser";
import { expect, test } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import { Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";
import { bsonToJson } from "../../../../src/core/decode/values/bson-json.ts";
import { cborFormat } from "../../../../src/core/decode/values/cbor-format.ts";
import { msgpackFormat } from "../../../../src/core/decode/values/msgpack-format.ts";
import { endOfBinaryValue, type ValueFormat } from "../../../../src/core/decode/values/value-format.ts";
import { toValueJson } from "../../../../src/core/decode/values/value-json.ts";
import { decoderOf, type Line, toPlain } from "../../../support/decode-conversation.ts";

// Packages refuse or leave out the key "__proto__", which fast-check likes to draw.
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((it) => JSON.parse(JSON.stringify(it).replaceAll('"__proto__"', '"proto"')) as unknown);
const name = fc.stringMatching(/^[a-z][a-z0-9/.-]{0,30}$/);

function partsOf(ids: readonly string[], ...lines: readonly Line[]) {
  return decoderOf(lines, {}, { pinned: ids, refused: [] }).all();
}

const bytesOf = (bytes: ArrayLike<number> | ArrayBuffer) => Uint8Array.from(new Uint8Array(bytes));

/** What a decoder says of a packet whose encoding a package made, and what the package reads. */
test.each<[string, ValueFormat, (it: unknown) => Uint8Array, (it: Uint8Array) => unknown]>([
  ["@msgpack/msgpack", msgpackFormat, encodeMsgpack, decodeMsgpack],
  ["cborg", cborFormat, encodeCbor, (it) => decodeCbor(it)],
])("reads what %s writes, as it reads it", (_, format, encode, decode) => {
  fc.assert(
    fc.property(json, (value) => {
      const bytes = bytesOf(encode(value));
      expect(endOfBinaryValue(format, bytes, 0)).toBe(bytes.length);
      const read = JSON.parse(new TextDecoder().decode(toValueJson(format, bytes) ?? undefined));
      expect(read).toEqual(JSON.parse(JSON.stringify(decode(bytes))));
    }),
  );
});

test("reads what bson writes, as it reads it", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^\w{1,9}$/), json, { maxKeys: 6 }), (value) => {
      const bytes = bytesOf(serializeBson({ ...value }));
      const read = JSON.parse(new TextDecoder().decode(bsonToJson(bytes) ?? undefined));
      expect(read).toEqual(JSON.parse(JSON.stringify(deserializeBson(bytes))));
      for (let length = 0; length < bytes.length; length += 1) {
        expect(bsonToJson(bytes.subarray(0, length))).toBeNull();
      }
    }),
  );
});

test("reads what mqtt-packet writes, as it reads it, cut anywhere", () => {
  const topic = fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9]{1,8}){0,3}$/);
  const id = fc.integer({ min: 1, max: 65_535 });
  const packet = fc.oneof(
    fc.record({
      cmd: fc.constant("publish"),
      topic,
      payload: fc.uint8Array({ maxLength: 300 }).map((it) => Buffer.from(it)),
      qos: fc.constantFrom(0, 1, 2),
      retain: fc.boolean(),
      dup: fc.constant(false),
      messageId: id,
    }),
    fc.record({
      cmd: fc.constant("subscribe"),
      messageId: id,
      subscriptions: fc.array(fc.record({ topic, qos: fc.constantFrom(0, 1, 2) }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    fc.record({ cmd: fc.constantFrom("puback", "pubrec", "pubrel", "pubcomp"), messageId: id }),
    fc.record({ cmd: fc.constantFrom("pingreq", "pingresp") }),
  );
  fc.assert(
    fc.property(
      fc.array(packet, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(4 as const, 5 as const),
      fc.nat(),
      (packets, protocolVersion, cut) => {
        const connect = { cmd: "connect", clientId: "c", protocolVersion, clean: true } as const;
        const options = { protocolVersion };
        const bytes = Buffer.concat([connect, ...packets].map((it) => generate(it as Packet, options)));
        const read: Packet[] = [];
        const oracle = createMqttParser(options);
        oracle.on("packet", (it) => read.push(it));
        oracle.parse(bytes);
        const at = cut % bytes.length;
        const lines = [bytes.subarray(0, at), bytes.subarray(at)].filter((it) => it.length > 0);
        const parts = partsOf(["mqtt"], ...lines.map((it): Line => [">", bytesOf(it)]));
        const whole = parts.filter(({ piece }) => piece === "whole" || piece === "ends");
        expect(whole.map(({ kind }) => kind.toLowerCase())).toEqual(read.map(({ cmd }) => cmd));
        expect(whole.map(({ channel }) => channel)).toEqual(
          read.map((it) =>
            it.cmd === "publish" ? it.topic : it.cmd === "subscribe" ? it.subscriptions[0]?.topic : null,
          ),
        );
      },
    ),
  );
});

test("reads what @stomp/stompjs writes, as it reads it, cut anywhere", () => {
  const frame = fc.record({
    command: fc.constantFrom("SEND", "MESSAGE", "SUBSCRIBE", "RECEIPT", "ACK"),
    headers: fc.record({ destination: name, "x-any": fc.string({ minLength: 1, maxLength: 20 }) }),
    body: fc.string({ maxLength: 50 }).map((it) => it.replaceAll("\0", "")),
  });
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 4 }), fc.nat(), (frames, cut) => {
      const text = frames.map((it) => FrameImpl.marshall({ ...it, escapeHeaderValues: true })).join("");
      const read: string[] = [];
      const oracle = new StompParser(
        (it) => read.push(`${it.command} ${new Map(it.headers as [string, string][]).get("destination")}`),
        () => {},
      );
      oracle.parseChunk(text);
      const signs = [...text];
      const at = cut % signs.length;
      const lines = [signs.slice(0, at).join(""), signs.slice(at).join("")].filter((it) => it !== "");
      const parts = partsOf(["stomp"], ...lines.map((it): Line => `< ${it}`));
      const whole = parts.filter(
        ({ piece, kind }) => (piece === "whole" || piece === "ends") && kind !== "heart-beat",
      );
      const withChannel = new Set(["SEND", "MESSAGE", "SUBSCRIBE"]);
      expect(whole.map(({ kind }) => kind)).toEqual(read.map((it) => it.split(" ", 1)[0]));
      whole.forEach(({ kind, channel }, index) => {
        if (withChannel.has(kind)) expect(`${kind} ${channel}`).toBe(read[index]);
      });
    }),
  );
});

const hubMessage = fc.oneof(
  fc.record({
    type: fc.constant(1),
    target: name,
    arguments: fc.array(json, { maxLength: 3 }),
    invocationId: name,
  }),
  fc.record({ type: fc.constant(2), invocationId: name, item: json }),
  fc.record({ type: fc.constant(3), invocationId: name, result: json }),
  fc.record({ type: fc.constant(3), invocationId: name, error: name }),
  fc.record({ type: fc.constant(4), target: name, arguments: fc.array(json), invocationId: name }),
  fc.record({ type: fc.constant(5), invocationId: name }),
  fc.record({ type: fc.constant(6) }),
);

test.each([
  ["JSON", "signalr", new JsonHubProtocol()],
  ["MessagePack", "signalr-msgpack", new MessagePackHubProtocol()],
] as const)("reads what @microsoft/signalr writes in %s, as it reads it", (_, id, protocol) => {
  const kinds = [
    "",
    "invocation",
    "stream item",
    "completion",
    "stream invocation",
    "cancel invocation",
    "ping",
  ];
  fc.assert(
    fc.property(hubMessage, (message) => {
      const written = protocol.writeMessage(message as never);
      const line: Line =
        typeof written === "string" ? `< ${written}` : ["<", bytesOf(written as ArrayBuffer)];
      const [part] = partsOf([id], line);
      const isRead = message.type !== 4 && message.type !== 5;
      const [read] = isRead ? protocol.parseMessages(written as never, NullLogger.instance) : [message];
      const said = read as { type: number; target?: string; invocationId?: string; error?: string };
      expect(part?.kind).toBe(kinds[said.type]);
      expect(part?.event).toBe(said.target ?? null);
      if (said.type > 1 && said.type < 6) expect(part?.correlation?.key).toBe(said.invocationId);
      expect(part?.failed).toBe(said.error !== undefined);
    }),
  );
});

test("reads what phoenix writes, as it reads it", () => {
  const texts = fc.record({ join_ref: name, ref: name, topic: name, event: name });
  fc.assert(
    fc.property(texts, json, fc.uint8Array(), fc.boolean(), (message, payload, bytes, isBinary) => {
      const raw = { ...message, payload: isBinary ? bytesOf(bytes).buffer : { payload } };
      const written = Serializer.encode(raw, (it) => it);
      const line: Line = typeof written === "string" ? `> ${written}` : [">", bytesOf(written)];
      const [part] = partsOf(["phoenix"], line);
      expect([part?.channel, part?.event]).toEqual([message.topic, message.event]);
      expect(part?.correlation?.key).toBe(`${message.topic} ${message.ref}`);
      if (typeof written === "string") {
        expect(Serializer.decode(written, ({ topic, event }) => [topic, event])).toEqual([
          part?.channel,
          part?.event,
        ]);
      }
    }),
  );
});

test("reads what graphql-ws writes, as it reads it", () => {
  const payload = fc.record({
    query: fc.constantFrom("{ a }", "subscription S { b }"),
    variables: fc.constant({}),
  });
  const message = fc.oneof(
    fc.record({ id: name, type: fc.constant("subscribe"), payload }),
    fc.record({ id: name, type: fc.constant("next"), payload: json.map((data) => ({ data })) }),
    fc.record({ id: name, type: fc.constant("complete") }),
    fc.record({ type: fc.constantFrom("ping", "pong", "connection_init", "connection_ack") }),
  );
  fc.assert(
    fc.property(message, (it) => {
      const text = stringifyMessage(it as never);
      const read = parseMessage(text) as { type: string; id?: string };
      const [part] = partsOf(["graphql-transport-ws"], `< ${text}`);
      expect([part?.kind, part?.channel]).toEqual([read.type, read.id ?? null]);
    }),
  );
});

test("reads what yjs and y-protocols write", () => {
  fc.assert(
    fc.property(fc.string(), json, (text, state) => {
      const doc = new Doc();
      doc.getText("a").insert(0, text);
      const awareness = new Awareness(doc);
      awareness.setLocalState({ state });
      const write = (...fields: readonly (number | Uint8Array)[]): Line => {
        const out = createEncoder();
        for (const it of fields) {
          if (typeof it === "number") writeVarUint(out, it);
          else writeVarUint8Array(out, it);
        }
        return ["<", bytesOf(toUint8Array(out))];
      };
      const parts = partsOf(
        ["yjs"],
        write(0, 0, encodeStateVector(doc)),
        write(0, 1, encodeStateAsUpdate(doc)),
        write(0, 2, encodeStateAsUpdate(doc)),
        write(1, encodeAwarenessUpdate(awareness, [doc.clientID])),
      );
      awareness.destroy();
      doc.destroy();
      expect(parts.map(({ kind }) => kind)).toEqual(["sync step 1", "sync step 2", "update", "awareness"]);
      expect(parts[3]?.summary).toContain(String(doc.clientID));
      const tree = toPlain(parts[3]?.tree() as never) as Record<string, { state: unknown }>;
      expect(Object.keys(tree)).toEqual([String(doc.clientID)]);
    }),
    { numRuns: 30 },
  );
});

test("reads what socket.io-msgpack-parser writes", () => {
  const encoder = new SocketMsgpackEncoder();
  fc.assert(
    fc.property(name, fc.option(fc.nat(), { nil: undefined }), name, json, (nsp, id, event, value) => {
      const packet = { type: 2, nsp: `/${nsp}`, data: [event, value], ...(id === undefined ? {} : { id }) };
      const [bytes] = encoder.encode(packet) as unknown as [Uint8Array];
      const [part] = partsOf(["engine.io", "socket.io-msgpack"], ["<", bytesOf(bytes)]);
      expect([part?.kind, part?.channel, part?.event]).toEqual(["event", `/${nsp}`, event]);
      expect(part?.correlation?.key ?? null).toBe(id === undefined ? null : `/${nsp} ${id}`);
    }),
  );
});

test("reads stanzas as ltx reads them", () => {
  const text = fc.string({ unit: fc.constantFrom(..."abc <>&\"'é🎈"), maxLength: 30 });
  const escaped = (it: string) => it.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  fc.assert(
    fc.property(
      fc.constantFrom("message", "presence", "iq"),
      fc.record({ id: name, from: text, type: name }),
      text,
      (stanza, attributes, body) => {
        const written = Object.entries(attributes).map(([key, it]) => ` ${key}="${escaped(it)}"`);
        const xml = `<${stanza} xmlns="jabber:client"${written.join("")}><body>${escaped(body)}</body></${stanza}>`;
        const read = parseXml(xml);
        const [part] = partsOf(["xmpp"], `< ${xml}`);
        expect(part?.kind).toBe(read.name);
        expect(part?.event).toBe(read.attrs.type);
        if (stanza === "iq") expect(part?.correlation?.key).toBe(read.attrs.id);
      },
    ),
  );
});
