import { describe, expect, it, vi } from "vitest";
import { ROW_MESSAGE } from "../../src/core/model/message-log.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import type { BlockRead, ScanReply } from "../../src/core/query/scan-server.ts";
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
  const ask = createStoredScan(Promise.resolve({ pieces }), (reply) => void replies.push(reply));
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
  return { ask, pieces, replies, read };
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
    const { ask, pieces, replies, read } = setUp("abcdefghijklmnopqrstuvwxyz");
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

  it("says that something is missing on the disk", async () => {
    const { ask, replies, read } = setUp("abc");
    ask({ query: queryOf("a") });
    ask({ id: 1, block: blockOf([6], ""), reads: [read(0, 0, 6)] });
    await vi.waitUntil(() => replies.length === 1);
    expect(replies[0]).toMatchObject({ id: 1, problem: expect.stringMatching(/damaged on the disk: some/) });
  });
});
