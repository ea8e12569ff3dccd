import type { BlockRead, ScanReply, ScanRequest } from "../core/query/scan-server.ts";
import { createScanServer } from "../core/query/scan-server.ts";
import { say } from "../core/text/say.ts";
import { freeBytes } from "./free-bytes.ts";
import { bytesOf, type SessionStore, type StoredPiece } from "./session-store.ts";

const NOTHING = new Uint8Array(0);

type BlockRequest = Extract<ScanRequest, { readonly id: number }>;

/**
 * What runs in the scan Worker: it reads what of a block is on the disk, and answers one block after the other. Those after it
 * are read meanwhile. What was asked for a query before the last one is not looked at any more. What has been looked at is freed.
 */
export function createStoredScan(
  store: Promise<Pick<SessionStore, "pieces">>,
  reply: (reply: ScanReply) => void,
  free: (bytes: ArrayBufferView) => void = freeBytes,
): (request: ScanRequest) => void {
  const answer = createScanServer();
  const read = createPieceReader(store);
  const joiner = createJoiner();
  let queries = 0;
  let turn: Promise<void> = Promise.resolve();

  async function answerBlock(
    request: BlockRequest,
    reading: Promise<readonly (readonly StoredPiece[])[]>,
    asked: number,
  ): Promise<void> {
    const { id, block, reads } = request;
    try {
      const pieces = asked === queries ? await reading : [];
      const answered =
        asked === queries
          ? answer({ ...request, block: { ...block, bytes: joiner.join(block.bytes, reads, pieces) } })
          : { id, matches: NOTHING };
      if (answered !== null) reply(answered);
    } catch (error) {
      reply({ id, problem: (error as Error).message });
    }
    Object.values(block).filter(ArrayBuffer.isView).forEach(free);
    // The last chunk of a read is the first of the next, as a rule, which frees it then.
    const freePieces = (pieces: readonly StoredPiece[]) => pieces.slice(0, -1).flatMap(bytesOf).forEach(free);
    reading.then((all) => all.forEach(freePieces)).catch(() => {});
  }

  return (request) => {
    if ("query" in request) {
      queries += 1;
      answer(request);
      return;
    }
    const asked = queries;
    const reading = Promise.all(request.reads.map(read));
    // It is awaited in its turn; until then nobody else hears of a failure.
    reading.catch(() => {});
    turn = turn.then(() => answerBlock(request, reading, asked));
  };
}

/** Reads what is asked for; the last chunk of it most often is the first of what is asked for next, and is not read again. */
function createPieceReader(
  store: Promise<Pick<SessionStore, "pieces">>,
): (read: BlockRead) => Promise<readonly StoredPiece[]> {
  let last: { session: string; index: number; piece: Promise<StoredPiece | undefined> } | null = null;
  return async ({ place: { session, first, last: end } }) => {
    const kept = last?.session === session && last.index === first ? last.piece : null;
    const from = kept === null ? first : first + 1;
    const rest = from > end ? Promise.resolve([]) : store.then((it) => it.pieces(session, from, end));
    if (from <= end) {
      const piece = rest.then((pieces) => pieces.at(-1));
      piece.catch(() => {});
      last = { session, index: end, piece };
    }
    const [before, pieces] = await Promise.all([kept, rest]);
    return before === null || before === undefined ? pieces : [before, ...pieces];
  };
}

/** Puts together what is in a block and what was read for it. */
interface Joiner {
  join(
    held: Uint8Array<ArrayBuffer>,
    reads: readonly BlockRead[],
    pieces: readonly (readonly StoredPiece[])[],
  ): Uint8Array<ArrayBuffer>;
}

/** Creates one, which does it always in the same memory: to be given new pages takes longer than to copy into them. */
function createJoiner(): Joiner {
  let room = new Uint8Array(0);
  return {
    join(held, reads, pieces) {
      if (reads.length === 0) return held;
      const length = reads.reduce((sum, { from, until }) => sum + until - from, held.length);
      if (room.length < length) room = new Uint8Array(length);
      const joined = room.subarray(0, length);
      let taken = 0;
      let end = 0;
      for (const [index, read] of reads.entries()) {
        joined.set(held.subarray(taken, taken + read.at - end), end);
        taken += read.at - end;
        fill(joined, read, pieces[index] ?? []);
        end = read.at + read.until - read.from;
      }
      joined.set(held.subarray(taken), end);
      return joined;
    },
  };
}

/** Copies what lies from one address up to another out of chunks, which follow each other. */
function fill(bytes: Uint8Array, { at, from, until }: BlockRead, pieces: readonly StoredPiece[]): void {
  let copied = 0;
  for (const piece of pieces) {
    let address = piece.address;
    for (const part of bytesOf(piece)) {
      const begin = Math.max(from, address);
      const end = Math.min(until, address + part.length);
      if (begin < end) {
        bytes.set(part.subarray(begin - address, end - address), at + begin - from);
        copied += end - begin;
      }
      address += part.length;
    }
  }
  if (copied === until - from) return;
  throw new Error(say("thisSessionIsDamagedOnTheDisk"));
}
