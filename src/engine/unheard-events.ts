import type { Connection } from "../core/model/connection.ts";
import { FLAG_DERIVED, ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { Bytes, EpochMs } from "../core/units.ts";
import { FLAG_RECEIVED, FLAG_UNHEARD } from "../core/wire/batch.ts";
import { createBatchWriter } from "../core/wire/batch-writer.ts";
import type { LiveSession } from "./live-session.ts";

/** The name of the frame that tells of them; no page may speak as it. */
export const DEBUGGER_FRAME = "debugger";

/** The hook's own account comes within this, unless the page is so busy that it cannot speak. */
const SETTLE_MS = 3000;
const LOOK_EVERY_MS = 250;
/** The page's clock and the browser's name the same moment (`pair-handshakes.ts`). */
const MAX_APART_MS = 1000;
/** A frame that has told of something so much later has told of all before. */
const LATER_MS = 200;
/** A request whose hook has not told of its source in this time is of a frame that Duplex is not in. */
const UNKNOWN_AFTER_MS = 30_000;
/** What waits for the hook's account, at most. Types that are heard do not wait. */
const MAX_WAITING = 100_000;
const MAX_WAITING_BYTES: Bytes = 64 * 1024 * 1024;
/** Requests whose end is not told go with their document; a page that lives long makes many. */
const MAX_REQUESTS = 1000;
/** The hook listens to these of itself: it tells of every one. */
const ALWAYS_HEARD = ["message", "open", "error"];

interface Told {
  readonly at: EpochMs;
  readonly name: string;
  readonly id: string;
  readonly data: string;
}

interface Waiting extends Told {
  readonly toldAt: EpochMs;
}

/** A request of an EventSource: each reconnection is another. */
interface Request {
  /** Null: it began before anybody listened. */
  readonly url: string | null;
  readonly at: EpochMs;
  source: Source | null;
  ended: boolean;
  waiting: Waiting[];
}

/** An EventSource that a hook tells of. */
interface Source {
  readonly frame: string;
  readonly number: number;
  /** Its number in our own frame. */
  readonly own: number;
  request: Request | null;
  /** Since when the page listens to a type; it does so for good, and the hook tells of all that follow. */
  readonly heard: Map<string, EpochMs>;
  waiting: Waiting[];
}

/** The events of EventSources that nobody in the page listens to. */
export interface UnheardEvents {
  /** A request began; `key` names it. */
  asked(key: string, at: EpochMs, url: string): void;
  ended(key: string): void;
  told(key: string, event: Told): void;
}

/**
 * Finds, among all events that the browser's debugger tells of, those that the hook does not: of types that the page does
 * not listen to. A page that listens to a type once is told of all that follow (the hook's own listener stays), so the
 * hook's events of a type are the debugger's from one of them on; and each is in the session once, by whoever tells it.
 */
export function createUnheardEvents(
  current: () => LiveSession,
  now: () => EpochMs,
  leftOut: (url: string, events: number) => void,
  changed: () => void,
): UnheardEvents {
  const requests = new Map<string, Request>();
  const sources = new Map<string, Source>();
  /** When a frame's last row was said. */
  const frames = new Map<string, EpochMs>();
  let seen: { session: Session; rows: number; joined: Set<Source> } | null = null;
  let waiting = 0;
  let waitingBytes: Bytes = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled || waiting === 0) return;
    scheduled = true;
    setTimeout(() => {
      scheduled = false;
      settle();
      schedule();
    }, LOOK_EVERY_MS);
  }

  /** What need not wait any more. */
  function done(events: readonly Waiting[]): void {
    waiting -= events.length;
    for (const { data } of events) waitingBytes -= data.length;
  }

  function settle(): void {
    const { session } = current();
    if (seen?.session !== session) seen = { session, rows: 0, joined: new Set() };
    pairRequests(session);
    hear(session, seen);
    const unheard: (readonly [Source, Waiting])[] = [];
    for (const source of sources.values()) {
      const last = frames.get(source.frame) ?? 0;
      const isReady = (it: Waiting) => now() - it.toldAt >= SETTLE_MS || last > it.at + LATER_MS;
      const ready = source.waiting.filter(isReady);
      if (ready.length === 0) continue;
      source.waiting = source.waiting.filter((it) => !isReady(it));
      done(ready);
      for (const it of ready) unheard.push([source, it]);
    }
    if (unheard.length > 0) write(session, seen.joined, unheard);
  }

  /** Reads the hook's account as far as it has come. */
  function hear(session: Session, upTo: { rows: number }): void {
    const { log, connections } = session;
    for (; upTo.rows < log.length; upTo.rows += 1) {
      const row = upTo.rows;
      const connection = connections[log.connection.get(row) - 1];
      if (connection === undefined || log.flags.get(row) & (FLAG_UNHEARD | FLAG_DERIVED)) continue;
      if (log.kind.get(row) !== ROW_MESSAGE) continue;
      // It has just come; only a flood of many mebibytes at once could have let go of it.
      const loading = session.load(row);
      if (loading !== null) {
        loading.catch(() => {});
        continue;
      }
      frames.set(connection.frame, log.at.get(row));
      if (connection.kind !== "eventsource" || connection.number === null) continue;
      const source = sourceOf(connection);
      const name = session.eventName(row);
      if (!source.heard.has(name)) heardFirst(source, name, session, row);
    }
  }

  function sourceOf(connection: Connection): Source {
    const { frame, number } = connection;
    const known = sources.get(nameOf(connection));
    if (known !== undefined) return known;
    const heard = new Map(ALWAYS_HEARD.map((name) => [name, Number.NEGATIVE_INFINITY]));
    const own = sources.size + 1;
    const source: Source = { frame, number: number as number, own, request: null, heard, waiting: [] };
    sources.set(nameOf(connection), source);
    return source;
  }

  /** From the event of this row on the page listens to its type: what waits and is older was for nobody. */
  function heardFirst(source: Source, name: string, session: Session, row: number): void {
    const at = session.log.at.get(row);
    const id = session.eventId(row);
    const data = decoder.decode(session.payload(row));
    const [same] = source.waiting
      .filter((it) => it.name === name && it.id === id && it.data === data)
      .sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
    source.heard.set(name, same?.at ?? at - MAX_APART_MS);
    take(source, source.waiting.splice(0));
  }

  /** Keeps of these what the hook does not tell of. */
  function take(source: Source, events: readonly Waiting[]): void {
    const isHeard = (it: Waiting) => it.at >= (source.heard.get(it.name) ?? Number.POSITIVE_INFINITY);
    source.waiting.push(...events.filter((it) => !isHeard(it)));
    done(events.filter(isHeard));
  }

  /** Finds the hook's sources of requests, in the order in which both began. */
  function pairRequests(session: Session): void {
    for (const [key, request] of requests) {
      if (request.source === null) {
        request.source = sourceFor(session, request);
        if (request.source !== null) request.source.request = request;
      }
      const isLate = request.waiting.some(({ toldAt }) => now() - toldAt > UNKNOWN_AFTER_MS);
      if (request.source !== null) take(request.source, request.waiting.splice(0));
      else if (isLate) done(request.waiting.splice(0));
      if (request.ended && request.waiting.length === 0) requests.delete(key);
    }
  }

  function sourceFor(session: Session, { url, at }: Request): Source | null {
    const free = session.connections.filter((it) => {
      if (it.kind !== "eventsource" || it.assumed || it.number === null) return false;
      const before = sources.get(nameOf(it))?.request ?? null;
      if (before !== null && !before.ended) return false;
      if (url !== null && bare(it.url) !== bare(url)) return false;
      if (it.createdAt > at + MAX_APART_MS) return false;
      return it.close === null || it.close.at > at - MAX_APART_MS;
    });
    // One that began before anybody listened is told apart only where there is no other.
    if (url === null && free.length > 1) return null;
    const [first] = free.sort((a, b) => a.createdAt - b.createdAt);
    return first === undefined ? null : sourceOf(first);
  }

  function write(
    session: Session,
    joined: Set<Source>,
    unheard: readonly (readonly [Source, Waiting])[],
  ): void {
    const { startedAt } = current().describe();
    const known = new Set(session.connections.map(nameOf));
    const writer = createBatchWriter();
    for (const [source, { at, name, id, data }] of unheard) {
      const { frame, number: of, own: connection } = source;
      // It was said before the list was cleared, or its source went with that.
      if (at < startedAt || !known.has(nameOf(source))) continue;
      if (!joined.has(source)) writer.record({ type: "connection-joined", at, connection, frame, of });
      joined.add(source);
      writer.message(at, connection, FLAG_RECEIVED | FLAG_UNHEARD, data, null, name, id);
    }
    if (writer.count === 0) return;
    current().accept(writer.take(DEBUGGER_FRAME, session.nextSeq(DEBUGGER_FRAME)));
    changed();
  }

  function requestOf(key: string, at: EpochMs, url: string | null): Request {
    const known = requests.get(key);
    if (known !== undefined) return known;
    const request: Request = { url, at, source: null, ended: false, waiting: [] };
    requests.set(key, request);
    const [oldest] = requests;
    if (requests.size > MAX_REQUESTS && oldest !== undefined) {
      done(oldest[1].waiting);
      requests.delete(oldest[0]);
    }
    return request;
  }

  return {
    asked(key, at, url) {
      requestOf(key, at, url);
    },
    ended(key) {
      const request = requests.get(key);
      if (request !== undefined) request.ended = true;
    },
    told(key, event) {
      const request = requestOf(key, event.at, null);
      if (ALWAYS_HEARD.includes(event.name)) return;
      if (waiting >= MAX_WAITING || waitingBytes >= MAX_WAITING_BYTES) {
        leftOut(request.url ?? "", 1);
        return;
      }
      waiting += 1;
      waitingBytes += event.data.length;
      const it = { ...event, toldAt: now() };
      if (request.source === null) request.waiting.push(it);
      else take(request.source, [it]);
      schedule();
    },
  };
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function nameOf({ frame, number }: { readonly frame: string; readonly number: number | null }): string {
  return `${frame} ${number}`;
}

/** A request has no fragment, an EventSource's URL may. */
function bare(url: string): string {
  return url.replace(/#.*$/s, "");
}
