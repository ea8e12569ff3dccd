import { expect, test } from "vitest";
import { MOST_OWN_CODE, type OwnDecoder } from "../../../../src/core/decode/own/own-decoder.ts";
import {
  parseDecoderFile,
  toDecoderFile,
  withDecoders,
} from "../../../../src/core/decode/own/own-decoder-file.ts";

const CHESS: OwnDecoder = {
  id: "a-1",
  name: "Chess",
  url: "wss://chess.example/*",
  code: "function decode() {}",
  on: true,
};
const file = (decoders: unknown, version: unknown = 1) =>
  JSON.stringify({ format: "duplex-decoders", version, decoders });

test("what is written to a file is read from it, off", () => {
  expect(parseDecoderFile(toDecoderFile([CHESS]))).toEqual([{ ...CHESS, on: false }]);
});

test.each([
  ["", "it is not JSON"],
  ["null", "no file of decoders"],
  ["[]", "no file of decoders"],
  ['{"format":"duplex-session","version":1}', "no file of decoders"],
  [file([], 0), "its version"],
  [file([], "1"), "its version"],
  [file([], 2), "has version 2; this Duplex reads up to 1"],
  [file({}), "no list"],
  [file([null]), "Decoder 1 is no object"],
  [file([{ ...CHESS, id: "../x" }]), "Decoder 1 has no id"],
  [file([{ ...CHESS, code: 3 }]), "no name, url or code"],
  [file([{ ...CHESS, name: " " }]), "Decoder 1 has no name"],
  [file([{ ...CHESS, name: "x".repeat(61) }]), "a long name"],
  [file([{ ...CHESS, url: "" }]), "has no url"],
  [file([{ ...CHESS, code: "x".repeat(MOST_OWN_CODE + 1) }]), "a long code"],
  [file([CHESS, CHESS]), "Two decoders have the id a-1"],
  [file(Array.from({ length: 51 }, (_, at) => ({ ...CHESS, id: `a${at}` }))), "more than 50"],
])("a file that is none is refused with a sentence: %.40s", (text, sentence) => {
  expect(() => parseDecoderFile(text)).toThrow(sentence);
});

test("a decoder of the same id takes the place of the one before, others are added, and no more than fit", () => {
  const other = { ...CHESS, id: "b", name: "Go" };
  const changed = { ...CHESS, code: "function decode() { return null }", on: false };
  expect(withDecoders([CHESS], [other, changed])).toEqual([changed, other]);
  const many = Array.from({ length: 50 }, (_, at) => ({ ...CHESS, id: `m${at}` }));
  expect(() => withDecoders(many, [other])).toThrow("room for 50");
});
