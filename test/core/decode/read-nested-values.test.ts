import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { MessageType } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { encode as encodeMsgpack } from "@msgpack/msgpack";
import { encode as encodeCbor } from "cborg";
import fc from "fast-check";
import { compress as compressLz4 } from "lz4js";
import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import { readNestedValues } from "../../../src/core/decode/values/read-nested-values.ts";

const PRICE = { event: "price", data: { symbol: "żółw", values: [1, 2.5] } };
const JSON_PRICE = new TextEncoder().encode(JSON.stringify(PRICE));
const own = (bytes: Uint8Array) => Uint8Array.from(bytes);
const publish = (payload: Uint8Array) =>
  own(
    generate({
      cmd: "publish",
      topic: "plant/7",
      qos: 0,
      retain: false,
      dup: false,
      payload: Buffer.from(payload),
    }),
  );

test.each([
  ["JSON in gzip", gzipSync(JSON_PRICE)],
  ["JSON in zlib", deflateSync(JSON_PRICE)],
  ["JSON in LZ4", compressLz4(JSON_PRICE)],
  ["MessagePack in gzip", gzipSync(encodeMsgpack(PRICE))],
  ["CBOR in gzip in gzip", gzipSync(gzipSync(encodeCbor(PRICE)))],
  ["JSON in raw DEFLATE", deflateRawSync(JSON_PRICE)],
  ["JSON in Brotli", brotliCompressSync(JSON_PRICE)],
  ["MessagePack in Brotli", brotliCompressSync(encodeMsgpack(PRICE))],
  ["CBOR in raw DEFLATE", deflateRawSync(encodeCbor(PRICE))],
  ["the element of a list in Brotli", brotliCompressSync(Buffer.from(JSON.stringify([1, PRICE])))],
  ["MessagePack in MQTT", publish(encodeMsgpack(PRICE))],
  ["CBOR in MQTT", publish(encodeCbor(PRICE))],
  ["JSON in gzip in MQTT", publish(gzipSync(JSON_PRICE))],
  ["a map behind a number of four bytes", Uint8Array.of(0, 0, 0, 9, ...encodeMsgpack(PRICE))],
  ["the element of a list of MessagePack", encodeMsgpack([1, PRICE, null])],
  ["the element of a list of CBOR", encodeCbor([1, PRICE, null])],
])("%s", (_, bytes) => {
  expect(readNestedValues(own(bytes))).toContainEqual(PRICE);
});

test("each record of a message, whatever stands before it", () => {
  const hub = new MessagePackHubProtocol();
  const invoke = (price: number) =>
    new Uint8Array(
      hub.writeMessage({ type: MessageType.Invocation, target: "Price", arguments: [{ price }] } as never),
    );
  const found = readNestedValues(Uint8Array.of(...invoke(7), ...invoke(8)));
  expect(found).toContainEqual([{ price: 7 }]);
  expect(found).toContainEqual([{ price: 8 }]);
});

test("text that was packed without a signature is no value", () => {
  const text = Buffer.from("not a value, whatever it unpacks to, {");
  for (const pack of [deflateRawSync, brotliCompressSync])
    expect(readNestedValues(own(pack(text)))).toEqual([]);
});

test("numbers and bytes hold nothing", () => {
  expect(readNestedValues(Uint8Array.of(0x92, 1, 2))).toEqual([]);
  expect(readNestedValues(Uint8Array.from({ length: 200 }, (_, at) => at))).toEqual([]);
  expect(readNestedValues(new Uint8Array())).toEqual([]);
});

test("any bytes, also long ones that begin lists everywhere: nothing is thrown, and it ends soon", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void readNestedValues(bytes)));
  for (const byte of [0x81, 0x91, 0xdd, 0x9f, 0xbf]) {
    const from = performance.now();
    readNestedValues(new Uint8Array(200_000).fill(byte));
    expect(performance.now() - from).toBeLessThan(1000);
  }
});
