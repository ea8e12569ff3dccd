import { Readable } from "node:stream";
import { createGunzip, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { detectFormat } from "../../../src/core/export/detect-format.ts";
import { importFile } from "../../../src/core/export/import-file.ts";
import { toHar } from "../../../src/core/export/to-har.ts";
import { toSessionFile } from "../../../src/core/export/to-session-file.ts";
import type { Batch } from "../../../src/core/wire/batch.ts";
import { asPieces } from "../../support/pieces.ts";
import { sessionFromText } from "../../support/session-from-text.ts";
import { sessionOf } from "./rich-session.ts";

const ABOUT = { name: "", startedAt: null, exportedAt: 0, version: "0.1.0" };
const session = sessionFromText({
  "ws wss://a.example/": ["0ms > äöü 👋", ...Array.from({ length: 5000 }, (_, n) => `${n}ms < ${n * n}`)],
});
const sessionFile = Buffer.from([...toSessionFile(session, ABOUT)].join(""));
const har = Buffer.from([...toHar(session, ABOUT)].join(""));

function gunzip(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return Readable.from(packed).compose(createGunzip()) as AsyncIterable<Uint8Array>;
}

async function read(bytes: Uint8Array, piece = 777) {
  const batches: Batch[] = [];
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += piece) pieces.push(bytes.subarray(start, start + piece));
  const result = await importFile(asPieces(pieces), (batch) => void batches.push(batch), gunzip);
  return { result, session: sessionOf(batches) };
}

describe("a file", () => {
  it.each([
    ["a session file", "session", sessionFile],
    ["a packed session file", "session", gzipSync(sessionFile)],
    ["a HAR", "har", har],
    ["a packed HAR", "har", gzipSync(har)],
    ["a HAR with a byte order mark", "har", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), har])],
    ["a HAR in UTF-16", "har", Buffer.from(`\ufeff${har}`, "utf16le")],
    ["a HAR in UTF-16, the other way round", "har", Buffer.from(`\ufeff${har}`, "utf16le").swap16()],
    ["a packed session file in UTF-16", "session", gzipSync(Buffer.from(`\ufeff${sessionFile}`, "utf16le"))],
    ["a HAR after some white space", "har", Buffer.concat([Buffer.from(" \r\n\t"), har])],
  ])("that is %s is known by its bytes", async (_, format, bytes) => {
    const { result, session: restored } = await read(bytes);
    expect(result).toHaveProperty("about.format", format);
    expect(restored.connections).toMatchObject([{ sent: 1, received: 5000 }]);
  });

  it("that is no UTF-8 is read, and what was lost is said", async () => {
    const note = "Some bytes of this file are no UTF-8: U+FFFD (\ufffd) stands for them.";
    const latin1 = Buffer.from(har.toString("utf8").replace("👋", ""), "latin1");
    for (const piece of [1, 777])
      expect((await read(latin1, piece)).result).toMatchObject({ about: { notes: [note] } });
    // A sign that is cut off at the end, and one that says itself that it stands for another.
    const cut = Buffer.concat([har, Buffer.from([0xf0, 0x9f])]);
    expect((await read(cut)).result).toHaveProperty("problem");
    const told = Buffer.from(har.toString("utf8").replace("👋", "\ufffd"));
    for (const piece of [1, 777])
      expect((await read(told, piece)).result).toMatchObject({ about: { notes: [] } });
  });

  it("may come in pieces of a byte", async () => {
    const { session: restored } = await read(sessionFile.subarray(0), 1);
    expect(restored.connections).toMatchObject([{ sent: 1, received: 5000 }]);
  });

  const unknown = "This is not a file that Duplex knows: neither a HAR nor a session file.";
  it.each([
    ["empty", Buffer.from(""), "This file is empty."],
    ["an image", Buffer.from("\x89PNG\r\n"), unknown],
    ["a JSON list", Buffer.from("[1]"), unknown],
    ["a packed text", gzipSync("hello"), unknown],
    ["packed twice", gzipSync(gzipSync(har)), unknown],
    ["packed nothing", gzipSync(""), "This file is empty."],
    [
      "damaged in its packing",
      Buffer.concat([gzipSync(har).subarray(0, 12), Buffer.alloc(50)]),
      "This file is damaged: it could not be unpacked to its end.",
    ],
    [
      "damaged at its very end",
      gzipSync(har).fill(0, gzipSync(har).length - 8),
      "This file is damaged: it could not be unpacked to its end.",
    ],
    ["another's JSON", Buffer.from('{"a":1}'), "This is not a HAR: it has no log.entries."],
  ])("that is %s is refused", async (_, bytes, problem) => {
    expect((await read(bytes)).result).toEqual({ problem });
  });

  it("that is cut is said to be cut", async () => {
    const packed = gzipSync(sessionFile);
    const { result } = await read(packed.subarray(0, packed.length / 2));
    expect(result).toHaveProperty("problem");
    expect((result as { problem: string }).problem).toMatch(
      /^This session file is cut short: [\d,]+ of its lines were read, its end is missing\.$|could not be unpacked/,
    );
  });
});

describe("the format of a file", () => {
  it("does not depend on the order of a header's keys", () => {
    const header = '{"version":1, "format" : "duplex-session"}\n';
    expect(detectFormat(Buffer.from(header))).toBe("ndjson");
    expect(detectFormat(Buffer.from('{\n"log":{"comment":"\\"format\\":\\"duplex-session\\""}}'))).toBe(
      "json",
    );
  });
});
