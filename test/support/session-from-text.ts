import { createSession, type Session } from "../../src/core/model/session.ts";
import { type Batch, FLAG_BINARY, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../src/core/wire/batch-writer.ts";
import type { LifecycleState, RecordEvent } from "../../src/core/wire/events.ts";
import { parseBatch } from "../../src/core/wire/parse-batch.ts";

/** When the sessions that are written as text begin: 2026-01-01, 12:00 UTC, as epoch ms. */
export const START = Date.UTC(2026, 0, 1, 12);

/** The key of the one frame of such a session. */
export const FRAME = "frame-1";

/**
 * Connections and what they said, one list of lines for each `"ws URL"` or `"sse URL"`:
 *
 * - `"0ms > {ping}"`, `"12ms < {pong}"`: a text, sent or received, at that time from the start
 * - `"5ms < 0x00ff"`: bytes
 * - `"7ms <[price #7] {…}"`: an event of a stream, with its type and ID (`[price]`: without an ID)
 * - `"30ms closed 1000 server bye"`: the end of a WebSocket: code, by whom, reason
 * - `"30ms closed 1006 network, 4000 unsent"`: with so many bytes that never went out
 * - `"20ms buffered 4000"`: so many bytes wait to be sent
 * - `"20ms discarded 36"`: so many bytes were sent too late to go out
 * - `"30ms opened"`: nothing, of a connection that says nothing
 * - `"30ms lost"`: an EventSource lost its connection and tries again
 *
 * Under `"page"`: `"5ms hidden"`, `"7ms frozen"`, `"9ms visible"`, `"10ms blocked 80"` (a task of 80 ms).
 *
 * A connection is created and opened at the time of its first line.
 */
export type SessionText = Readonly<Record<string, readonly string[]>>;

interface Line {
  readonly at: number;
  readonly connection: number;
  readonly source: boolean;
  readonly url: string;
  readonly first: boolean;
  readonly rest: string;
}

const LINE = /^([\d.]+)ms (.*)$/s;
const MESSAGE = /^([<>])(?:\[([^\] ]+)(?: #([^\]]*))?\])? (.*)$/s;
const CLOSED = /^closed (\d+) (page|server|network|unknown)(?:, (\d+) unsent)? ?(.*)$/s;
const LIFECYCLE = /^(visible|hidden|frozen)$/;

/** The session in which all of that happened. */
export function sessionFromText(text: SessionText): Session {
  const session = createSession();
  session.accept(batchFromText(text));
  return session;
}

/** The same as one batch. Throws where a line cannot be read. */
export function batchFromText(text: SessionText): Batch {
  const writer = createBatchWriter();
  const url = "https://shop.example/";
  writer.record({ type: "frame-started", at: START, url, top: true, origin: "https://shop.example" });
  for (const line of linesOf(text)) {
    const { at, connection } = line;
    const state = LIFECYCLE.exec(line.rest)?.[1] as LifecycleState | undefined;
    const [, what, number] = /^(blocked|buffered|discarded) (\d+)$/.exec(line.rest) ?? [];
    if (state !== undefined) {
      writer.record({ type: "lifecycle-changed", at, state });
      continue;
    }
    if (what === "blocked") {
      writer.record({ type: "thread-blocked", at, blockedMs: Number(number) });
      continue;
    }
    if (line.first) for (const record of openingOf(line)) writer.record(record);
    const message = MESSAGE.exec(line.rest);
    const closed = CLOSED.exec(line.rest);
    if (message !== null) {
      const [, arrow, eventName = "", eventId = "", payload = ""] = message;
      const hex = /^0x((?:[0-9a-f]{2})*)$/.exec(payload)?.[1];
      const flags = (arrow === "<" ? FLAG_RECEIVED : 0) | (hex === undefined ? 0 : FLAG_BINARY);
      const name = line.source ? eventName || "message" : "";
      writer.message(at, connection, flags, hex === undefined ? payload : fromHex(hex), null, name, eventId);
    } else if (closed !== null) {
      const [, code, by, unsent, reason = ""] = closed;
      const lost = unsent === undefined ? {} : { unsentBytes: Number(unsent) };
      const end = { code: Number(code), by: by as "page", reason, wasClean: by !== "network", ...lost };
      writer.record({ type: "socket-closed", at, connection, ...end });
    } else if (what === "buffered") {
      writer.record({ type: "socket-buffered", at, connection, bytes: Number(number) });
    } else if (what === "discarded") {
      writer.record({ type: "send-discarded", at, connection, bytes: Number(number) });
    } else if (line.rest === "opened") {
      // Said by the opening alone.
    } else if (line.rest === "lost") {
      writer.record({ type: "source-errored", at, connection, reconnecting: true });
    } else if (line.rest === "failed") {
      writer.record({ type: "source-errored", at, connection, reconnecting: false });
    } else {
      throw new Error(`not a line of a session: ${line.rest}`);
    }
  }
  const batch = parseBatch(writer.take(FRAME, 0));
  if ("problem" in batch) throw new Error(batch.problem);
  return batch;
}

function linesOf(text: SessionText): Line[] {
  const lines = Object.entries(text).flatMap(([heading, own], index) => {
    const [kind, url = ""] = heading.split(" ");
    return own.map((line, position): Line => {
      const [, ms, rest = ""] = LINE.exec(line) ?? [];
      if (ms === undefined) throw new Error(`a line without a time: ${line}`);
      const at = START + Number(ms);
      return { at, connection: index + 1, source: kind === "sse", url, first: position === 0, rest };
    });
  });
  return lines.sort((a, b) => a.at - b.at);
}

function openingOf({ at, connection, source, url }: Line): RecordEvent[] {
  if (source) {
    return [
      { type: "source-created", at, connection, url, withCredentials: false },
      { type: "source-opened", at, connection },
    ];
  }
  return [
    { type: "socket-created", at, connection, url, protocols: [] },
    { type: "socket-opened", at, connection, protocol: "", extensions: "" },
  ];
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
