import { describe, expect, it } from "vitest";
import { isHarEntry, parseRecord } from "../../../src/core/wire/parse-record.ts";
import { getEntry } from "../export/rich-session.ts";

const SOCKET = { type: "socket-created", at: 1, connection: 1, url: "wss://a.example/", protocols: ["a"] };
const CLOSED = {
  type: "socket-closed",
  at: 1,
  connection: 1,
  code: null,
  reason: "",
  wasClean: null,
  by: "network",
};

describe("parseRecord", () => {
  it("gives back a record that is right in every field", () => {
    for (const record of [SOCKET, CLOSED]) expect(parseRecord(JSON.stringify(record))).toEqual(record);
  });

  it.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["a list", "[]"],
    ["no type", JSON.stringify({ ...SOCKET, type: undefined })],
    ["an unknown type", JSON.stringify({ ...SOCKET, type: "x" })],
    ["a type that every object has", JSON.stringify({ ...SOCKET, type: "constructor" })],
    ["no time", JSON.stringify({ ...SOCKET, at: "1" })],
    ["a time that is no number", '{"type":"recording-paused","at":1e999}'],
    ["a connection that is no count", JSON.stringify({ ...SOCKET, connection: -1 })],
    ["no URL", JSON.stringify({ ...SOCKET, url: null })],
    ["protocols that are no list", JSON.stringify({ ...SOCKET, protocols: "a" })],
    ["protocols that are no texts", JSON.stringify({ ...SOCKET, protocols: [1] })],
    ["a code that is no number", JSON.stringify({ ...CLOSED, code: "1000" })],
    ["somebody unknown", JSON.stringify({ ...CLOSED, by: "me" })],
    ["no entry", JSON.stringify({ type: "request-finished", at: 1 })],
  ])("refuses %s", (_, json) => {
    expect(parseRecord(json)).toBeNull();
  });
});

describe("the entry of a request", () => {
  const entry = getEntry("https://a.example/", 0);
  const parse = (it: object) => parseRecord(JSON.stringify({ type: "request-finished", at: 1, entry: it }));

  it("stays as it came, with what HAR does not know", () => {
    const strange = { ...entry, _own: [1], request: { ...entry.request, _own: null, postData: null } };
    expect(parse(strange)).toEqual({ type: "request-finished", at: 1, entry: strange });
  });

  it("loses what is not of HAR's type, alone", () => {
    const { request, response } = entry;
    const odd = {
      ...entry,
      request: { ...request, httpVersion: 2, bodySize: "9", postData: { mimeType: null, text: "a" } },
      response: {
        ...response,
        statusText: {},
        headersSize: null,
        content: { text: 1, size: [], mimeType: "a/b" },
      },
    };
    expect(parse(odd)).toMatchObject({
      entry: {
        request: { url: "https://a.example/", postData: { text: "a" } },
        response: { content: { mimeType: "a/b" } },
      },
    });
    const read = JSON.stringify(parse(odd));
    for (const gone of [
      '"httpVersion":2',
      '"9"',
      'mimeType":null',
      'statusText":{',
      '"text":1',
      '"size":[',
    ]) {
      expect(read).not.toContain(gone);
    }
  });
});

describe("isHarEntry", () => {
  const good = getEntry("https://a.example/", 0);
  it("accepts what a network panel tells", () => {
    expect(isHarEntry(good)).toBe(true);
    expect(isHarEntry({ ...good, request: { method: "GET", url: "" }, response: { status: 0 } })).toBe(true);
  });

  it.each([
    ["nothing", null],
    ["no start", { ...good, startedDateTime: 0 }],
    ["no duration", { ...good, time: null }],
    ["no request", { ...good, request: undefined }],
    ["no method", { ...good, request: { url: "" } }],
    ["no response", { ...good, response: [] }],
    ["no status", { ...good, response: {} }],
    ["headers that are no list", { ...good, response: { status: 1, headers: {} } }],
    ["a header without a value", { ...good, request: { method: "", url: "", headers: [{ name: "a" }] } }],
    ["a body that is none", { ...good, request: { method: "", url: "", postData: "x" } }],
    ["a content that is none", { ...good, response: { status: 1, content: null } }],
  ])("refuses an entry with %s", (_, entry) => {
    expect(isHarEntry(entry)).toBe(false);
  });
});
