import { describe, expect, test } from "vitest";
import { isJsonType, streamFormatOf } from "../../../src/core/wire/stream-format.ts";
import { createRandom } from "../../support/random.ts";
import { byteByByte, parseChunks, withoutChunks } from "./parsed.ts";

const SSE = "text/event-stream";
const LINES = "application/x-ndjson";
const SEQUENCE = "application/json-seq";

function envelope(flags: number, payload: string | Uint8Array, size?: number): Buffer {
  const body = Buffer.from(payload);
  const head = Buffer.alloc(5);
  head[0] = flags;
  head.writeUInt32BE(size ?? body.length, 1);
  return Buffer.concat([head, body]);
}

describe("which types are streams", () => {
  test.each([
    ["text/event-stream", "sse"],
    [" Text/Event-Stream ; charset=utf-8", "sse"],
    ["application/x-ndjson; charset=utf-8", "json-lines"],
    ["application/stream+json", "json-lines"],
    ["application/jsonl", "json-lines"],
    ["application/geo+json-seq", "json-seq"],
    ["application/json-seq", "json-seq"],
    ["application/grpc-web+proto", "grpc-web"],
    ["application/grpc-web", "grpc-web"],
    ["application/grpc-web-text+proto", "grpc-web-text"],
    ["application/connect+json", "connect"],
    ["application/connect", null],
    ["application/json", null],
    ["text/event-stream+xml", null],
    ["text/html", null],
    ["constructor", null],
    ["", null],
  ])("%s: %s", (type, format) => expect(streamFormatOf(type)).toBe(format));

  test("JSON by suffix", () => {
    expect(isJsonType("application/connect+json; charset=utf-8")).toBe(true);
    expect(isJsonType("application/connect+proto")).toBe(false);
  });
});

describe("Server-Sent Events", () => {
  test("events, types, IDs that stay, many lines, comments, retry", () => {
    const text =
      ": hello\nretry: 500\n\nid: 7\nevent: price\ndata: a\ndata:b\ndata\n\ndata: next\n\nid\ndata:  two spaces\n\n";
    expect(withoutChunks(parseChunks(SSE, [text]))).toEqual([
      "~comment hello",
      "~retry 500",
      "[price #7] a\nb\n",
      "[message #7] next",
      "[message]  two spaces",
    ]);
  });

  test.each(["\n", "\r\n", "\r"])("line ending %j, wherever it is cut", (ending) => {
    const bytes = Buffer.from("\uFEFFevent: e\ndata: żółw 🐢\n\ndata\n\n".replaceAll("\n", ending));
    const expected = ["[e] żółw 🐢", "[message]"];
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const found = withoutChunks(parseChunks(SSE, [bytes.subarray(0, cut), bytes.subarray(cut)]));
      expect(
        found.map((it) => it.trim()),
        `cut at ${cut}`,
      ).toEqual(expected);
    }
    expect(withoutChunks(parseChunks(SSE, byteByByte(bytes))).map((it) => it.trim())).toEqual(expected);
  });

  test("an event is there with the chunk that ended it, and came in those that had a part of it", () => {
    expect(
      parseChunks(SSE, ["data: a\n", "\ndata: b\n\ndata", ": c", "\n\n", "data: d\r", "\r", "\n"]),
    ).toEqual(["[message] a (1–2)", "[message] b (2–2)", "[message] c (2–4)", "[message] d (5–6)"]);
  });

  test("a byte order mark is one at the beginning alone", () => {
    expect(withoutChunks(parseChunks(SSE, ["\uFEFFdata: a\n\n\uFEFFdata: b\n\n"]))).toEqual([
      "[message] a",
      "~ignored \uFEFFdata: b",
    ]);
  });

  test("what is no event is said", () => {
    const text = "id: 1\0\nevent: x\n\nnonsense\nretry: 1.5\ndata: last";
    expect(withoutChunks(parseChunks(SSE, [text]))).toEqual([
      "~ignored id: 1\0",
      "~undispatched event: x",
      "~ignored nonsense",
      "~ignored retry: 1.5",
      "[message] last !cut",
    ]);
  });

  test("an ID without data counts for the events that follow", () => {
    expect(withoutChunks(parseChunks(SSE, ["id: 5\n\ndata: a\n\n"]))).toEqual([
      "~undispatched id: 5",
      "[message #5] a",
    ]);
  });

  test("bytes that are no UTF-8 stay as they are", () => {
    const found = parseChunks(SSE, [Buffer.from([...Buffer.from("data: "), 0xff, 0x0a, 0x0a])]);
    expect(withoutChunks(found)).toEqual(["[message] \uFFFD !not-utf8"]);
  });

  test("a beginning that was not recorded", () => {
    expect(withoutChunks(parseChunks(SSE, ["a: x\ndata: 1\n\ndata: 2\n\n"], { resumed: true }))).toEqual([
      "~ignored a: x",
      "[message] 1 !headless",
      "[message] 2",
    ]);
  });
});

describe("JSON lines", () => {
  test("values, blank lines, CRLF, no last line feed, and what is no JSON", () => {
    expect(parseChunks(LINES, ['{"a":1}\n\r\n{"b"', ":2}\r\n[3]\nnope\n4"])).toEqual([
      '{"a":1} (1–1)',
      "~blank",
      '{"b":2} (1–2)',
      "[3] (2–2)",
      "nope !not-json (2–2)",
      "4 (2–2)",
    ]);
  });

  test("cut within a line", () => expect(parseChunks(LINES, ['{"a":'])).toEqual(['{"a": !cut (1–1)']));

  test("a byte order mark, characters cut in two, and deep nesting", () => {
    const bytes = Buffer.from('\uFEFF{"t":"żółw 🐢"}\n');
    expect(withoutChunks(parseChunks(LINES, byteByByte(bytes)))).toEqual(['{"t":"żółw 🐢"}']);
    expect(parseChunks(LINES, [`${"[".repeat(200_000)}\n`])[0]).toMatch(/!not-json/);
  });
});

describe("JSON text sequences", () => {
  test("a text is there with its line feed, not with the next separator", () => {
    expect(
      parseChunks(SEQUENCE, ['\x1e{"a":1}\n', '\x1e{\n "b":\n "\\"\n', '"}\n\x1e', "\x1e12\n", "\x1e3"]),
    ).toEqual(['{"a":1} (1–1)', '{\n "b":\n "\\"\n"} !not-json (2–3)', "12 (4–4)", "3 !cut (5–5)"]);
  });

  test("a text that the next separator cuts off, and one without a separator", () => {
    expect(withoutChunks(parseChunks(SEQUENCE, ['stray\n\x1e{"a":\x1e{"b":2}\x1e"c"']))).toEqual([
      "stray !stray",
      '{"a": !cut',
      '{"b":2}',
      '"c"',
    ]);
  });

  test("byte by byte", () => {
    const bytes = Buffer.from('\x1e{"t":"żółw }"}\n\x1e[1,\n2]\n');
    expect(withoutChunks(parseChunks(SEQUENCE, byteByByte(bytes)))).toEqual(['{"t":"żółw }"}', "[1,\n2]"]);
  });
});

describe("envelopes", () => {
  const stream = Buffer.concat([envelope(0, "ab"), envelope(0, ""), envelope(0x80, "grpc-status: 0\r\n")]);
  const expected = ["0x6162", "0x", "[trailers] grpc-status: 0\r\n"];

  test("gRPC-Web, however it is cut", () => {
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const found = parseChunks("application/grpc-web+proto", [
        stream.subarray(0, cut),
        stream.subarray(cut),
      ]);
      expect(withoutChunks(found)).toEqual(expected);
    }
    expect(parseChunks("application/grpc-web", [stream.subarray(0, 6), stream.subarray(6, 8)])[0]).toBe(
      "0x6162 (1–2)",
    );
  });

  test("gRPC-web-text: each flush is base64 of its own, and may be cut anywhere", () => {
    const flushes = [stream.subarray(0, 7), stream.subarray(7, 13), stream.subarray(13)];
    const text = flushes.map((it) => it.toString("base64")).join("");
    expect(text).toMatch(/=[^=]/);
    for (let cut = 0; cut <= text.length; cut += 1) {
      const found = parseChunks("application/grpc-web-text", [text.slice(0, cut), text.slice(cut)]);
      expect(withoutChunks(found)).toEqual(expected);
    }
    expect(withoutChunks(parseChunks("application/grpc-web-text", ["AAAA!AAA"]))).toEqual([
      "!AAA !not-base64",
      "0x000000 -2 !cut",
    ]);
  });

  test("Connect: JSON messages and the end", () => {
    const chunks = [
      envelope(0, '{"a":1}'),
      envelope(1, "zz"),
      envelope(2, "{}"),
      envelope(4, "{}"),
      envelope(0, "{"),
    ];
    expect(withoutChunks(parseChunks("application/connect+json", chunks))).toEqual([
      '{"a":1}',
      "[compressed] 0x7a7a",
      "[end-stream] {}",
      "{} !unknown-flags",
      "{ !not-json",
    ]);
  });

  test("an envelope that is cut says how much is missing; one that lies takes no memory", () => {
    const cut = envelope(0, "abc", 0xffffffff);
    expect(withoutChunks(parseChunks("application/connect+proto", [cut]))).toEqual([
      `0x616263 -${0xffffffff - 3} !cut`,
    ]);
    expect(withoutChunks(parseChunks("application/connect+proto", [cut.subarray(0, 3)]))).toEqual([
      "0x00ffff -2 !cut",
    ]);
  });

  test("once bytes are missing, messages are not told apart", () => {
    expect(withoutChunks(parseChunks("application/grpc-web", [stream], { resumed: true }))[0]).toMatch(
      /!unframed$/,
    );
  });
});

test.each([
  SSE,
  LINES,
  SEQUENCE,
  "application/grpc-web",
  "application/grpc-web-text",
  "application/connect+json",
  "",
])("%s: no bytes make it throw, and how they are cut makes no difference", (type) => {
  const random = createRandom(7);
  const alphabet = Buffer.from('\x1e\n\r:data event id{}[]"\\=A0\0\x01\x02\x80\xff');
  for (let round = 0; round < 200; round += 1) {
    const bytes = Uint8Array.from({ length: 60 }, () => random.pick([...alphabet]));
    const cut = random.integer(60);
    const whole = withoutChunks(parseChunks(type, [bytes]));
    const two = withoutChunks(parseChunks(type, [bytes.subarray(0, cut), bytes.subarray(cut)]));
    if (type !== "" && !(type.endsWith("text") && whole.some((it) => it.includes("not-base64")))) {
      expect(two).toEqual(whole);
    }
  }
});

describe("multipart", () => {
  const MIXED = 'multipart/mixed; boundary="-"; deferSpec=20220824';
  const json = (text: string) => `Content-Type: application/json; charset=utf-8\r\n\r\n${text}`;
  const first = json('{"data":{"a":1},"hasNext":true}');
  const second = json('{"hasNext":false}');

  test("a part is there with the boundary behind it, headers and all", () => {
    const chunks = [
      `---\r\n${first}\r\n---`,
      `\r\n${second.slice(0, 20)}`,
      `${second.slice(20)}\r\n-----\r\n`,
    ];
    expect(parseChunks(MIXED, chunks)).toEqual([`${first} (1–1)`, `${second} (2–3)`]);
  });

  test("where a part tells its length, it is there with its last byte", () => {
    const body = '{"data":{"a":1}}';
    const part = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const chunks = [`\r\n---\r\n${part}`, `\r\n---\r\n${part.slice(0, -3)}`, part.slice(-3), "\r\n-----\r\n"];
    expect(parseChunks(MIXED, chunks)).toEqual([`${part} (1–1)`, `${part} (2–3)`]);
  });

  test("a length that is wrong loses nothing", () => {
    const short = "Content-Length: 3\r\n\r\nabcdef";
    expect(parseChunks(MIXED, [`---\r\n${short}\r\n---\r\nContent-Length: 99\r\n\r\nxyz\r\n-----`])).toEqual([
      "Content-Length: 3\r\n\r\nabc (1–1)",
      "def !stray (1–1)",
      "Content-Length: 99\r\n\r\nxyz (1–1)",
    ]);
    // It counts the line end before the boundary, too.
    expect(parseChunks(MIXED, ["---\r\nContent-Length: 5\r\n\r\nabc\r\n---\r\n\r\nnext\r\n-----"])).toEqual([
      "Content-Length: 5\r\n\r\nabc\r\n (1–1)",
      "\r\nnext (1–1)",
    ]);
  });

  test("what is before the first boundary and behind the last is not passed over", () => {
    const found = parseChunks("multipart/mixed;boundary=b", [
      "hi\r\n--b  \r\n\r\n1\n--b\n\n--c\r\n--b--\r\nbye\r\n",
    ]);
    expect(withoutChunks(found)).toEqual(["hi !stray", "\r\n1", "\n--c", "\r\nbye\r\n !stray"]);
  });

  test("one that ends in the middle, and one whose beginning was not recorded", () => {
    expect(parseChunks(MIXED, [`---\r\n${first}`])).toEqual([`${first} !cut (1–1)`]);
    const found = parseChunks(MIXED, [`lse}\r\n---\r\n${second}\r\n-----\r\n`], { resumed: true });
    expect(withoutChunks(found)).toEqual(["lse} !headless", second]);
  });

  test("a boundary that never comes", () => {
    expect(parseChunks("multipart/mixed; boundary=other", ["---\r\n", first])).toEqual([
      `---\r\n${first} !stray (1–2)`,
    ]);
  });

  test("random parts, cut anywhere", () => {
    const random = createRandom(7);
    const letters = ["-", "--", "---", "--b", "--bo", "\r", "\n", "\r\n", "a", "ż", ":", " ", "\u0000"];
    const text = (most: number) =>
      Array.from({ length: random.integer(most) }, () => letters[random.integer(letters.length)]).join("");
    for (let run = 0; run < 500; run += 1) {
      const boundary = random.integer(2) === 0 ? "bound" : "-x";
      const parts = Array.from({ length: 1 + random.integer(4) }, () => {
        const body = text(12);
        const length = random.integer(2) === 0 ? "" : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
        return `${length}Content-Type: text/plain\r\n\r\n${body}`;
      }).filter((it) => !`\n${it}`.includes(`\n--${boundary}`));
      const whole = `\r\n--${boundary}\r\n${parts.join(`\r\n--${boundary}\r\n`)}\r\n--${boundary}--\r\n`;
      const bytes = Buffer.from(whole);
      const cuts = [0, random.integer(bytes.length), random.integer(bytes.length), bytes.length].sort(
        (a, b) => a - b,
      );
      const chunks = cuts.slice(1).map((cut, index) => bytes.subarray(cuts[index], cut));
      const type = `multipart/mixed; boundary=${boundary}`;
      expect(withoutChunks(parseChunks(type, chunks))).toEqual(parts);
      expect(withoutChunks(parseChunks(type, byteByByte(bytes)))).toEqual(parts);
    }
  });
});

describe("a JSON array that is streamed", () => {
  const ARRAY = "application/json; charset=UTF-8";

  test("elements, with the chunk that ended each, however they are cut", () => {
    const chunks = ['[{\n "a": "],[{"\n}', '\n,\r\n{"b":[1,{"c":2}]}\n,', " 3, null", "]\n"];
    expect(parseChunks(ARRAY, chunks)).toEqual([
      '{\n "a": "],[{"\n} (1–2)',
      '{"b":[1,{"c":2}]} (2–2)',
      "3 (3–3)",
      "null (3–4)",
    ]);
    const bytes = Buffer.from(chunks.join(""));
    expect(withoutChunks(parseChunks(ARRAY, byteByByte(bytes)))).toEqual(
      withoutChunks(parseChunks(ARRAY, chunks)),
    );
  });

  test("what is no element, and what is cut", () => {
    expect(withoutChunks(parseChunks(ARRAY, ['x[nope,{"a":']))).toEqual([
      "x !stray",
      "nope !not-json",
      '{"a": !cut',
    ]);
    expect(withoutChunks(parseChunks(ARRAY, ["[1]x"]))).toEqual(["1", "x !stray"]);
    expect(parseChunks(ARRAY, ['"a":1},2]'], { resumed: true })).toEqual(['"a":1},2] !unframed (1–1)']);
  });
});

test("lines of text keep their ends", () => {
  const found = parseChunks("text/plain; charset=utf-8", ['0:"a', '"\nd:{}\r\n\n', "e"]);
  expect(found).toEqual(['0:"a"\n (1–2)', "d:{}\r\n (2–2)", "\n (2–2)", "e !cut (3–3)"]);
});
