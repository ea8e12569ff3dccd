import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJson } from "../../../src/core/decode/json/find-json.ts";
import { createJsonReader } from "../../../src/core/query/read-json.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What paths may begin at in payloads that stand one after the other. */
function rootsOf(...payloads: (string | Uint8Array)[]): (readonly unknown[])[] {
  const all = payloads.map((it) => (typeof it === "string" ? encoder.encode(it) : it));
  const bytes = Uint8Array.from(Buffer.concat(all));
  const reader = createJsonReader({
    bytes,
    textAt: (from, to) => decoder.decode(bytes.subarray(from, to)),
  });
  let at = 0;
  return all.map(({ length }) => {
    at += length;
    return reader.read(at - length, at);
  });
}

const PRICE = { data: { symbol: "ABC" } };
const JSON_PRICE = JSON.stringify(PRICE);

describe("the JSON in a payload", () => {
  it("is the payload, where that is JSON, and then lists are not taken apart", () => {
    expect(rootsOf(JSON_PRICE, ` [${JSON_PRICE}]\n`, "17", '"a"', " null ")).toEqual([
      [PRICE],
      [[PRICE]],
      [17],
      ["a"],
      [null],
    ]);
  });

  it("is what a framing carries, with the elements of its list", () => {
    const list = ["price", PRICE];
    expect(rootsOf(`42/chat,17["price",${JSON_PRICE}]`)).toEqual([[list, ...list]]);
    expect(rootsOf(`a[${JSON.stringify(JSON_PRICE)}]`)).toEqual([[[JSON_PRICE], JSON_PRICE]]);
    expect(rootsOf(`{"type":1,"arguments":[7]}\x1e{"type":6}\x1e`)).toEqual([
      [{ type: 1, arguments: [7] }, { type: 6 }],
    ]);
    expect(rootsOf(`MESSAGE\nid:[1\n\n${JSON_PRICE}\0`)).toEqual([[PRICE]]);
    expect(rootsOf(`MSG a 1 24\r\n${JSON_PRICE}\r\nPING\r\n`)).toEqual([[PRICE]]);
    expect(rootsOf(`{"a":1}\n{"a":2}\n`, `{"a":3}\n{"a":4}\n`)).toEqual([
      [{ a: 1 }, { a: 2 }],
      [{ a: 3 }, { a: 4 }],
    ]);
  });

  it("is found behind a byte that is a bracket by chance", () => {
    // The length before it is the sign of a list.
    expect(rootsOf(Uint8Array.from([0, 0x5b, ...encoder.encode(JSON_PRICE)]))).toEqual([[PRICE]]);
    expect(rootsOf(`[INFO] {a} ${JSON_PRICE}`)).toEqual([[PRICE]]);
  });

  it("is none where nothing is, or where it does not end", () => {
    expect(rootsOf("", "text", "{", "[1", '{"a":{"b":1}', "}{", "42", "x{}")).toEqual([
      [],
      [],
      [],
      [],
      [],
      [],
      [42],
      [{}],
    ]);
  });

  it("is the same whatever came before", () => {
    const payload = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().map((it) => `42/a,${it}`),
      fc.array(fc.json()).map((it) => it.join("\n")),
      fc.uint8Array({ maxLength: 60 }),
      fc.json().map((it) => encode(it)),
    );
    fc.assert(
      fc.property(fc.array(payload, { maxLength: 8 }), (payloads) => {
        expect(rootsOf(...payloads)).toEqual(payloads.map((it) => rootsOf(it)[0]));
      }),
    );
  });

  it("is looked for in bounded time", () => {
    const deep = encoder.encode("[".repeat(200_000));
    const odd = encoder.encode('{"a":['.repeat(30_000));
    const wrong = encoder.encode("[x".repeat(100_000));
    const from = performance.now();
    for (const bytes of [deep, odd, wrong]) expect(findJson(bytes, 0, bytes.length)).toEqual([]);
    for (const bytes of [deep, odd, wrong]) expect(findJson(bytes, 1, bytes.length)).toEqual([]);
    expect(performance.now() - from).toBeLessThan(1000);
  });
});
