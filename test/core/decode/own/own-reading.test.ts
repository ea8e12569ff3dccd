import { expect, test } from "vitest";
import { parseOwnReading } from "../../../../src/core/decode/own/own-reading.ts";
import { toOwnParts } from "../../../../src/core/decode/own/to-own-parts.ts";

const message = { bytes: new TextEncoder().encode('{"a":1}'), binary: false, cut: false };
const partsOf = (said: unknown) => toOwnParts({ name: "X" }, parseOwnReading(JSON.stringify(said)), message);
const partOf = (part: unknown) => partsOf({ parts: [part] })?.[0];

test.each([
  null,
  3,
  "",
  "{",
  "null",
  "[]",
  "{}",
  '{"parts":{}}',
  JSON.stringify({ parts: Array.from({ length: 101 }, () => ({})) }),
  "[".repeat(200_000),
  " ".repeat(9 * 1024 * 1024),
])("what cannot be read is a failure, whatever it is", (text) => {
  expect(parseOwnReading(text)).toEqual({ failure: "what it answered cannot be read" });
});

test("fields of another type are left out, and long ones cut", () => {
  const hostile = {
    kind: { x: 1 },
    summary: "s".repeat(10_000),
    event: ["e"],
    control: "yes",
    from: -1,
    to: 1e300,
    role: "boss",
    key: 7,
    carries: { text: 3 },
  };
  const part = partOf(hostile);
  expect(part).toMatchObject({
    kind: "message",
    event: null,
    control: false,
    from: 0,
    to: 7,
    correlation: null,
  });
  expect(part?.summary).toHaveLength(600);
  expect(part?.tree().children(0, 9)[0]).toMatchObject({ key: "a", text: "1", from: 5 });
  expect(partOf("not even an object")).toMatchObject({ kind: "message", summary: '{"a":1}' });
});

test("a part has the form that other decoders give it", () => {
  const part = partOf({
    kind: "move",
    event: "knight",
    channel: "board",
    failed: true,
    key: "1",
    role: "request",
    from: 1,
    to: 4,
    tree: '{"piece":"knight","id":12345678901234567890}',
  });
  expect(part).toMatchObject({
    protocols: ["own:X"],
    kind: "move",
    event: "knight",
    channel: "board",
    failed: true,
    correlation: { key: "1", role: "request" },
    from: 1,
    to: 4,
  });
  expect(part?.tree().children(1, 1)[0]).toMatchObject({
    key: "id",
    text: "12345678901234567890",
    from: null,
  });
});

test("what is carried is shown by its format", () => {
  const bytes = Buffer.from('{"deep":[1,2]}').toString("base64");
  const part = partOf({ carries: { binary: true, text: bytes } });
  expect(part).toMatchObject({ format: "json", summary: '{"deep":[1,2]}' });
  expect(part?.tree().children(0, 1)[0]).toMatchObject({ key: "deep", from: null });
  // Base64 that is none is text.
  expect(partOf({ carries: { binary: true, text: "?" } })).toMatchObject({ format: "text" });
});

test("a failure is one part over the message as it is; of no parts the message is others'", () => {
  expect(partsOf({ failure: "TypeError: x" })).toMatchObject([
    { kind: "not decoded", problem: "X failed: TypeError: x", summary: '{"a":1}', failed: false },
  ]);
  expect(partsOf({ parts: [] })).toBeNull();
});
