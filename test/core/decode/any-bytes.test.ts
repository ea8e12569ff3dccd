import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createStack, decodeStack, followStack } from "../../../src/core/decode/decode-stack.ts";
import type { RawMessage } from "../../../src/core/decode/decoder.ts";
import { innerMessage } from "../../../src/core/decode/inner-message.ts";
import { isModelStream, mergeModelStream } from "../../../src/core/decode/models/merge-model-stream.ts";
import { openNested } from "../../../src/core/decode/open-nested.ts";
import { readPayload } from "../../../src/core/decode/read-payload.ts";
import { recogniseStack } from "../../../src/core/decode/recognise-stack.ts";
import { DECODERS } from "../../../src/core/decode/registry.ts";
import type { TreeNode } from "../../../src/core/decode/tree-node.ts";
import { toFacts, toMessages } from "../../support/decode-conversation.ts";
import { CONVERSATIONS } from "./conversations/all.ts";

const KNOWN = CONVERSATIONS.flatMap(({ lines, facts }) =>
  toMessages(lines).map((message) => ({ message, facts })),
);

/** A message of some protocol, with bytes changed, taken out or put in; or any bytes. */
const anyMessage: fc.Arbitrary<RawMessage> = fc
  .record({
    known: fc.constantFrom(...KNOWN),
    any: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.uint8Array() }),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.constantFrom("set", "cut", "add")), {
      maxLength: 4,
    }),
    received: fc.boolean(),
    binary: fc.boolean(),
    cut: fc.boolean(),
  })
  .map(({ known, any, changes, received, binary, cut }) => {
    const bytes = [...(any ?? known.message.bytes)];
    for (const [at, byte, how] of changes) {
      const place = at % (bytes.length + 1);
      if (how === "set") bytes[place] = byte;
      else bytes.splice(place, how === "cut" ? 1 : 0, ...(how === "add" ? [byte] : []));
    }
    return { index: 0, received, bytes: Uint8Array.from(bytes), binary, cut, event: "" };
  });

const anyConversation = fc
  .array(anyMessage, { minLength: 1, maxLength: 12 })
  .map((messages) => messages.map((it, index) => ({ ...it, index })));

/** Opens some of everything. */
function look(node: TreeNode, depth = 0): void {
  expect(node.text.length).toBeLessThanOrEqual(400);
  if (depth > 6) return;
  for (const child of node.children(0, 20)) look(child, depth + 1);
}

describe.each(DECODERS.map((it) => [it.id, it] as const))("%s", (_, decoder) => {
  const facts = toFacts(CONVERSATIONS.find(({ protocols }) => protocols.includes(decoder.id))?.facts);

  test("throws at no bytes, and keeps its bounds", () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { stack, start } = createStack([decoder], facts);
        let state = start;
        for (const message of messages) {
          expect(["proof", "fits", "alike", "silent", "against"]).toContain(
            decoder.vote(message, facts, state[0] ?? null),
          );
          for (const part of decodeStack(stack, state, message)) {
            expect(part.summary.length).toBeLessThanOrEqual(600);
            expect(part.from).toBeGreaterThanOrEqual(0);
            expect(part.to).toBeLessThanOrEqual(message.bytes.length);
            look(openNested(part.tree()));
          }
          state = followStack(stack, state, message);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("changes no state in place, and splits as it decodes", () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        let state = decoder.start?.(facts) ?? null;
        for (const message of messages) {
          const before = structuredClone(state);
          const parts = decoder.decode(message, state);
          if (decoder.split !== undefined) {
            const carried = (parts ?? []).flatMap(({ carries, control }) =>
              carries && !control ? [carries] : [],
            );
            expect(decoder.split(message, state).map((it) => innerMessage(message, it).bytes)).toEqual(
              carried.map(({ bytes }) => bytes),
            );
          }
          const after = decoder.follow?.(state, message) ?? state;
          expect(state).toEqual(before);
          state = after;
        }
      }),
      { numRuns: 100 },
    );
  });
});

test("bounds what a row says, however long names are, at every place of every conversation", () => {
  const long = "a".repeat(3000);
  for (const { protocols, facts, lines } of CONVERSATIONS) {
    const decoders = protocols.map((id) => DECODERS.find((it) => it.id === id) as (typeof DECODERS)[number]);
    const { stack, start } = createStack(decoders, toFacts(facts));
    let state = start;
    for (const message of toMessages(lines).slice(0, 8)) {
      const { bytes } = message;
      for (let place = 1; place < Math.min(bytes.length, 400); place += 1 + (bytes.length >> 4)) {
        const stretched = [
          ...bytes.subarray(0, place),
          ...new TextEncoder().encode(long),
          ...bytes.subarray(place),
        ];
        for (const part of decodeStack(stack, state, { ...message, bytes: Uint8Array.from(stretched) })) {
          expect(part.summary.length, `${protocols} ${part.kind}`).toBeLessThanOrEqual(600);
        }
      }
      state = followStack(stack, state, message);
    }
  }
});

test("puts any messages together as a model's answer", () => {
  const models = DECODERS.filter((it) => isModelStream([it]));
  expect(models.length).toBeGreaterThan(5);
  fc.assert(
    fc.property(fc.constantFrom(...models), anyConversation, (model, messages) => {
      for (const { blocks } of mergeModelStream([model], toFacts(), messages)?.choices ?? []) {
        for (const { text, pieces } of blocks) {
          for (const { message, from } of pieces) {
            expect(message).toBeLessThan(messages.length);
            expect(from).toBeLessThanOrEqual(text.length);
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("finds out what any messages are, without an error and without a doubtful claim", () => {
  fc.assert(
    fc.property(anyConversation, (messages) => {
      const { claims } = recogniseStack(DECODERS, toFacts(), messages);
      for (const { confidence, reason } of claims) {
        expect(confidence).toBeGreaterThanOrEqual(0.7);
        expect(reason).not.toBe("");
      }
    }),
  );
});

test("claims nothing of random bytes and random text", () => {
  const lines = fc.array(
    fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 300 }).map((it) => ["<", it] as const),
      fc.string({ maxLength: 300 }).map((it) => `< ${it}`),
      fc.json().map((it) => `> ${it}`),
    ),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(lines, (it) => {
      expect(
        recogniseStack(DECODERS, toFacts(), toMessages(it)).claims.map(({ decoder }) => decoder.id),
      ).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

describe("a payload made to waste time", () => {
  const encoder = new TextEncoder();
  const big = 50 * 1024 * 1024;
  const half = 4 * 1024 * 1024;
  const payloads: [string, () => Uint8Array][] = [
    ["50 MB of JSON", () => encoder.encode(`{"type":"a","data":"${"x".repeat(big)}"}`)],
    ["50 MB of numbers", () => encoder.encode(`[${"1,".repeat(big / 2)}1]`)],
    ["JSON 100,000 deep", () => encoder.encode(`${'{"a":['.repeat(100_000)}${"]}".repeat(100_000)}`)],
    ["4 MB of one letter", () => new Uint8Array(half).fill(0x61)],
    ["4 MB of line feeds", () => new Uint8Array(half).fill(0x0a)],
    ["4 MB of open tags", () => encoder.encode("<a>".repeat(half / 3))],
    ["4 MB of quotes", () => new Uint8Array(half).fill(0x22)],
    ["4 MB of digits", () => new Uint8Array(half).fill(0x34)],
    ["4 MB of backslashes", () => encoder.encode(`{"type":"${"\\\\".repeat(half / 2)}"}`)],
    ["many pairs", () => encoder.encode("a=b&".repeat(16_000))],
    ["many records", () => encoder.encode("{}\u001e".repeat(300_000))],
    ["many packets", () => encoder.encode("1:2".repeat(300_000))],
  ];

  /** A row may take this long at the very worst, on a slow machine; most take less than a millisecond. */
  const MOST_MS = 3000;

  test.each(payloads)("%s", (_, make) => {
    const bytes = make();
    const facts = toFacts({ url: "https://a.example/?EIO=3&transport=polling", kind: "http" });
    const message: RawMessage = { index: 0, received: true, bytes, binary: false, cut: false, event: "" };
    for (const decoder of DECODERS) {
      const { stack, start } = createStack([decoder], facts);
      const from = performance.now();
      decoder.vote(message, facts, start[0] ?? null);
      const parts = decodeStack(stack, start, message);
      followStack(stack, start, message);
      expect(performance.now() - from, decoder.id).toBeLessThan(MOST_MS);
      expect(parts.length).toBeLessThanOrEqual(1001);
      for (const part of parts) expect(part.summary.length).toBeLessThanOrEqual(600);
    }
    const from = performance.now();
    decodeStack(createStack([], facts).stack, [], { ...message, binary: true });
    look(openNested(readPayload({ bytes, binary: false, cut: false }).reading.tree()), 5);
    // A tree goes over all of it, some times.
    expect(performance.now() - from).toBeLessThan(5 * MOST_MS);
  });
});
