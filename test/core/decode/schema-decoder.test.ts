import { describe, expect, test } from "vitest";
import { decodeSession } from "../../../src/core/analysis/decode-session.ts";
import { withSchemaRule } from "../../../src/core/analysis/schema-rule.ts";
import { createSessionSchema } from "../../../src/core/analysis/session-schema.ts";
import {
  type ProtoFile,
  parseProtoFiles,
  readProtoFiles,
  toProtoFile,
} from "../../../src/core/decode/proto/proto-files.ts";
import { createSchemaDecoder } from "../../../src/core/decode/proto/schema-decoder.ts";
import { decoderOf, toPlain } from "../../support/decode-conversation.ts";
import { sessionFromText } from "../../support/session-from-text.ts";

const PRICES = `syntax = "proto3";
package shop;
message Price { string symbol = 1; double value = 2; Side side = 3; }
enum Side { ANY = 0; BUY = 1; }
message Ask { string symbol = 1; }
service Prices { rpc Watch (Ask) returns (stream Price); }
`;
const FILES: readonly ProtoFile[] = [{ name: "prices.proto", content: PRICES }];

/** A price: "ABC", 1.5, BUY. */
const PRICE = "0x0a0341424311000000000000f83f1801";
const ASK = "0x0a03414243";
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.slice(2), "hex"));

describe("files of schemas", () => {
  test("say together what there is, and what is in none of them", () => {
    const reading = readProtoFiles([
      {
        name: "a.proto",
        content: 'import "b.proto"; message A { B b = 1; google.protobuf.Timestamp at = 2; }',
      },
      { name: "b.proto", content: "message B { int32 n = 1; }" },
    ]);
    if ("problem" in reading) throw new Error(reading.problem.text);
    expect([...reading.schema.messages.keys()]).toEqual(["A", "B"]);
    expect(reading.unknown).toEqual(["google.protobuf.Timestamp"]);
  });

  test("one that cannot be read is named, with its line", () => {
    const broken = { name: "b.proto", content: "message B {\n  int32 n = 1;\n  int32 m 2;\n}" };
    expect(readProtoFiles([...FILES, broken])).toEqual({
      problem: { file: "b.proto", line: 3, text: "= is missing before 2", source: "int32 m 2;" },
    });
    const none = { name: "x.desc", content: Uint8Array.of(1, 2, 3) };
    expect(readProtoFiles([none])).toMatchObject({ problem: { file: "x.desc", line: 0, source: "" } });
  });

  test("are text where they are called so", () => {
    expect(toProtoFile("a.PROTO", new TextEncoder().encode("é")).content).toBe("é");
    expect(toProtoFile("a.desc", Uint8Array.of(10, 0)).content).toEqual(Uint8Array.of(10, 0));
  });

  test("are taken from what was kept as they are, and nothing else is", () => {
    expect(parseProtoFiles(FILES)).toEqual(FILES);
    for (const wrong of [
      null,
      [null],
      [{ name: "a" }],
      [{ name: "a", content: 1 }],
      [{ name: "a", content: "x".repeat(5e6) }],
    ])
      expect(() => parseProtoFiles(wrong)).toThrow();
  });
});

describe("messages with their schema", () => {
  const schemaOf = (rules: Parameters<typeof withSchemaRule>[0]) =>
    createSessionSchema(() => ({ files: FILES, rules }));

  test("say fields by name, by the types that the reader has chosen for each direction", () => {
    const session = sessionFromText({
      "ws wss://shop.example/live?x=1": [`0ms > ${ASK}`, `1ms < ${PRICE}`, `2ms < ${PRICE}`, "3ms < hello"],
    });
    const about = { url: "wss://shop.example/*", session: null, connection: null };
    const rules = withSchemaRule([], { ...about, sent: "shop.Ask", received: "shop.Price" });
    const schema = schemaOf(rules);
    const decoder = decodeSession(session, undefined, (it) => schema.decodersOf("s", it));
    const rows = Array.from({ length: session.log.length }, (_, row) => row).filter(
      (it) => decoder.indexOf(it) !== null,
    );
    expect(rows.map((row) => decoder.meaningOf(row).summary)).toEqual([
      'Ask symbol: "ABC"',
      'Price symbol: "ABC", value: 1.5, side: BUY',
      'Price symbol: "ABC", value: 1.5, side: BUY',
      null,
    ]);
    const [part] = decoder.partsOf(rows[1] as number);
    expect(part).toMatchObject({ protocols: ["protobuf"], kind: "protobuf", problem: null });
    expect(toPlain(part?.tree() as never)).toEqual({ symbol: "ABC", value: "1.5", side: "BUY" });
    expect(decoder.recognitionOf(1)?.claims[0]?.reason).toMatch(
      /you said that its messages are shop.Ask, shop.Price/,
    );
  });

  test("another choice counts at once", () => {
    const session = sessionFromText({ "ws wss://shop.example/": [`0ms < ${PRICE}`] });
    let received: string | null = null;
    const about = { url: null, session: "s", connection: 1, sent: null };
    const schema = createSessionSchema(() => ({ files: FILES, rules: [{ ...about, received }] }));
    const decoder = decodeSession(session, undefined, (it) => schema.decodersOf("s", it));
    const row = session.log.length - 1;
    expect(decoder.meaningOf(row).protocol).toBeNull();
    received = "shop.Price";
    decoder.chosen();
    expect(decoder.meaningOf(row).summary).toMatch(/^Price symbol/);
  });

  const schema = (() => {
    const reading = readProtoFiles(FILES);
    if ("problem" in reading) throw new Error(reading.problem.text);
    return reading.schema;
  })();
  const message = (bytes: Uint8Array, cut = false) => ({
    index: 0,
    received: true,
    bytes,
    binary: true,
    cut,
    event: "",
  });

  test("a call of gRPC finds its types by its path", () => {
    const decoder = createSchemaDecoder(schema, { sent: null, received: null });
    const facts = {
      kind: "fetch-stream",
      url: "https://shop.example/api/shop.Prices/Watch?x=1",
      subprotocol: "",
      contentType: "application/grpc-web+proto",
      inside: ["grpc-web"],
    } as const;
    const types = decoder.start?.(facts) ?? { sent: null, received: null };
    expect(types).toEqual({ sent: "shop.Ask", received: "shop.Price" });
    expect(decoder.decode(message(bytesOf(PRICE)), types)?.[0]?.summary).toMatch(/^Price symbol: "ABC"/);
    expect(decoder.decode(message(new Uint8Array()), types)?.[0]?.summary).toBe("Price (empty)");
    expect(decoder.hint?.({ ...facts, url: "https://shop.example/other.Prices/Watch" })?.reason).toMatch(
      /gRPC carries/,
    );
  });

  test("what is not of the chosen type says so", () => {
    const types = { sent: null, received: "shop.Ask" };
    const decoder = createSchemaDecoder(schema, types);
    const problemOf = (bytes: Uint8Array, cut = false) =>
      decoder.decode(message(bytes, cut), types)?.[0]?.problem;
    expect(problemOf(bytesOf(PRICE))).toBe("2 of its 3 fields are not in shop.Ask");
    expect(problemOf(Uint8Array.of(0xff))).toMatch(/it is no shop.Ask/);
    expect(problemOf(bytesOf(PRICE).subarray(0, 4), true)).toBe("it was not recorded whole");
    expect(problemOf(bytesOf(ASK))).toBeNull();
  });
});

test("many messages in envelopes stay gRPC-Web", () => {
  const facts = { kind: "fetch-stream", contentType: "application/grpc-web+proto" } as const;
  const lines = Array.from({ length: 30 }, () => ["<", bytesOf(PRICE)] as const);
  expect(decoderOf(lines, facts).ids()).toEqual(["grpc-web", "protobuf"]);
});
