import { describe, expect, it, vi } from "vitest";
import { ROW_MESSAGE } from "../../src/core/model/message-log.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import type { ScanBlock } from "../../src/core/query/scan-block.ts";
import type { BlockRead, ScanReply } from "../../src/core/query/scan-server.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { createStoredScan } from "../../src/engine/stored-scan.ts";

const encoder = new TextEncoder();
const queryOf = (text: string) => parseQuery(text).query as Query;

/** Chunks of a disk, three bytes in each batch. */
function setUp(disk: string, chunkBytes = 6) {
  const replies: ScanReply[] = [];
  const pieces = vi.fn(async (_: string, first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => {
      const address = (first + index) * chunkBytes;
      const text = disk.slice(address, address + chunkBytes);
      return {
        address,
        batches: [{ bytes: encoder.encode(text.slice(0, 3)) }],
        derived: [encoder.encode(text.slice(3))],
      };
    }),
  );
  const freed = new Set<ArrayBufferLike>();
  // As what gives it back does: nobody can read it any more.
  const free = ({ buffer }: ArrayBufferView) => {
    if (!freed.has(buffer)) structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
    freed.add(buffer);
  };
  const ask = createStoredScan(Promise.resolve({ pieces }), (reply) => void replies.push(reply), free);
  const read = (at: number, from: number, until: number): BlockRead => ({
    at,
    from,
    until,
    place: {
      session: "s",
      first: Math.floor(from / chunkBytes),
      last: Math.floor((until - 1) / chunkBytes),
    },
  });
  return { ask, pieces, replies, read, freed };
}

/** Rows of text messages of these lengths. */
function blockOf(lengths: readonly number[], held: string) {
  const zeros = () => new Uint32Array(lengths.length);
  return {
    kind: Uint8Array.from(lengths, () => ROW_MESSAGE),
    flags: new Uint8Array(lengths.length),
    connection: zeros(),
    index: zeros(),
    size: Float64Array.from(lengths),
    missing: new Float64Array(lengths.length),
    trip: new Uint8Array(0),
    rtt: new Float64Array(0),
    nameLength: zeros(),
    idLength: zeros(),
    length: Uint32Array.from(lengths),
    bytes: encoder.encode(held),
    connections: [],
    annotations: [],
    own: [],
  };
}

const matchesOf = (reply: ScanReply | undefined) =>
  reply !== undefined && "matches" in reply ? [...reply.matches] : reply;

describe("the scan of what is on the disk", () => {
  it("puts what it reads between what is in memory", async () => {
    const { ask, replies, read } = setUp("abcdefghijklmnopqrstuvwxyz");
    ask({ query: queryOf("12fg") });
    ask({ id: 1, block: blockOf([2, 4, 3], "0012777"), reads: [read(4, 5, 7)] });
    await vi.waitUntil(() => replies.length === 1);
    expect(matchesOf(replies[0])).toEqual([0, 1, 0]);
    ask({ query: queryOf("bcdefghijk") });
    ask({ id: 2, block: blockOf([12, 2], "XY"), reads: [read(0, 0, 12)] });
    await vi.waitUntil(() => replies.length === 2);
    expect(matchesOf(replies[1])).toEqual([1, 0]);
  });

  it("reads each chunk once, of blocks that follow each other, and answers them in their order", async () => {
    const { ask, pieces, replies, read, freed } = setUp("abcdefghijklmnopqrstuvwxyz");
    ask({ query: queryOf("h") });
    ask({ id: 1, block: blockOf([8], ""), reads: [read(0, 0, 8)] });
    ask({ id: 2, block: blockOf([8], ""), reads: [read(0, 8, 16)] });
    ask({ id: 3, block: blockOf([1], ""), reads: [read(0, 16, 17)] });
    await vi.waitUntil(() => replies.length === 3);
    expect(replies.map((it) => [it.id, matchesOf(it)])).toEqual([
      [1, [1]],
      [2, [0]],
      [3, [0]],
    ]);
    expect(pieces.mock.calls.map(([, first, last]) => [first, last])).toEqual([
      [0, 1],
      [2, 2],
    ]);
    // The last is kept, since what comes next may begin in it.
    const chunks = (await Promise.all(pieces.mock.results.map((it) => it.value))).flat();
    const isFree = () =>
      chunks.map(({ batches, derived }) =>
        [batches[0]?.bytes, derived[0]].map((it) => freed.has(it?.buffer as ArrayBuffer)),
      );
    await vi.waitFor(() =>
      expect(isFree()).toEqual([
        [true, true],
        [true, true],
        [false, false],
      ]),
    );
  });

  it("leaves what was asked before another query", async () => {
    const { ask, replies, read } = setUp("abcdef");
    ask({ query: queryOf("a") });
    ask({ id: 1, block: blockOf([6], ""), reads: [read(0, 0, 6)] });
    ask({ query: queryOf("f") });
    ask({ id: 2, block: blockOf([6], ""), reads: [read(0, 0, 6)] });
    await vi.waitUntil(() => replies.length === 2);
    expect(replies.map(matchesOf)).toEqual([[], [1]]);
  });

  it("remembers what a message of an earlier block began, whose memory it has used again since", async () => {
    const { ask, replies, pieces } = setUp("");
    // MQTT 3.1.1: PUBLISH to "ab/cd", whose payload is "hello", cut after the topic's third letter.
    const packet = Uint8Array.from([0x30, 12, 0, 5, ...encoder.encode("ab/cdhello")]);
    const chunks = [packet.slice(0, 7), packet.slice(7)];
    pieces.mockImplementation(async (_, first) => [
      { address: first * 7, batches: [{ bytes: chunks[first] as Uint8Array<ArrayBuffer> }], derived: [] },
    ]);
    const facts = {
      kind: "websocket",
      url: "ws://a/",
      protocol: "mqtt",
      contentType: "",
      speaks: [{ id: "mqtt" }],
    };
    const binary = (index: number, length: number) => ({
      ...blockOf([length], ""),
      flags: Uint8Array.from([FLAG_BINARY | FLAG_RECEIVED]),
      connection: Uint32Array.from([1]),
      index: Uint32Array.from([index]),
      connections: [[1, facts]] as unknown as ScanBlock["connections"],
    });
    ask({ query: queryOf("channel:ab/cd") });
    ask({
      id: 1,
      block: binary(0, 7),
      reads: [{ at: 0, from: 0, until: 7, place: { session: "s", first: 0, last: 0 } }],
    });
    ask({
      id: 2,
      block: binary(1, 7),
      reads: [{ at: 0, from: 7, until: 14, place: { session: "s", first: 1, last: 1 } }],
    });
    await vi.waitUntil(() => replies.length === 2);
    expect(replies.map(matchesOf)).toEqual([[0], [1]]);
  });

  it("says that something is missing on the disk", async () => {
    const { ask, replies, read } = setUp("abc");
    ask({ query: queryOf("a") });
    ask({ id: 1, block: blockOf([6], ""), reads: [read(0, 0, 6)] });
    await vi.waitUntil(() => replies.length === 1);
    expect(replies[0]).toMatchObject({ id: 1, problem: expect.stringMatching(/damaged on the disk: some/) });
  });
});
