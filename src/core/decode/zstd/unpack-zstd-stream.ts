import type { Bytes } from "../../units.ts";
import { countUnpacked, type Inflated, MOST_INFLATED } from "../bytes/inflate.ts";
import { type BlockState, startBlocks } from "./read-block.ts";
import { readZstdBlocks, readZstdFrame, type ZstdFrame, type ZstdOutput } from "./unpack-zstd.ts";

/** Where a stream of Zstandard stands between two messages. Never changed in place, as far as anybody can see. */
export interface ZstdContext {
  readonly frame: ZstdFrame;
  readonly blocks: BlockState;
  /** What was unpacked before ends there in `HISTORIES`' bytes for this context. */
  readonly end: Bytes;
}

/**
 * What was unpacked, up to `filled`; what copies can reach is the end of it. Contexts of one stream share one, as each only
 * reads what lies before its own `end`: to keep a window of megabytes for each would take too much.
 */
interface History {
  bytes: Uint8Array;
  filled: Bytes;
}

const HISTORIES = new WeakMap<ZstdContext, History>();

/** So much more than a window is kept before it is made short. */
const SPARE: Bytes = 256 * 1024;

/** Whether the bytes, behind `before`, end where a block of the frame does that is not its last. */
export function endsWithBlock(bytes: Uint8Array, before: ZstdContext | null): boolean {
  let at = before === null ? readZstdFrame(bytes, 0)?.from : 0;
  if (at === undefined || at === bytes.length) return false;
  while (at + 3 <= bytes.length) {
    const head = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    // A stream's frame goes on; one that ends is a message by itself.
    if ((head & 1) === 1) return true;
    at += 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3);
  }
  return at === bytes.length;
}

/** Unpacks whole blocks that were flushed (RFC 8878, section 3.1.1.2); null where they are none, or the frame ends with them. */
export function unpackZstdStream(
  bytes: Uint8Array,
  before: ZstdContext | null,
): { found: Inflated; after: ZstdContext } | null {
  const frame = before?.frame ?? readZstdFrame(bytes, 0);
  if (frame === null) return null;
  const blocks = { ...(before?.blocks ?? startBlocks()) };
  const history = openHistory(before, frame);
  const out: ZstdOutput = { bytes: history.bytes, at: history.filled };
  const from = out.at;
  try {
    const start = before === null ? frame.from : 0;
    const read = readZstdBlocks(bytes, start, frame.reach, blocks, out, from + MOST_INFLATED, null);
    countUnpacked(out.at - from);
    if (read.over)
      return { found: { bytes: new Uint8Array(), over: true }, after: { frame, blocks, end: 0 } };
    if (read.isLast || read.next !== bytes.length) return null;
  } catch {
    return null;
  }
  const after: ZstdContext = { frame, blocks, end: out.at };
  history.bytes = out.bytes;
  history.filled = out.at;
  HISTORIES.set(after, history);
  return { found: { bytes: out.bytes.slice(from, out.at), over: false }, after };
}

/** The history that goes on: that of the context where nothing was added to it meanwhile, else a copy of its end. */
function openHistory(before: ZstdContext | null, { reach }: ZstdFrame): History {
  const shared = before === null ? undefined : HISTORIES.get(before);
  if (before === null || shared === undefined) return { bytes: new Uint8Array(SPARE), filled: 0 };
  if (shared.filled === before.end && shared.filled <= reach * 2 + SPARE) return shared;
  const kept = shared.bytes.slice(Math.max(0, before.end - reach), before.end);
  const bytes = new Uint8Array(kept.length + SPARE);
  bytes.set(kept);
  return { bytes, filled: kept.length };
}
