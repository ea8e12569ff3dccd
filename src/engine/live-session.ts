import { carryOver } from "../core/model/carry-over.ts";
import type { Connection } from "../core/model/connection.ts";
import { ROW_MARK, ROW_REQUEST } from "../core/model/message-log.ts";
import { createSession, type Session } from "../core/model/session.ts";
import type { EpochMs } from "../core/units.ts";
import type { Batch } from "../core/wire/batch.ts";
import { createBatchWriter } from "../core/wire/batch-writer.ts";
import type { HarEntry, RecordEvent } from "../core/wire/events.ts";
import { type Span, withoutMessages } from "../core/wire/without-messages.ts";
import { type Annotations, createAnnotations } from "./annotations.ts";
import { SESSION_FORMAT, type StoredSession } from "./database.ts";
import { acceptAndWrite, createRecorder, type Recorder } from "./recorder.ts";
import type { SessionStore } from "./session-store.ts";
import type { RecordedUntil } from "./shown-session.ts";

/** The name of the frame that the devtools page's own records belong to; no page's frame has such a name. */
const OWN_FRAME = "devtools";

/** What a page said reaches the engine within seconds: older pauses need not be remembered. */
const MAX_PAUSES = 8;

/** A session that is being recorded. */
export interface LiveSession {
  readonly session: Session;
  readonly annotations: Annotations;
  /** Its line in the list of sessions. */
  describe(): StoredSession;
  /**
   * The moment until which nothing else is known to have happened, by the clock of the last that did; while recording is off, when that
   * began. What a page's clock and the engine's differ by (a computer that slept) is not in it, nor how long it takes to hear of something.
   */
  until(): RecordedUntil;
  /** Whether it has anything in it: an empty one is not written. */
  readonly empty: boolean;
  /** The last pauses: what was said in one may still come. */
  readonly pauses: readonly Span[];
  /** Nothing (more) of it is written: a private window, a database that cannot be used, a write that failed. */
  readonly inMemory: boolean;
  accept(batch: Batch): void;
  record(event: RecordEvent): void;
  /** While it is off, only the lives of connections are followed, not their messages. */
  setRecording(on: boolean, at: number): void;
  rename(name: string): void;
  /** The address of the page it begins on; it stays the session's, unless another is gone to before anything was said. */
  setPage(url: string): void;
  settled(): Promise<void>;
  /** Another session takes its place; resolves when all of it is on the disk. */
  end(): Promise<void>;
}

/** Begins a session; of the one before it takes over which connections are alive. */
export function createLiveSession(
  store: Promise<SessionStore | null>,
  startedAt: number,
  before: Session | null,
  failed: (why: string) => void,
  pausesBefore: readonly Span[] = [],
): LiveSession {
  const session = createSession();
  const id = crypto.randomUUID();
  let name = "";
  let url = "";
  /** The page that the session is named after is not looked for any more. */
  let isOfPage = false;
  const pauses = pausesBefore.slice(-MAX_PAUSES);
  let recording = pauses.at(-1)?.until !== Number.POSITIVE_INFINITY;
  let inMemory = false;
  let changedAt = startedAt;
  /** By the engine's own clock, when it heard of what happened then. */
  let heardAt = performance.now();
  /** The end, by the same clock, while recording is off. */
  let pausedAt: EpochMs = startedAt;
  /** The same, once it is over. */
  let endedAt: EpochMs | null = null;
  let requests = 0;
  let ownSeq = 0;
  let counted = 0;

  function describe(): StoredSession {
    let messages = 0;
    for (const { kind, sent, received } of session.connections)
      if (kind !== "http") messages += sent + received;
    const page = url || session.connections[0]?.url || "";
    return {
      id,
      format: SESSION_FORMAT,
      name: name || titleOf(page),
      url: page,
      startedAt,
      changedAt,
      endedAt: until().at,
      messages,
      requests,
      connections: session.connections.length,
      bytes: session.heldBytes,
    };
  }

  function until(): RecordedUntil {
    if (endedAt !== null) return { at: endedAt, goesOn: false };
    if (!recording) return { at: pausedAt, goesOn: false };
    return { at: changedAt + (performance.now() - heardAt), goesOn: true };
  }

  const recorder: Recorder = createRecorder(
    store,
    describe,
    session,
    (why) => {
      inMemory = true;
      failed(why);
    },
    undefined,
    () => recording && endedAt === null && session.connections.some(isOpen),
  );
  void store.then((it) => {
    inMemory ||= it === null;
  });

  /** What was taken over is written with the first that is new: an empty session is not kept. */
  let carried: Parameters<Recorder["add"]>[] = [];
  for (const batch of before === null ? [] : carryOver(before)) {
    acceptAndWrite(session, { add: (...it) => void carried.push(it) }, batch);
  }
  const carriedRows = session.log.length;

  function keep(batch: Batch): void {
    const first = carried;
    const add: Recorder["add"] = (...it) => {
      for (const earlier of first) recorder.add(...earlier);
      recorder.add(...it);
    };
    if (!acceptAndWrite(session, { add }, batch)) return;
    carried = [];
    const { log } = session;
    for (; counted < log.length; counted += 1) {
      const at = log.at.get(counted);
      if (at > changedAt) {
        changedAt = at;
        heardAt = performance.now();
      }
      if (log.kind.get(counted) === ROW_REQUEST) requests += 1;
    }
  }

  /** A session that has nothing of the page before is that of the one which is gone to. */
  function goTo(to: string, at: EpochMs): void {
    if (!isNamed(to)) return;
    if (!isOfPage && !hasTraffic(session, carriedRows, at)) url = to;
    url ||= to;
    isOfPage = true;
  }

  function record(event: RecordEvent): void {
    if (event.type === "navigated") goTo(event.url, event.at);
    if (event.type === "request-finished" && (!recording || isWatchedStream(session, event.entry))) return;
    const writer = createBatchWriter();
    writer.record(event);
    keep(writer.take(OWN_FRAME, ownSeq));
    ownSeq += 1;
  }

  return {
    session,
    annotations: createAnnotations(store, () => id),
    describe,
    get inMemory() {
      return inMemory;
    },
    until,
    get empty() {
      return session.log.length === carriedRows;
    },
    pauses,
    accept: (batch) => keep(pauses.reduce(withoutMessages, batch)),
    record,
    setRecording(on, at) {
      if (on === recording) return;
      pausedAt = until().at;
      recording = on;
      // What was said before the pause, and comes only now, is kept; what was said in it is not, however late it comes.
      if (on) pauses.push({ from: pauses.pop()?.from ?? at, until: at });
      else pauses.push({ from: at, until: Number.POSITIVE_INFINITY });
      if (pauses.length > MAX_PAUSES) pauses.shift();
      if (session.log.length > carriedRows)
        record({ type: on ? "recording-resumed" : "recording-paused", at });
    },
    setPage(to) {
      if (isNamed(to)) url ||= to;
    },
    rename(to) {
      name = to;
      recorder.touch();
    },
    settled: recorder.settled,
    end() {
      endedAt = until().at;
      return recorder.end();
    },
  };
}

/** Whether something may still come on a connection without a new one being made. */
function isOpen({ kind, openedAt, close }: Connection): boolean {
  return kind !== "http" && openedAt !== null && close === null;
}

/** Pages with an address by which somebody would know them. */
function isNamed(url: string): boolean {
  return /^https?:|^file:/.test(url);
}

/** Whether there is a message or a request from before that time; the document that is gone to was asked for before it began, and is none. */
function hasTraffic({ log, connections }: Session, from: number, before: EpochMs): boolean {
  for (let row = from; row < log.length; row += 1) {
    if (log.kind.get(row) === ROW_MARK || log.at.get(row) >= before) continue;
    if (connections[log.connection.get(row) - 1]?.asset !== true) return true;
  }
  return false;
}

/** An EventSource's request: its events come from the hook. Only Chromium says what kind a request is. */
function isWatchedStream({ connections }: Session, { request, response, _resourceType }: HarEntry): boolean {
  if (typeof _resourceType === "string") return false;
  if (!/^text\/event-stream/i.test(response.content?.mimeType ?? "")) return false;
  return connections.some(({ kind, url }) => kind === "eventsource" && bare(url) === bare(request.url));
}

/** A request has no fragment, an EventSource's URL may. */
function bare(url: string): string {
  return url.replace(/#.*$/s, "");
}

/** A session's first name: the page's host and path. */
function titleOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  return `${host}${pathname === "/" ? "" : pathname}`;
}
