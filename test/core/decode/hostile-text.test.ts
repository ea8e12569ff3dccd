import { describe, expect, it } from "vitest";
import { listAttributes } from "../../../src/core/decode/bytes/read-markup.ts";
import type { ConnectionFacts } from "../../../src/core/decode/decoder.ts";
import { engineIo } from "../../../src/core/decode/protocols/engine-io.ts";
import { htmx } from "../../../src/core/decode/protocols/htmx.ts";

const FACTS: ConnectionFacts = {
  kind: "websocket",
  url: "wss://a.example/",
  subprotocol: "",
  contentType: "",
  inside: [],
};

/** Steps that grow with the square of the length would be billions here: minutes, where one pass is a millisecond. */
describe("text that is made to be read over and over", () => {
  it("is read once by htmx", () => {
    const text = `<${"a-".repeat(32_000)}`;
    const bytes = new TextEncoder().encode(text);
    const message = { index: 0, received: true, bytes, binary: false, cut: false, event: "" };
    for (let turn = 0; turn < 100; turn += 1) expect(htmx.vote(message, FACTS, null)).toBe("against");
  });

  it("is read once where attributes are listed", () => {
    const attributes = "a".repeat(20_000);
    for (let turn = 0; turn < 100; turn += 1) {
      expect(listAttributes({ name: "a", attributes } as Parameters<typeof listAttributes>[0])).toEqual([]);
    }
    const listed = listAttributes({ name: "a", attributes: ` a="1" b:c = '2'` } as Parameters<
      typeof listAttributes
    >[0]);
    expect(listed).toEqual([
      ["a", "1"],
      ["b:c", "2"],
    ]);
  });

  it("is shown in part where it is a ping of Engine.IO's", () => {
    const bytes = new TextEncoder().encode(`3${"probe\n".repeat(200_000)}`);
    const message = { index: 0, received: true, bytes, binary: false, cut: false, event: "" };
    const [part] = engineIo.decode(message, { version: 4, polling: false }) ?? [];
    expect(part?.kind).toBe("pong");
    expect(part?.summary).toMatch(/^pong probe.{0,120}$/);
    expect(part?.correlation?.key.length).toBeLessThan(200);
  });
});
