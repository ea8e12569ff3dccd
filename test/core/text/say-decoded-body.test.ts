import { describe, expect, it } from "vitest";
import { sayDecodedBody } from "../../../src/core/text/say-decoded-body.ts";

const answer = (type: string, text: string, encoding?: string) =>
  ({
    status: 200,
    headers: [{ name: "Content-Type", value: type }],
    content: { mimeType: type.replace(/;.*/, ""), text, ...(encoding === undefined ? {} : { encoding }) },
  }) as Parameters<typeof sayDecodedBody>[0];

describe("of a body that the browser has decoded", () => {
  it.each([
    ["text/plain; charset=iso-8859-1", "Grüße", /decoded from iso-8859-1.*the text in UTF-8/],
    ['text/plain;charset="Windows-1252"', "–", /decoded from Windows-1252/],
    ["text/plain; charset=utf-16le", "ascii", /decoded from utf-16le/],
    ["application/octet-stream", "a\ufffdb", /each \ufffd may stand for bytes/],
    ["text/plain; charset=utf-8", "a\ufffdb", /each \ufffd may stand for bytes/],
  ])("%s, %j: that its bytes are not those that were sent", (type, text, says) => {
    expect(sayDecodedBody(answer(type, text))).toMatch(says);
  });

  it("by its size, where no charset is named; not of what was sent packed", () => {
    const { headers = [], ...rest } = answer("text/plain", "aÿþb");
    const content = { mimeType: "text/plain", text: "aÿþb", size: 4 };
    expect(sayDecodedBody({ ...rest, headers, content })).toMatch(/4 bytes came, and the text has 6 bytes/);
    expect(sayDecodedBody({ ...rest, headers, content: { ...content, size: 6 } })).toBe("");
    const packed = [...headers, { name: "content-encoding", value: "gzip" }];
    expect(sayDecodedBody({ ...rest, headers: packed, content })).toBe("");
  });

  it.each([
    ["text/plain; charset=utf-8", "Grüße", undefined],
    ["text/plain", "Grüße", undefined],
    ["text/plain; charset=iso-8859-1", "ascii", undefined],
    ["text/plain; charset=iso-8859-1", "R3L837w=", "base64"],
    ["text/plain; charset=iso-8859-1", "", undefined],
  ])("%s, %j: nothing where text and bytes are the same", (type, text, encoding) => {
    expect(sayDecodedBody(answer(type, text, encoding))).toBe("");
  });
});
