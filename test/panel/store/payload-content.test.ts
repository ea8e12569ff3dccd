import { describe, expect, it, vi } from "vitest";
import { wholeText } from "../../../src/core/format/long-text.ts";
import { createPayloadContent } from "../../../src/panel/store/payload-content.ts";

const settled = <T>(value: { readonly value: T | null }) =>
  vi.waitUntil(() => value.value ?? false, 20_000) as Promise<T>;
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

  it("reads what is large in slices, and says where it is no JSON after all", async () => {
    const large = createPayloadContent(encode(`["${"x".repeat(9_000_000)}"]`), "text", true);
    expect(large).toMatchObject({ hasTree: true, defaultTab: "Tree" });
    large.buildTree();
    expect(large.tree.value).toBeNull();
    const tree = await settled(large.tree);
    expect(typeof tree === "string" ? tree : tree.nodes.value.length).toBe(2);
    expect(large.wholeText()).toHaveLength(9_000_004);
    large.indent();
    expect(wholeText(await settled(large.pretty)) === `[\n  "${"x".repeat(9_000_000)}"\n]`).toBe(true);
    const broken = createPayloadContent(encode(`["${"x".repeat(2_000_000)}",]`), "text", true);
    broken.buildTree();
    expect(await settled(broken.tree)).toMatch(/from its character 2000005 on/);
    broken.indent();
    expect(wholeText(await settled(broken.pretty)) === broken.wholeText()).toBe(true);
    const malformed = Uint8Array.from(encode(`["${"x".repeat(2_000_000)}"]`));
    malformed[1000] = 0xff;
    const binary = createPayloadContent(malformed, "binary", true);
    binary.buildTree();
    expect(await settled(binary.tree)).toMatch(/no UTF-8/);
  });

  it("leaves what is under way, and begins anew", async () => {
    const large = createPayloadContent(encode("x".repeat(5_000_000)), "text", true);
    large.read();
    large.dispose();
    large.read();
    expect(await settled(large.text)).toHaveLength(5_000_000);
  });
});
