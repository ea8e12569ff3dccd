import type { Batch } from "../wire/batch.ts";
import { type BatchWriter, createBatchWriter } from "../wire/batch-writer.ts";
import type { HandshakeEvent } from "../wire/events.ts";
import type { Connection, Frame } from "./connection.ts";
import type { Session } from "./session.ts";

/** What the browser said of frames and connections has numbers of its own: a frame's hook goes on counting its own. */
export const CARRIED_FRAME = "carried";

/**
 * What a session that begins in the middle of another's traffic must know: the frames that are there and their live
 * connections, as the batches that would have said so. Their sequence numbers end where the frames will go on.
 */
export function carryOver(session: Session): Batch[] {
  const writers = new Map<string, BatchWriter>();
  const byBrowser = createBatchWriter();
  for (const { key, startedAt, url, origin, top, worker, leftAt, seen } of session.frames.values()) {
    if (leftAt !== null) continue;
    const writer = createBatchWriter();
    const of = worker === null ? {} : { worker };
    writer.record({ type: "frame-started", at: startedAt, url, origin, top, ...of });
    writers.set(key, writer);
    if (seen !== null) byBrowser.record({ type: "frame-seen", at: startedAt, frame: key, ...seen });
  }
  for (const { frame, connection, number, handshake } of session.liveConnections()) {
    const writer = writers.get(frame.key);
    if (writer === undefined) continue;
    tellOf(writer, connection, number);
    if (handshake === null) continue;
    byBrowser.record({ ...handshake, frame: frame.key, connection: number });
  }
  const batches = [...writers].map(([key, writer]) => writer.take(key, session.nextSeq(key) - writer.count));
  return byBrowser.count === 0 ? batches : [...batches, byBrowser.take(CARRIED_FRAME, 0)];
}

/** A live connection, its frame, its number in that, and what the browser told of its handshake. */
export interface LiveConnection {
  readonly frame: Frame;
  readonly connection: Connection;
  readonly number: number;
  readonly handshake: HandshakeEvent | null;
}

function tellOf(writer: BatchWriter, it: Connection, connection: number): void {
  const { createdAt, openedAt, url, protocol, extensions } = it;
  if (it.kind === "websocket") {
    const protocols = [...it.asked];
    const api = it.asStream ? ({ api: "WebSocketStream" } as const) : {};
    writer.record({ type: "socket-created", at: createdAt, connection, url, protocols, ...api });
    if (openedAt === null) return;
    const negotiated = { protocol: protocol ?? "", extensions: extensions ?? "" };
    writer.record({ type: "socket-opened", at: openedAt, connection, ...negotiated });
  } else if (it.kind === "fetch-stream") {
    if (it.stream === null) return;
    const { requestedAt, via, reading, status, contentType, unseen } = it.stream;
    const at = openedAt ?? createdAt;
    const answer = { method: it.method, url, status, contentType };
    writer.record({ type: "stream-opened", at, connection, requestedAt, via, reading, ...answer });
    if (unseen !== null) writer.record({ type: "stream-unseen", at: it.recordedAt, connection, why: unseen });
  } else {
    writer.record({
      type: "source-created",
      at: createdAt,
      connection,
      url,
      withCredentials: it.withCredentials,
    });
    if (openedAt !== null) writer.record({ type: "source-opened", at: openedAt, connection });
  }
}
