import { describe, expect, it } from "vitest";
import { cutText } from "../../src/feed/cut-text.ts";

describe("a text that is too large", () => {
  it.each([
    ["abcd", 4, null],
    ["abcde", 4, { text: "abcd", size: 5 }],
    ["aéé", 4, { text: "aé", size: 5 }],
    ["a😀b", 4, { text: "a", size: 6 }],
    ["a😀b", 5, { text: "a😀", size: 6 }],
    ["\ud83d\ud83dab", 5, { text: "\ud83d", size: 8 }],
    ["日本", 0, { text: "", size: 6 }],
  ])("keeps of %j at most %i bytes, cut between characters", (text, maxBytes, cut) => {
    expect(cutText(text, maxBytes)).toEqual(cut);
    expect(new TextEncoder().encode(text).length).toBe(cut?.size ?? text.length);
  });
});
