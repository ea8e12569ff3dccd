import type { EngineAsk } from "../core/wire/engine-feed.ts";
import type { HarEntry } from "../core/wire/events.ts";
import { scriptsOf } from "../core/wire/parse-debugger-event.ts";
import type { ToldHandshake } from "../core/wire/told-request.ts";
import type { Feed } from "./ingest.ts";

/** An entry of Chromium's network log; its frames, which are many, are not touched before they are asked for. */
type LogEntry = HarEntry & { _webSocketMessages?: readonly { type?: unknown; data?: unknown }[] };

/** More closed sockets than wait for an answer at a time: the oldest are let go. */
const MAX_HELD = 1000;
/** A socket that was never on its way has a time of the year 1969. */
const MAX_AGO_MS = 1000 * 60 * 60 * 24 * 365;

/** The WebSockets of Chromium's network log. */
export interface SocketWatch {
  /** A socket of the log was closed, or never opened. */
  closed(entry: unknown): void;
  answer(ask: EngineAsk): void;
}

/**
 * Feeds the handshakes of WebSockets, each when it is closed, or all that the log has when asked. Of a socket that no hook
 * saw the engine asks for the messages too. `ownOrigin` is the extension's: the browser names the script that made the call.
 */
export function watchSockets(
  getHar: (callback: (log: { entries: readonly unknown[] }) => void) => void,
  ownOrigin: string,
  feed: Feed,
): SocketWatch {
  const held = new Map<number, LogEntry>();
  let last = 0;

  function tell(entry: LogEntry, isClosed: boolean): void {
    last += 1;
    held.set(last, entry);
    const [oldest] = held.keys();
    if (held.size > MAX_HELD && oldest !== undefined) held.delete(oldest);
    feed({ feed: "handshake", handshake: toHandshake(entry, isClosed, last, ownOrigin) });
  }

  return {
    closed: (entry) => tell(entry as LogEntry, true),
    answer(ask) {
      if (ask.ask === "forget-held") {
        held.delete(ask.held);
      } else if (ask.ask === "take-held") {
        const entry = held.get(ask.held);
        held.delete(ask.held);
        const messages = entry?._webSocketMessages ?? [];
        feed({
          feed: "held-entry",
          held: ask.held,
          entry: entry === undefined ? null : { ...withoutFrames(entry), _webSocketMessages: messages },
        });
      } else {
        getHar(({ entries }) => {
          for (const entry of entries as LogEntry[]) {
            // Whether it is closed the log does not say.
            if (isSocket(entry)) tell(entry, false);
          }
          feed({ feed: "network-log-read" });
        });
      }
    },
  };
}

/** Whether an entry of the log is a WebSocket's. */
export function isSocket(entry: HarEntry): boolean {
  return entry._resourceType === "websocket" || /^wss?:/i.test(entry.request.url);
}

function toHandshake(entry: LogEntry, isClosed: boolean, held: number, ownOrigin: string): ToldHandshake {
  const begun = Date.parse(entry.startedDateTime);
  const startedAt = Date.now() - begun < MAX_AGO_MS ? begun : null;
  const { wait } = (entry.timings ?? {}) as { wait?: unknown };
  const scripts = scriptsOf(entry._initiator);
  const [script = ""] = scripts;
  const endedAt = startedAt === null ? null : startedAt + entry.time;
  return {
    entry: withoutFrames(entry),
    startedAt,
    respondedAt: startedAt !== null && typeof wait === "number" ? startedAt + wait : null,
    endedAt,
    closedAt: isClosed ? (endedAt ?? Date.now()) : null,
    error: errorOf(entry),
    frameId: null,
    workerUrl: null,
    hooked: scripts.length === 0 ? null : scripts.some((url) => url.startsWith(ownOrigin)),
    script: script.startsWith(ownOrigin) ? (scripts[1] ?? "") : script,
    held,
  };
}

/** Chromium says why a handshake failed only in a message of its own among the frames, the last one. */
function errorOf({ _webSocketMessages: messages }: LogEntry): string {
  const last = messages?.at(-1);
  return last?.type === "error" && typeof last.data === "string" ? last.data : "";
}

function withoutFrames({
  startedDateTime,
  time,
  request,
  response,
  timings,
  _resourceType,
}: LogEntry): HarEntry {
  const entry = { startedDateTime, time, request, response, timings, cache: {}, _resourceType };
  return JSON.parse(JSON.stringify(entry)) as HarEntry;
}
