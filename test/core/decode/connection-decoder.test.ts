import { expect, test } from "vitest";
import { createConnectionDecoder } from "../../../src/core/decode/connection-decoder.ts";
import type { Decoder, RawMessage } from "../../../src/core/decode/decoder.ts";
import { DECODERS } from "../../../src/core/decode/registry.ts";
import { decoderOf, toFacts, toMessages } from "../../support/decode-conversation.ts";

/** Joins two messages of text to one: `a` and `b` are `ab`. */
const pairs: Decoder<{ open: number | null }> = {
  id: "pairs",
  name: "Pairs",
  vote: () => "fits",
  start: () => ({ open: null }),
  follow: ({ open }, { index }) => ({ open: open === null ? index : null }),
  decode: ({ index }, { open }) => [
    open === null
      ? { kind: "half", summary: `${index} begins`, piece: "begins" }
      : { kind: "half", summary: `${index} ends`, piece: "ends", earlier: [open] },
  ],
};

function sourceOf(messages: readonly RawMessage[]) {
  const read: number[] = [];
  return {
    read,
    facts: toFacts(),
    count: messages.length,
    message(index: number) {
      read.push(index);
      return messages[index] as RawMessage;
    },
  };
}

test("decodes in any order, and reads no more than from the last checkpoint", () => {
  const source = sourceOf(toMessages(Array.from({ length: 5001 }, (_, index) => `< ${index}`)));
  const decoder = createConnectionDecoder(source, [pairs as Decoder]);
  expect(decoder.decode(4001)[0]).toMatchObject({ summary: "4001 ends", earlier: [4000] });
  source.read.length = 0;
  expect(decoder.decode(4003)[0]).toMatchObject({ summary: "4003 ends" });
  expect(source.read).toEqual([4001, 4002, 4003]);
  source.read.length = 0;
  expect(decoder.decode(1300)[0]).toMatchObject({ summary: "1300 begins" });
  expect(source.read.length).toBeLessThanOrEqual(512);
});

test("can be prepared little by little", () => {
  const source = sourceOf(toMessages(Array.from({ length: 2000 }, (_, index) => `< ${index}`)));
  const decoder = createConnectionDecoder(source, [pairs as Decoder]);
  let rounds = 0;
  while (!decoder.prepare(1999, 100).ready) rounds += 1;
  expect(rounds).toBe(19);
  source.read.length = 0;
  decoder.decode(1999);
  expect(source.read).toEqual([1999]);
});

test("says which messages have to be there first, and goes on with those that are", () => {
  const messages = toMessages(Array.from({ length: 300 }, (_, index) => `< ${index}`));
  const there = new Set<number>();
  const source = {
    ...sourceOf(messages),
    has: (index: number) => there.has(index),
    message(index: number) {
      expect(there.has(index)).toBe(true);
      return messages[index] as RawMessage;
    },
  };
  const decoder = createConnectionDecoder(source, [pairs as Decoder]);
  let asked = 0;
  for (let prepared = decoder.prepare(250, 50); !prepared.ready; prepared = decoder.prepare(250, 50)) {
    if (prepared.missing.length > 0) asked += 1;
    for (const index of prepared.missing) there.add(index);
  }
  expect(asked).toBeGreaterThan(10);
  expect(Math.max(...there)).toBe(250);
  expect(decoder.decode(250)[0]).toMatchObject({ summary: "250 begins" });
});

test("forgets what followed from a message of which more has come", () => {
  const messages = toMessages(Array.from({ length: 1500 }, (_, index) => `< ${index}`));
  const source = sourceOf(messages);
  const decoder = createConnectionDecoder(source, [pairs as Decoder]);
  decoder.decode(1400);
  const { revision } = decoder;
  decoder.forget(600);
  expect(decoder.revision).not.toBe(revision);
  source.read.length = 0;
  decoder.decode(1400);
  expect(source.read.filter((index) => index > 64)[0]).toBe(512);
});

test("a reader's choice counts, refused or pinned, and can be taken back", () => {
  const lines = ['< 42["a",1]', '> 42["b"]', '< 42["c",{}]'];
  const decoder = decoderOf(lines);
  expect(decoder.ids()).toEqual(["engine.io", "socket.io"]);
  decoder.choose({ pinned: null, refused: ["socket.io"] });
  expect(decoder.ids()).toEqual(["engine.io"]);
  decoder.choose({ pinned: [], refused: [] });
  expect(decoder.decode(0)[0]).toMatchObject({ protocols: [], kind: "text", summary: '42["a",1]' });
  decoder.choose({ pinned: ["engine.io"], refused: [] });
  expect(decoder.decode(0)[0]).toMatchObject({ protocols: ["engine.io"], kind: "message" });
  expect(decoder.because()).toBe("it was chosen");
});

test("more messages may change what was said, and a settled claim stays", () => {
  const messages = toMessages(['< 42["a",1]', '> 42["b"]', '< 42["c",{}]']);
  const source = { facts: toFacts(), count: 1, message: (index: number) => messages[index] as RawMessage };
  const decoder = createConnectionDecoder(source, DECODERS);
  expect(decoder.recognition().claims).toEqual([]);
  expect(decoder.decode(0)[0]?.protocols).toEqual([]);
  source.count = 3;
  expect(decoder.decode(0)[0]?.protocols).toEqual(["engine.io", "socket.io"]);
  expect(decoder.recognition().claims[0]?.reason).toBe("3 of 3 messages looked at have its form");
});

test("what is not known is called by its format, or text or binary", () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
  const lines = [
    "< hello",
    '< {"type":"price","value":3}',
    "< a=1&b=%C3%BC",
    "< a=1",
    "< <a><b c='1'/>text</a>",
    "< <a><b></a>",
    "< 17",
    '< "quoted"',
    ["<", png],
    ["<", Uint8Array.from([1, 2, 3])],
  ] as const;
  expect(
    decoderOf(lines)
      .all()
      .map(({ kind, event }) => (event === null ? kind : `${kind} ${event}`)),
  ).toEqual(["text", "json price", "form", "text", "xml", "text", "text", "text", "file", "binary"]);
});
