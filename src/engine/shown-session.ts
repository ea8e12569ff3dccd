import { formatCount } from "../core/format/format-count.ts";
import { type Connection, isUsed } from "../core/model/connection.ts";
import { ROW_MESSAGE, ROW_REQUEST } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import { say } from "../core/text/say.ts";
import type { EpochMs } from "../core/units.ts";
import type { ConnectionView, EngineStatus } from "../core/wire/engine-status.ts";
import type { Annotations } from "./annotations.ts";
import type { StoredSession } from "./database.ts";

/** The moment until which nothing else is known to have happened in a session. */
export interface RecordedUntil {
  readonly at: EpochMs;
  /** It is recorded, and time goes on. */
  readonly goesOn: boolean;
}

/** A session that a panel can show: the one that is recorded, or one from the list. */
export interface ShownSession {
  readonly session: Session;
  readonly live: boolean;
  /** Until when it was recorded, or is; null where no more is known than its last row. */
  until(): RecordedUntil | null;
  /** Whether it is in memory alone. */
  readonly inMemory: boolean;
  readonly annotations: Annotations;
  describe(): StoredSession;
}

/** Until when a session was recorded that is over. */
export function untilOf({ endedAt }: StoredSession): RecordedUntil | null {
  return endedAt === undefined ? null : { at: endedAt, goesOn: false };
}

type Counters = Pick<
  EngineStatus,
  "connections" | "messages" | "requests" | "sentBytes" | "receivedBytes" | "dropped" | "hookFailures"
>;

/** Counts a session's rows of each kind without going over those it has counted before. */
export interface RowCounter {
  count(): { messages: number; requests: number };
}

/** Creates the counter of a session. */
export function createRowCounter({ log }: Session): RowCounter {
  let seen = 0;
  let messages = 0;
  let requests = 0;
  return {
    count() {
      for (; seen < log.length; seen += 1) {
        if (log.kind.get(seen) === ROW_MESSAGE) messages += 1;
        else if (log.kind.get(seen) === ROW_REQUEST) requests += 1;
      }
      return { messages, requests };
    },
  };
}

/** What a list can show of a text. All of it is in the connection's first mark, and in every export. */
const MAX_SHOWN_LENGTH = 2000;
const MAX_SHOWN_PROTOCOLS = 20;

/**
 * A text as the state has it, which goes to the panel many times a second: an address may be megabytes long, and a page
 * may have thousands of these.
 */
function shorten(text: string): string {
  if (text.length <= MAX_SHOWN_LENGTH) return text;
  return say("charactersOf", { text: text.slice(0, MAX_SHOWN_LENGTH), text2: formatCount(text.length) });
}

/** Nearly all are: asked first, since making a view of each costs the most of all that the state takes. */
function isShort({ url, asked, protocol, extensions, close }: Connection): boolean {
  const length =
    url.length + (protocol?.length ?? 0) + (extensions?.length ?? 0) + (close?.reason.length ?? 0);
  return length <= MAX_SHOWN_LENGTH && asked.length === 0;
}

function shortenView(view: ConnectionView): ConnectionView {
  const { url, asked, protocol, extensions, close } = view;
  const more = asked.length - MAX_SHOWN_PROTOCOLS;
  const shown = asked.slice(0, MAX_SHOWN_PROTOCOLS).map(shorten);
  return {
    ...view,
    url: shorten(url),
    asked: more > 0 ? [...shown, say("more", { more: formatCount(more) })] : shown,
    protocol: protocol === null ? null : shorten(protocol),
    extensions: extensions === null ? null : shorten(extensions),
    close: close && { ...close, reason: shorten(close.reason) },
  };
}

/** What the panel's connections and status line show of a session. */
export function countersOf(
  session: Session,
  rows: { messages: number; requests: number },
  speaks: (connection: number) => ConnectionView["speaks"] = () => null,
): Counters {
  let sentBytes = 0;
  let receivedBytes = 0;
  const connections: ConnectionView[] = session.connections.filter(isUsed).map((connection) => {
    const frame = session.frames.get(connection.frame);
    sentBytes += connection.sentBytes;
    receivedBytes += connection.receivedBytes;
    const view = {
      ...connection,
      frameUrl: frame ? shorten(frame.url) : null,
      frameOrigin: frame ? shorten(frame.origin) : null,
      topFrame: frame?.top ?? true,
      frameWorker: frame?.worker ?? null,
      frameSeen: frame?.seen ?? null,
      speaks: speaks(connection.id),
    };
    return isShort(connection) ? view : shortenView(view);
  });
  const { messages, requests } = rows;
  const { dropped, hookFailures } = session;
  return { connections, messages, requests, sentBytes, receivedBytes, dropped, hookFailures };
}
