import { describe, expect, it } from "vitest";
import { createPayloadContent } from "../../../src/panel/store/payload-content.ts";

const encode = (text: string) => new TextEncoder().encode(text);

describe("createPayloadContent", () => {
  it("offers a tree for JSON only", () => {
    expect(createPayloadContent(encode(' {"a":1}'), "text", true)).toMatchObject({
      tabs: ["Tree", "Text", "Hex"],
      defaultTab: "Tree",
    });
    for (const text of ['{"a":', "42[1]", "hello", "", "17"]) {
      expect(createPayloadContent(encode(text), "text", true)).toMatchObject({
        tabs: ["Text", "Hex"],
        defaultTab: "Text",
      });
    }
  });

  it("shows binary payloads as hex first, with a tree where they are JSON all the same", () => {
    expect(createPayloadContent(encode('{"a":1}'), "binary", true)).toMatchObject({
      hasTree: true,
      defaultTab: "Hex",
    });
    expect(createPayloadContent(Uint8Array.of(0x7b, 0xff, 0x7d), "binary", true).hasTree).toBe(false);
  });

  it("takes no part of a payload for JSON", () => {
    expect(createPayloadContent(encode("{}"), "text", false).hasTree).toBe(false);
  });

  it("lets the tree of a large payload wait", () => {
    const large = createPayloadContent(encode(`["${"x".repeat(9_000_000)}"]`), "text", true);
    expect(large).toMatchObject({ hasTree: true, treeWaits: true, defaultTab: "Text" });
  });
});
