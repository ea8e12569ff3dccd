import {
  type Batch,
  CODE_MESSAGE,
  CODE_RECORD,
  countEvents,
  ROW_LENGTH,
  readEvents,
} from "../core/wire/batch.ts";
import { leaveOut } from "../core/wire/leave-out.ts";
import { parsePageBatch } from "../core/wire/parse-page-batch.ts";
import type { RelaySender } from "../core/wire/port-message.ts";
import { type Allowance, type Budget, createBudget } from "./budget.ts";

/**
 * What is taken of one document. All messages of a page at full speed pass: 49,000 a second is the most that was
 * measured, and a hook that was kept waiting lets 200,000 go at once. Their bytes are not bounded: a page may well
 * receive as many, and those are what the user wants to see.
 */
const MESSAGES: Allowance = { atOnce: 1_000_000, perSecond: 200_000 };
/** A socket that lives for a moment makes four records; 1000 a second cost the engine some milliseconds. */
const RECORDS: Allowance = { atOnce: 50_000, perSecond: 1000 };
/** Records are kept as they are, with URLs of any length. */
const RECORD_BYTES: Allowance = { atOnce: 64 * 1024 * 1024, perSecond: 4 * 1024 * 1024 };
/** Browsers open 255 sockets (Chromium) or 200 (Firefox) at a time; a page that tries again at once makes some 100 a second. */
const CONNECTIONS: Allowance = { atOnce: 10_000, perSecond: 100 };
/** Where the browser does not name documents, a frame has as many as it is navigated. */
const FRAMES: Allowance = { atOnce: 100, perSecond: 10 };
/** Documents that have said something, of one tab: frame after frame, for hours. */
const MAX_FRAMES = 20_000;
/** What a relay keeps unacknowledged, 32 MiB, is not as many events: a larger gap is none, but made up. */
const MAX_GAP = 1_000_000;

/** Decides what of a relay's batches is taken. */
export interface FrameGate {
  /**
   * Parses and checks a batch, and leaves out what is too much; or says why all of it is refused. What a hook calls its
   * frame belongs to the document and the frame, by the browser's word, where it was first said: no other can speak for
   * it. One of the two may change: a prerendered document gets another frame ID when it is shown, and a first document
   * of a frame is replaced under its window.
   */
  pass(input: unknown, sender: RelaySender, now: number): Batch | { problem: string };
}

interface Source {
  readonly messages: Budget;
  readonly records: Budget;
  readonly recordBytes: Budget;
  readonly connections: Budget;
  readonly frames: Budget;
}

interface Frame {
  readonly documentId: string | null;
  readonly frameId: number;
  /** The sequence number that is next. */
  next: number;
  readonly connections: Set<number>;
}

/** Creates the gate of a tab. `leftOut` is told how many events of which document were too many. */
export function createFrameGate(leftOut: (url: string, events: number) => void): FrameGate {
  const sources = new Map<string, Source>();
  const frames = new Map<string, Frame>();

  function sourceOf(name: string): Source {
    let source = sources.get(name);
    if (source === undefined) {
      source = {
        messages: createBudget(MESSAGES),
        records: createBudget(RECORDS),
        recordBytes: createBudget(RECORD_BYTES),
        connections: createBudget(CONNECTIONS),
        frames: createBudget(FRAMES),
      };
      sources.set(name, source);
    }
    return source;
  }

  function frameOf(batch: Batch, sender: RelaySender, now: number): Frame | { problem: string } {
    const { documentId, frameId } = sender;
    const known = frames.get(batch.frame);
    if (known !== undefined) {
      const isOwn = known.frameId === frameId || (documentId !== null && known.documentId === documentId);
      return isOwn ? known : { problem: "a frame that belongs to another document" };
    }
    if (frames.size >= MAX_FRAMES || !sourceOf(nameOf(sender)).frames.take(1, now)) {
      return { problem: "too many frames" };
    }
    const frame: Frame = { documentId, frameId, next: batch.seq, connections: new Set() };
    frames.set(batch.frame, frame);
    return frame;
  }

  return {
    pass(input, sender, now) {
      const batch = parsePageBatch(input);
      if ("problem" in batch) return batch;
      const frame = frameOf(batch, sender, now);
      if ("problem" in frame) return frame;
      if (batch.seq - frame.next > MAX_GAP) return { problem: "a sequence number far ahead" };
      const next = batch.seq + countEvents(batch);
      // Said before: it is passed over, and costs nothing.
      if (next <= frame.next) return batch;
      frame.next = next;

      const source = sourceOf(nameOf(sender));
      const numbers = connectionsOf(batch);
      let events = 0;
      const passed = leaveOut(batch, (row) => {
        const isTooMuch = !afford(source, frame, batch, row, numbers[row / ROW_LENGTH] ?? null, now);
        if (isTooMuch) events += 1;
        return isTooMuch;
      });
      if (events > 0) leftOut(sender.url, events);
      return passed;
    },
  };
}

/** Who has a budget of its own: a document where the browser names it, else a frame. */
function nameOf({ documentId, frameId }: RelaySender): string {
  return documentId ?? `frame ${frameId}`;
}

function afford(
  source: Source,
  frame: Frame,
  { rows }: Batch,
  row: number,
  connection: number | null,
  now: number,
): boolean {
  if (rows[row] === CODE_RECORD) {
    if (!source.records.take(1, now) || !source.recordBytes.take(rows[row + 3] as number, now)) return false;
  } else if (!source.messages.take(1, now)) {
    return false;
  }
  // A message of a connection that nobody told of makes one, too.
  if (connection === null || frame.connections.has(connection)) return true;
  if (!source.connections.take(1, now)) return false;
  frame.connections.add(connection);
  return true;
}

/** The connection that each row may begin, by its place; none for what only goes on with one. */
function connectionsOf(batch: Batch): (number | undefined)[] {
  const numbers: (number | undefined)[] = [];
  const { rows } = batch;
  let hasRecords = false;
  for (let row = 0; row < rows.length; row += ROW_LENGTH) {
    if (rows[row] === CODE_MESSAGE) numbers[row / ROW_LENGTH] = rows[row + 2];
    else hasRecords ||= rows[row] === CODE_RECORD;
  }
  if (!hasRecords) return numbers;
  let place = 0;
  readEvents(batch, (event) => {
    if (event !== null && (event.type === "socket-created" || event.type === "source-created")) {
      numbers[place] = event.connection;
    }
    place += 1;
  });
  return numbers;
}
