import { describe, expect, test } from "vitest";
import type { TreeNode } from "../../../src/core/decode/tree-node.ts";
import { decoderOf, toMessages, toShort } from "../../support/decode-conversation.ts";
import { CONVERSATIONS } from "./conversations/all.ts";
import { UNKNOWN_CONVERSATIONS } from "./conversations/unknown.ts";

describe.each(CONVERSATIONS.map((it) => [it.name, it] as const))("%s", (_, conversation) => {
  const {
    protocols,
    withoutFacts = protocols,
    atFirst = [],
    inPart = [],
    facts,
    lines,
    shown,
  } = conversation;

  function isTrue(ids: readonly string[]): boolean {
    return [protocols, atFirst, inPart].some((it) => ids.every((id, index) => it[index] === id));
  }

  test("is recognised, with a reason", () => {
    const decoder = decoderOf(lines, facts);
    expect(decoder.ids()).toEqual(protocols);
    expect(decoder.because()).not.toBe("");
    expect(decoderOf(lines).ids()).toEqual(withoutFacts);
  });

  test("is never taken for something else, however little of it is known", () => {
    for (let count = 1; count <= lines.length; count += 1) {
      for (const known of [facts, {}]) {
        expect(isTrue(decoderOf(lines.slice(0, count), known).ids())).toBe(true);
      }
      const later = decoderOf(toMessages(lines.slice(-count)).map((it, index) => ({ ...it, index }))).ids();
      expect(isTrue(later)).toBe(true);
    }
  });

  test("is read message by message", () => {
    expect(decoderOf(lines, facts).all().map(toShort)).toEqual(shown);
  });

  test("has its parts in their places", () => {
    const decoder = decoderOf(lines, facts);
    for (const [index, { bytes }] of toMessages(lines).entries()) {
      let start = 0;
      let end = 0;
      for (const { from, to } of decoder.decode(index)) {
        // What was unpacked of the same bytes has these as its place, each of it.
        if (from === start && to === end) continue;
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeGreaterThanOrEqual(from);
        start = from;
        end = to;
      }
      expect(end).toBeLessThanOrEqual(bytes.length);
    }
  });
});

/** All nodes of a tree that have a place of their own, some of each level. */
function placed(node: TreeNode, depth = 0): TreeNode[] {
  const below = depth > 4 ? [] : node.children(0, 10).flatMap((it) => placed(it, depth + 1));
  return node.from === null ? below : [node, ...below];
}

test("the places of a tree's values are those of the message of the connection", () => {
  let looked = 0;
  for (const { lines, facts } of CONVERSATIONS) {
    const decoder = decoderOf(lines, facts);
    for (const [index, { bytes }] of toMessages(lines).entries()) {
      for (const part of decoder.decode(index)) {
        for (const { kind, text, from, to } of placed(part.tree())) {
          expect(to).toBeLessThanOrEqual(bytes.length);
          if (kind !== "number" || !/^\d{3,}$/.test(text) || bytes.some((it) => it > 127)) continue;
          expect(new TextDecoder().decode(bytes.subarray(from ?? 0, to ?? 0))).toBe(text);
          looked += 1;
        }
      }
    }
  }
  expect(looked).toBeGreaterThan(10);
});

test.each(UNKNOWN_CONVERSATIONS.map((it) => [it.name, it] as const))(
  "claims nothing of %s",
  (_, { lines, facts }) => {
    for (const known of [facts, {}]) expect(decoderOf(lines, known).ids()).toEqual([]);
  },
);
