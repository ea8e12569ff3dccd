import { fromBase64 } from "../core/export/base64.ts";
import type { EpochMs, Milliseconds } from "../core/units.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../core/wire/batch.ts";
import { type BatchWriter, createBatchWriter } from "../core/wire/batch-writer.ts";
import type { HarEntry, HarHeader } from "../core/wire/events.ts";
import { toHandshakeEntry } from "../core/wire/handshake-entry.ts";
import { headerOf } from "../core/wire/header-of.ts";
import type { DebuggerEvent } from "../core/wire/parse-debugger-event.ts";
import type { WorkerKind } from "../core/wire/worker-link.ts";
import { type Budget, createBudget } from "./budget.ts";
import type { LiveSession } from "./live-session.ts";

/** Events are written together, as a page's are. */
const WRITE_AFTER_MS = 50;
/** A batch is stored and sent as one thing: about a mebibyte, or one message that is larger. */
const MAX_BATCH_BYTES = 1024 * 1024;
/** As of a page (`frame-gate.ts`): browsers open 255 sockets at a time, and one that fails may be tried again at once. */
const CONNECTIONS = { atOnce: 10_000, perSecond: 100 };

interface Worker {
  readonly frame: string;
  readonly kind: WorkerKind;
  readonly url: string;
  readonly sockets: Map<string, Socket>;
  readonly budget: Budget;
  /** Epoch milliseconds less the browser's monotonic clock. */
  offset: Milliseconds | null;
  last: number;
}

interface Socket {
  /** Its number in the worker's frame; null until it is told of there. */
  number: number | null;
  readonly url: string;
  asked: { readonly at: EpochMs; readonly headers: HarHeader[] } | null;
  opened: boolean;
}

type Told<Type extends DebuggerEvent["type"]> = Extract<DebuggerEvent, { type: Type }>;

/** The WebSockets of workers, as the browser's debugger tells of them while they happen. */
export interface WorkerSockets {
  started(target: number, kind: WorkerKind, url: string): void;
  /** It is gone; or (`ended` is false) nobody listens to it any more, and it may go on. */
  gone(target: number, at: EpochMs, ended: boolean): void;
  /** Answers whether the target is a worker. */
  event(target: number, event: DebuggerEvent): boolean;
  /** The page was left, and its dedicated workers with it. */
  leavePage(at: EpochMs): void;
  /** Writes what waits. */
  flush(): void;
}

/** Where the worker's sockets are known by more than their own account. */
interface Others {
  /** The clock of the whole browser, for what tells no time of day. */
  clock(): Milliseconds;
  /** A handshake that the network log may tell again. */
  handshakeKnown(entry: HarEntry): void;
  leftOut(url: string, events: number): void;
  changed(): void;
}

/** Makes frames of workers and connections of their sockets, in the current session. */
export function createWorkerSockets(
  current: () => LiveSession,
  { clock, handshakeKnown, leftOut, changed }: Others,
): WorkerSockets {
  const workers = new Map<number, Worker>();
  const waiting = new Map<string, BatchWriter>();
  /** Dedicated workers to which nobody listens any more. */
  const unheard: Worker[] = [];
  let frames = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (const frame of [...waiting.keys()]) flushFrame(frame);
    changed();
  }

  function flushFrame(frame: string): void {
    const writer = waiting.get(frame);
    waiting.delete(frame);
    if (writer === undefined || writer.count === 0) return;
    const { session, accept } = current();
    accept(writer.take(frame, session.nextSeq(frame)));
  }

  function write(frame: string, fill: (writer: BatchWriter) => void): void {
    const writer = waiting.get(frame) ?? createBatchWriter();
    waiting.set(frame, writer);
    fill(writer);
    if (writer.size > MAX_BATCH_BYTES) flushFrame(frame);
    else timer ??= setTimeout(flush, WRITE_AFTER_MS);
  }

  const timeOf = (worker: Worker, ticks: Milliseconds) => ticks + (worker.offset ?? clock());

  /** The frame is told of with its first connection: most workers have none. */
  function begin(worker: Worker, socket: Socket, at: EpochMs): number | null {
    if (socket.number !== null) return socket.number;
    if (!worker.budget.take(1, at)) {
      leftOut(worker.url, 1);
      return null;
    }
    worker.last += 1;
    socket.number = worker.last;
    const connection = socket.number;
    const { kind, url, frame } = worker;
    write(frame, (writer) => {
      if (connection === 1) {
        const origin = originOf(url);
        writer.record({ type: "frame-started", at, url, top: false, origin, worker: kind });
      }
      if (socket.url === "") return;
      const asked = headerOf(socket.asked?.headers, "sec-websocket-protocol");
      const protocols = asked === null ? [] : asked.split(",").map((name) => name.trim());
      writer.record({ type: "socket-created", at, connection, url: socket.url, protocols });
    });
    return connection;
  }

  function answered(worker: Worker, socket: Socket, event: Told<"socket-answered">): void {
    const at = timeOf(worker, event.ticks);
    const connection = begin(worker, socket, socket.asked?.at ?? at);
    if (connection === null) return;
    const protocol = headerOf(event.headers, "sec-websocket-protocol") ?? "";
    const extensions = headerOf(event.headers, "sec-websocket-extensions") ?? "";
    if (socket.url !== "") shake(worker, socket, connection, at, event, "");
    if (event.status !== 101) return;
    socket.opened = true;
    write(worker.frame, (writer) =>
      writer.record({ type: "socket-opened", at, connection, protocol, extensions }),
    );
  }

  function shake(
    worker: Worker,
    socket: Socket,
    connection: number,
    at: EpochMs,
    answer: Told<"socket-answered"> | null,
    error: string,
  ): void {
    const entry = toHandshakeEntry(socket.url, socket.asked, at, answer);
    const startedAt = socket.asked?.at ?? at;
    handshakeKnown(entry);
    write(worker.frame, (writer) =>
      writer.record({ type: "handshake", at: startedAt, connection, entry, error, among: 1 }),
    );
  }

  function failed(worker: Worker, socket: Socket, { ticks, text }: Told<"socket-errored">): void {
    const at = timeOf(worker, ticks);
    const connection = begin(worker, socket, socket.asked?.at ?? at);
    if (connection === null) return;
    if (!socket.opened && socket.url !== "") shake(worker, socket, connection, at, null, text);
    write(worker.frame, (writer) => writer.record({ type: "socket-errored", at, connection }));
  }

  function said(worker: Worker, socket: Socket, event: Told<"socket-message">): void {
    const at = timeOf(worker, event.ticks);
    const connection = begin(worker, socket, at);
    const payload = event.binary ? fromBase64(event.data) : event.data;
    if (connection === null || payload === null) {
      leftOut(worker.url, 1);
      return;
    }
    const flags = (event.received ? FLAG_RECEIVED : 0) | (event.binary ? FLAG_BINARY : 0);
    write(worker.frame, (writer) => writer.message(at, connection, flags, payload, null, "", ""));
  }

  function closed(worker: Worker, id: string, socket: Socket, ticks: Milliseconds): void {
    worker.sockets.delete(id);
    const at = timeOf(worker, ticks);
    const connection = begin(worker, socket, socket.asked?.at ?? at);
    if (connection === null) return;
    const ending = { code: null, reason: "", wasClean: null, by: "unknown" } as const;
    write(worker.frame, (writer) => writer.record({ type: "socket-closed", at, connection, ...ending }));
  }

  /** One that was there before, of which the address is not told; the network log has those of other workers. */
  function assume(worker: Worker, id: string): Socket | null {
    if (worker.kind !== "shared") return null;
    const socket: Socket = { number: null, url: "", asked: null, opened: true };
    worker.sockets.set(id, socket);
    return socket;
  }

  return {
    started(target, kind, url) {
      frames += 1;
      workers.set(target, {
        frame: `worker ${frames}`,
        kind,
        url,
        sockets: new Map(),
        budget: createBudget(CONNECTIONS),
        offset: null,
        last: 0,
      });
    },
    gone(target, at, ended) {
      const worker = workers.get(target);
      workers.delete(target);
      if (worker === undefined || worker.last === 0) return;
      if (!ended) {
        if (worker.kind === "dedicated") unheard.push(worker);
        return;
      }
      write(worker.frame, (writer) =>
        writer.record({ type: "frame-left", at, url: worker.url, kept: false }),
      );
    },
    event(target, event) {
      const worker = workers.get(target);
      if (worker === undefined) return false;
      if (event.type === "socket-created") {
        worker.sockets.set(event.id, { number: null, url: event.url, asked: null, opened: false });
        return true;
      }
      if (event.type === "socket-asked") worker.offset ??= event.at - event.ticks;
      const known = worker.sockets.get(event.id);
      const socket = known ?? (event.type === "socket-message" ? assume(worker, event.id) : null);
      if (socket === null) return true;
      switch (event.type) {
        case "socket-asked":
          socket.asked = event;
          begin(worker, socket, event.at);
          break;
        case "socket-answered":
          answered(worker, socket, event);
          break;
        case "socket-message":
          said(worker, socket, event);
          break;
        case "socket-errored":
          failed(worker, socket, event);
          break;
        case "socket-closed":
          closed(worker, event.id, socket, event.ticks);
      }
      return true;
    },
    leavePage(at) {
      for (const { frame, url } of unheard.splice(0)) {
        write(frame, (writer) => writer.record({ type: "frame-left", at, url, kept: false }));
      }
    },
    flush,
  };
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "";
}
