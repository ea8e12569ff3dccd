import { describe, expect, it } from "vitest";
import { type CopiedRow, joinCopied, toCopiedText } from "../../../src/core/export/to-copied-text.ts";

const encoder = new TextEncoder();
const row = (text: string, more: Partial<CopiedRow> = {}): CopiedRow => ({
  number: 12,
  at: 1000.5,
  url: "wss://a.example/",
  direction: "sent",
  payloadType: "text",
  size: encoder.encode(text).length,
  eventName: "",
  eventId: "",
  payload: encoder.encode(text),
  record: null,
  sentence: "",
  ...more,
});
const binary = (...bytes: number[]) =>
  row("", { payloadType: "binary", payload: Uint8Array.from(bytes), size: bytes.length });

describe("a copied row", () => {
  it("is its payload as text, hex, base64 and a C array", () => {
    expect(toCopiedText(row("a\n👋"), "text")).toBe("a\n👋");
    expect(toCopiedText(binary(0, 255, 128), "text")).toBe("00ff80");
    expect(toCopiedText(row("AZ"), "hex")).toBe("415a");
    expect(toCopiedText(binary(0, 255, 128), "base64")).toBe("AP+A");
    expect(toCopiedText(binary(0, 255), "c")).toBe("const unsigned char message_12[2] = {\n  0x00, 0xff\n};");
    const lines = toCopiedText(binary(...Array(25).fill(7)), "c")?.split("\n");
    expect(lines).toHaveLength(5);
    expect(lines?.[3]).toBe("  0x07");
    expect(toCopiedText(binary(), "c")).toBe("/* message 12 is empty */");
    expect(toCopiedText({ ...binary(1), size: 9 }, "c")).toContain("/* of 9 bytes */");
  });

  it("is JSON that says all of it, with digits as they were sent", () => {
    const text = '{"n":12345678901234567890,"m":1.50}';
    const copied = toCopiedText(row(text, { eventName: "price" }), "json") as string;
    expect(copied).toContain(`"json":${text}}`);
    expect(JSON.parse(copied)).toMatchObject({
      number: 12,
      at: 1000.5,
      direction: "sent",
      eventName: "price",
    });
    expect(JSON.parse(toCopiedText(row("{broken"), "json") as string)).toMatchObject({ text: "{broken" });
    expect(JSON.parse(toCopiedText(row("42"), "json") as string)).toMatchObject({ text: "42" });
    expect(JSON.parse(toCopiedText(binary(255), "json") as string)).toMatchObject({
      base64: "/w==",
      size: 1,
    });
    const broken = row("", { payload: Uint8Array.of(0x7b, 0xff), size: 2 });
    expect(JSON.parse(toCopiedText(broken, "json") as string)).toMatchObject({ base64: "e/8=" });
  });

  it("is a sentence or JSON where it is a mark, and nothing else", () => {
    const record = { type: "navigated", at: 5, url: "https://a.example/" } as const;
    const mark = row("", { record, sentence: "Navigated", direction: null, payloadType: null });
    expect(toCopiedText(mark, "text")).toBe("Navigated");
    expect(JSON.parse(toCopiedText(mark, "json") as string)).toMatchObject({ number: 12, ...record });
    for (const format of ["hex", "base64", "c"] as const) expect(toCopiedText(mark, format)).toBeNull();
  });

  it("stands with others as one text", () => {
    const texts = [row('{"a":1}'), row("b")].map((it) => toCopiedText(it, "json") as string);
    expect(JSON.parse(joinCopied(texts, "json"))).toHaveLength(2);
    expect(joinCopied(["x"], "json")).toBe("x");
    expect(joinCopied(["x", "y"], "text")).toBe("x\ny");
  });
});
