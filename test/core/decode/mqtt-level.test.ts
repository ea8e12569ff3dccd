import fc from "fast-check";
import { generate } from "mqtt-packet";
import { describe, expect, it } from "vitest";
import { mqttLevelOf } from "../../../src/core/decode/protocols/mqtt-level.ts";
import { decoderOf } from "../../support/decode-conversation.ts";

const bytesOf = (packet: object, protocolVersion: 4 | 5) =>
  Uint8Array.from(generate(packet as never, { protocolVersion }));

const publish = (payload: string | Buffer, properties = {}) => ({
  cmd: "publish",
  topic: "plant/7/temperature",
  qos: 0,
  retain: false,
  dup: false,
  payload,
  properties,
});

const topic = fc.stringMatching(/^[a-z]{1,9}\/[a-z]{1,9}$/);

describe("the version of an MQTT packet", () => {
  it("is told by its properties, or by text where they would stand", () => {
    expect(mqttLevelOf(bytesOf(publish('{"a":1}'), 5))).toBe(5);
    expect(mqttLevelOf(bytesOf(publish('{"a":1}'), 4))).toBe(4);
    expect(mqttLevelOf(bytesOf(publish("21.5", { userProperties: { site: "north" } }), 5))).toBe(5);
    expect(mqttLevelOf(bytesOf(publish(""), 4))).toBe(4);
  });

  it("is not told by what is well-formed in both", () => {
    expect(mqttLevelOf(bytesOf(publish(""), 5))).toBe(null);
    expect(mqttLevelOf(bytesOf(publish(Buffer.of(0, 17)), 4))).toBe(null);
    expect(mqttLevelOf(bytesOf({ cmd: "puback", messageId: 7 }, 4))).toBe(null);
    expect(mqttLevelOf(bytesOf({ cmd: "pingreq" }, 4))).toBe(null);
  });

  it("is never the other one", () => {
    const id = fc.integer({ min: 1, max: 65_535 });
    const text = fc.string({ minLength: 1 });
    const properties = fc.record(
      {
        contentType: text,
        responseTopic: topic,
        messageExpiryInterval: fc.nat(),
        correlationData: fc.uint8Array({ maxLength: 9 }).map((it) => Buffer.from(it)),
      },
      { requiredKeys: [] },
    );
    const packets = fc.oneof(
      fc
        .tuple(fc.oneof(text, fc.json()), properties)
        .map(([payload, it]) => publish(payload, it) as Record<string, unknown>),
      fc
        .tuple(id, fc.array(topic, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 2 }))
        .map(([messageId, topics, qos]) => ({
          cmd: "subscribe",
          messageId,
          subscriptions: topics.map((it) => ({ topic: it, qos, nl: false, rap: false, rh: 0 })),
        })),
      fc
        .tuple(id, fc.array(topic, { minLength: 1, maxLength: 4 }))
        .map(([messageId, unsubscriptions]) => ({ cmd: "unsubscribe", messageId, unsubscriptions })),
      fc
        .tuple(id, fc.array(fc.constantFrom(0, 1, 2, 0x80), { minLength: 1, maxLength: 4 }))
        .map(([messageId, granted]) => ({ cmd: "suback", messageId, granted })),
      id.map((messageId) => ({ cmd: "puback", messageId, reasonCode: 0x10 })),
    );
    fc.assert(
      fc.property(packets, fc.constantFrom(4, 5), (packet, level) => {
        const { properties: given = {}, reasonCode, ...older } = packet as Record<string, unknown>;
        const made = level === 5 ? { ...older, properties: given, reasonCode } : older;
        expect([null, level]).toContain(mqttLevelOf(bytesOf(made, level)));
      }),
      { numRuns: 2000 },
    );
  });

  it("is what a recording is read by that begins after CONNECT, from the first packet that tells it", () => {
    const lines = ['{"a":1}', "21.5 degrees"].map(
      (payload) => ["<", bytesOf(publish(payload), 5)] as ["<", Uint8Array],
    );
    const subscribe = bytesOf(
      { cmd: "subscribe", messageId: 8, subscriptions: [{ topic: "plant/#", qos: 1, rh: 0 }] },
      5,
    );
    const shown = decoderOf([...lines, [">", subscribe]], { subprotocol: "mqtt" })
      .all()
      .map(({ summary }) => summary);
    expect(shown).toEqual([
      'PUBLISH plant/7/temperature {"a":1}',
      "PUBLISH plant/7/temperature 21.5 degrees",
      "SUBSCRIBE plant/#",
    ]);
  });

  it("is said not to be known where nothing tells it", () => {
    const binary = bytesOf(publish(Buffer.of(0, 200, 3)), 4);
    const [part] = decoderOf([["<", binary]], { subprotocol: "mqtt" }).all();
    expect(part?.summary).toBe("PUBLISH plant/7/temperature 00 c8 03");
    const names = part?.tree().children(0, 20) ?? [];
    expect(names.find(({ key }) => key === "version")?.text).toBe("unknown, read as 3.1.1");
  });
});
