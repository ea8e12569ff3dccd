import { describe, expect, it } from "vitest";
import { toExchange } from "../../../../src/core/analysis/polling/exchange.ts";
import { measureExchange } from "../../../../src/core/analysis/polling/measure-exchange.ts";
import type { HarEntry, HarHeader } from "../../../../src/core/wire/events.ts";

const STORED: HarHeader[] = [
  { name: "Cache-Control", value: "no-cache" },
  { name: "Content-Length", value: "4" },
  { name: "Content-Type", value: "text/plain" },
  { name: "ETag", value: '"v1"' },
];
/** Of that answer, in HTTP/1.1. */
const STORED_HEAD = 101;

function measured(response: object, condition: HarHeader[] = [{ name: "If-None-Match", value: '"v1"' }]) {
  const entry = {
    startedDateTime: "2026-11-23T07:00:00.000Z",
    time: 2,
    request: {
      method: "GET",
      url: "http://a.example/poll",
      httpVersion: "HTTP/1.1",
      headers: [{ name: "Host", value: "a.example" }, ...condition],
    },
    response: {
      status: 200,
      statusText: "OK",
      httpVersion: "HTTP/1.1",
      headers: STORED,
      content: { size: 4, mimeType: "text/plain", text: "kept" },
      ...response,
    },
  } as unknown as HarEntry;
  const { receivedHeaders, receivedBody, known, allHeaders } = measureExchange(toExchange(entry, 0, 1));
  return { receivedHeaders, receivedBody, known, allHeaders };
}

const EXACT = { known: "yes", allHeaders: true };

describe("what an answer took on the wire", () => {
  it("is what came of it, where 304 is told as the answer that was stored", () => {
    const early = { _transferSize: 41, bodySize: -60, headersSize: STORED_HEAD };
    expect(measured(early)).toEqual({ ...EXACT, receivedHeaders: 41, receivedBody: 0 });
  });

  it.each([
    ["whose condition failed", { _transferSize: 105, bodySize: 4 }, undefined],
    ["that named no condition", { _transferSize: 41, bodySize: -60 }, []],
    ["of which it is not told what came", {}, undefined],
    ["of HTTP/2, which packs the head", { _transferSize: 41, bodySize: -1, httpVersion: "h2" }, undefined],
  ])("is the head and the body of one %s", (_, response, condition) => {
    expect(measured(response, condition)).toEqual({
      ...EXACT,
      receivedHeaders: STORED_HEAD,
      receivedBody: 4,
    });
  });
});

describe("what a request's body took", () => {
  const sentBody = (text: string, headers: HarHeader[]) =>
    measureExchange(
      toExchange(
        {
          startedDateTime: "2026-11-23T07:00:00.000Z",
          time: 2,
          request: { method: "POST", url: "http://a.example/", headers, postData: { text } },
          response: { status: 204 },
        } as unknown as HarEntry,
        0,
        1,
      ),
    ).sentBody;
  const host: HarHeader = { name: "Host", value: "a.example" };

  it.each([
    ["as its length says", "\0ÿ\x80\nÈ", [host, { name: "content-length", value: "5" }], 5],
    ["as UTF-8, where all headers are there", "ü", [host], 2],
    [
      "at least a byte for each character, where they are not and it may have been bytes",
      "\0ÿ\x80\nÈ",
      [],
      5,
    ],
    ["as UTF-8, where it can have been text alone", "ü€", [], 5],
  ])("is counted %s", (_, text, headers, bytes) => {
    expect(sentBody(text, headers)).toBe(bytes);
  });
});
