import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseProto } from "../../../src/core/decode/proto/parse-proto.ts";
import type { ProtoReading, ProtoSchema } from "../../../src/core/decode/proto/proto-schema.ts";
import { readDescriptorSet } from "../../../src/core/decode/proto/read-descriptor-set.ts";
import { readWithSchema } from "../../../src/core/decode/proto/read-with-schema.ts";
import { toPlain } from "../../support/decode-conversation.ts";

const FILE = `
syntax = "proto3"; // a comment
package shop.v1;
import "google/protobuf/timestamp.proto";
option java_package = "x;y";

/* An order. */
message Order {
  reserved 4, 9 to 11; reserved "old";
  string id = 1 [deprecated = true, (my.option) = { a: "]" }];
  repeated Line lines = 2;
  Status status = 3;
  map<string, int64> totals = 5;
  oneof payment { bytes card = 6; Line.Kind kind = 7; }
  repeated sint32 deltas = 8;
  double price = 12;
  bool paid = 13;
  fixed32 code = 0x0E;
  message Line { enum Kind { ANY = 0; GIFT = 1; } int32 count = 1; .shop.v1.Order parent = 2; }
  Unknown other = 16;
}
enum Status { option allow_alias = true; NONE = 0; OPEN = 1; STARTED = 1; LOST = -1; }
service Orders {
  option (x) = "y";
  rpc Watch (Order.Line) returns (stream Order) { option (http) = { get: "/v1" }; }
  rpc Put (stream .shop.v1.Order) returns (shop.v1.Order);
}
`;

function schemaOf(reading: ProtoReading): ProtoSchema {
  if ("problem" in reading) throw new Error(`${reading.problem.line}: ${reading.problem.text}`);
  return reading.schema;
}

const encoder = new TextEncoder();

const sized = (number: number, content: string | readonly number[]) => {
  const bytes = typeof content === "string" ? [...encoder.encode(content)] : content;
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
  return [number * 8 + 2, ...length, ...bytes];
};

const ORDER = Uint8Array.from([
  ...sized(1, "o-1"),
  ...sized(2, [8, 3]),
  ...sized(2, [8, 4]),
  ...[24, 1],
  ...sized(5, [...sized(1, "eur"), 16, 250, 1]),
  ...[56, 1],
  ...sized(8, [1, 2, 3]),
  ...[97, 0, 0, 0, 0, 0, 0, 4, 64],
  ...[104, 1],
  ...[117, 7, 0, 0, 0],
]);

const READ = {
  id: "o-1",
  lines: { count: "4" },
  status: "OPEN",
  totals: { key: "eur", value: "250" },
  kind: "GIFT",
  deltas: ["-1", "1", "-2"],
  price: "2.5",
  paid: "true",
  code: "7",
};

test("a file says what its messages, enums and services are", () => {
  const { messages, enums, methods } = schemaOf(parseProto([FILE]));
  expect([...messages.keys()]).toEqual(["shop.v1.Order", "shop.v1.Order.totalsEntry", "shop.v1.Order.Line"]);
  expect(messages.get("shop.v1.Order")?.fields.get(2)).toEqual({
    name: "lines",
    number: 2,
    type: "shop.v1.Order.Line",
    repeated: true,
  });
  expect(messages.get("shop.v1.Order.Line")?.fields.get(2)?.type).toBe("shop.v1.Order");
  expect(messages.get("shop.v1.Order")?.fields.get(16)?.type).toBe("Unknown");
  expect(enums.get("shop.v1.Status")?.get(1)).toBe("OPEN");
  expect(enums.get("shop.v1.Status")?.get(-1)).toBe("LOST");
  expect(methods.get("/shop.v1.Orders/Watch")).toEqual({
    input: "shop.v1.Order.Line",
    output: "shop.v1.Order",
  });
  expect(methods.get("/shop.v1.Orders/Put")).toEqual({ input: "shop.v1.Order", output: "shop.v1.Order" });
});

test("a message is read with the names and types of its schema", () => {
  const schema = schemaOf(parseProto([FILE]));
  const tree = readWithSchema(schema, "shop.v1.Order", ORDER);
  expect(tree && toPlain(tree)).toEqual(READ);
  expect(tree?.text).toContain('id: "o-1", lines: count: 3');
  expect(readWithSchema(schema, "shop.v1.None", ORDER)).toBeNull();
  expect(readWithSchema(schema, "shop.v1.Order", Uint8Array.of(255))).toBeNull();
});

test("what the schema does not know, or knows otherwise, is there too", () => {
  const schema = schemaOf(parseProto(["message A { string a = 1; int32 b = 2; }"]));
  const tree = readWithSchema(schema, "A", Uint8Array.from([8, 5, ...sized(2, "text"), 24, 1]));
  expect(tree && toPlain(tree)).toEqual({
    "a (1)": "5 · sint -3",
    "b (2)": "text",
    3: "1 · sint -1 · bool true",
  });
});

test.each([
  ["message A {", "} is missing before the end", 1],
  ["message A {\n string = 1;\n}", "a name is missing before =", 2],
  ["message A { string a = x; }", "a number is missing before x", 1],
  ["\n\nclass A {}", "class is no declaration", 0],
  ["message A { § }", "§ has no place in it", 1],
])("says what is wrong with %j", (text, problem, line) => {
  expect(parseProto([text])).toEqual({ problem: { text: problem, line } });
});

describe("whatever it is given", () => {
  test("a parser of files ends, without an error", () => {
    const words = FILE.split(/(\s+|[{}=;<>()])/).filter((it) => it !== "");
    const any = fc.array(fc.constantFrom(...words, "/*", '"', "]", "[", "group", "0x", "-"), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(any, (tokens) => void parseProto([tokens.join(" ")])),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.string(), (text) => void parseProto([text])));
    expect(parseProto(["message A {".repeat(200_000)])).toMatchObject({ problem: {} });
    expect(parseProto([`message A {${"oneof a {".repeat(200_000)}`])).toMatchObject({ problem: {} });
  });

  test("a reader of descriptor sets too, and one of messages", () => {
    const schema = schemaOf(parseProto([FILE]));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: ORDER.length }), (bytes, at) => {
        readDescriptorSet(bytes);
        const mixed = Uint8Array.from([...ORDER.subarray(0, at), ...bytes]);
        const tree = readWithSchema(schema, "shop.v1.Order", mixed);
        if (tree !== null) expect(JSON.stringify(toPlain(tree)).length).toBeLessThan(100_000);
      }),
    );
  });
});

/** A descriptor set with one file, written by hand after descriptor.proto. */
test("a descriptor set says the same", () => {
  const field = (name: string, number: number, label: number, type: number, typeName = "") =>
    sized(2, [
      ...sized(1, name),
      24,
      number,
      32,
      label,
      40,
      type,
      ...(typeName === "" ? [] : sized(6, typeName)),
    ]);
  const kind = sized(4, [...sized(1, "Kind"), ...sized(2, [...sized(1, "ANY"), 16, 0])]);
  const line = sized(3, [...sized(1, "Line"), ...field("count", 1, 1, 5), ...kind]);
  const order = sized(4, [
    ...sized(1, "Order"),
    ...field("id", 1, 1, 9),
    ...field("lines", 2, 3, 11, ".a.Order.Line"),
    ...line,
  ]);
  const watch = sized(2, [...sized(1, "Watch"), ...sized(2, ".a.Order"), ...sized(3, ".a.Order")]);
  const service = sized(6, [...sized(1, "S"), ...watch]);
  const set = Uint8Array.from(sized(1, [...sized(1, "a.proto"), ...sized(2, "a"), ...order, ...service]));
  const text = `package a; message Order { string id = 1; repeated Line lines = 2; message Line { int32 count = 1; enum Kind { ANY = 0; } } }
    service S { rpc Watch(Order) returns (Order); }`;
  expect(schemaOf(readDescriptorSet(set))).toEqual(schemaOf(parseProto([text])));
  expect(readDescriptorSet(Uint8Array.of(1, 2, 3))).toMatchObject({ problem: { line: 0 } });
});
