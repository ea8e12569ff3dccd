import { parseSocketMessages } from "../core/export/parse-har-messages.ts";
import { createTally } from "../core/export/tally.ts";
import { isNetworkFrame, isWorkerOfNoTab, NETWORK_FRAME, networkFrame } from "../core/model/network-frame.ts";
import { type BatchWriter, createBatchWriter } from "../core/wire/batch-writer.ts";
import type { RecordEvent } from "../core/wire/events.ts";
import { headerOf } from "../core/wire/header-of.ts";
import type { ToldHandshake } from "../core/wire/told-request.ts";
import type { LiveSession } from "./live-session.ts";

/** Scripts whose connections have a frame of their own, which names them; those of more have one together. */
const MAX_SCRIPTS = 200;

/** A batch is stored and sent as one thing: about a mebibyte, or one message that is larger. */
const MAX_BATCH_BYTES = 1024 * 1024;

interface Adopted {
  readonly frame: string;
  readonly number: number;
  /** Messages that were taken over: the log tells them again each time. */
  messages: number;
  closed: boolean;
}

/** WebSockets that no hook saw: of a worker, or of a frame without Duplex. */
export interface NetworkConnections {
  /** Whether more is to be learned of it: false for one that was closed when it was last told of. */
  adopt(handshake: ToldHandshake): boolean;
  /** The log's record of an adopted one's messages. */
  messages(handshake: ToldHandshake, entry: unknown): void;
  /** The page was left, and its workers with it. */
  leave(at: number): void;
}

/** Makes connections of handshakes, and messages of the browser's own record of them, in the current session. */
export function createNetworkConnections(current: () => LiveSession): NetworkConnections {
  const adopted = new Map<string, Adopted>();
  const frames = new Map<string, string>();
  let last = 0;

  function write(frame: string, fill: (writer: BatchWriter, flush: () => void) => void): void {
    const { session, accept } = current();
    const writer = createBatchWriter();
    const flush = () => {
      if (writer.count > 0) accept(writer.take(frame, session.nextSeq(frame)));
    };
    fill(writer, flush);
    flush();
  }

  function frameOf(script: string): string {
    const known = frames.get(script);
    if (known !== undefined) return known;
    if (script === "" || frames.size >= MAX_SCRIPTS) return NETWORK_FRAME;
    const frame = networkFrame(frames.size + 1);
    frames.set(script, frame);
    return frame;
  }

  function open(handshake: ToldHandshake): Adopted {
    const { entry, startedAt, respondedAt, endedAt, error, workerUrl } = handshake;
    const script = workerUrl ?? handshake.script;
    last += 1;
    const frame = frameOf(script);
    const it = { frame, number: last, messages: 0, closed: false };
    const connection = it.number;
    const at = startedAt ?? endedAt ?? handshake.closedAt ?? 0;
    const answer = entry.response.headers;
    write(frame, (writer) => {
      if (!current().session.frames.has(frame)) {
        const url = frame === NETWORK_FRAME ? "" : script;
        // What has an origin is known to be a worker (`isWorkerOfNoTab`).
        const origin = workerUrl !== null && URL.canParse(url) ? new URL(url).origin : "";
        writer.record({ type: "frame-started", at, url, top: false, origin });
      }
      const asked = headerOf(entry.request.headers, "sec-websocket-protocol");
      const protocols = asked === null ? [] : asked.split(",").map((name) => name.trim());
      writer.record({ type: "socket-created", at, connection, url: entry.request.url, protocols });
      writer.record({ type: "handshake", at, connection, entry, error, among: 1 });
      if (entry.response.status !== 101) return;
      const opened: RecordEvent = {
        type: "socket-opened",
        at: respondedAt ?? at,
        connection,
        protocol: headerOf(answer, "sec-websocket-protocol") ?? "",
        extensions: headerOf(answer, "sec-websocket-extensions") ?? "",
      };
      writer.record(opened);
    });
    return it;
  }

  function close(it: Adopted, { closedAt, endedAt, entry }: ToldHandshake): void {
    // A handshake that was refused began nothing that could be open.
    const at = closedAt ?? (entry.response.status === 101 ? null : endedAt);
    if (at === null) return;
    it.closed = true;
    const ending = { code: null, reason: "", wasClean: null, by: "unknown" } as const;
    write(it.frame, (writer) =>
      writer.record({ type: "socket-closed", at, connection: it.number, ...ending }),
    );
  }

  return {
    adopt(handshake) {
      const key = keyOf(handshake);
      let it = adopted.get(key);
      if (it?.closed || (it !== undefined && isGone(it))) return false;
      if (it === undefined) {
        it = open(handshake);
        adopted.set(key, it);
      }
      // Its messages come before its end.
      if (handshake.held === null) close(it, handshake);
      return true;
    },
    messages(handshake, entry) {
      const it = adopted.get(keyOf(handshake));
      if (it === undefined || it.closed) return;
      const told = (entry as { _webSocketMessages?: unknown } | null)?._webSocketMessages;
      const items = parseSocketMessages(told, it.number, "", createTally("message"));
      write(it.frame, (writer, flush) => {
        for (const { record, message } of items.slice(it.messages)) {
          if (record !== undefined) writer.record(record);
          else {
            const { at, flags, payload, size, eventName, eventId } = message;
            writer.message(at, it.number, flags, payload, size, eventName, eventId);
          }
          if (writer.size > MAX_BATCH_BYTES) flush();
        }
      });
      it.messages = items.length;
      close(it, handshake);
    },
    leave(at) {
      for (const { key: frame, origin } of [...current().session.frames.values()]) {
        if (!isNetworkFrame(frame) || isWorkerOfNoTab(frame, origin)) continue;
        write(frame, (writer) => {
          writer.record({ type: "frame-left", at, url: "", kept: false });
          writer.record({ type: "frame-shown", at, url: "" });
        });
      }
    },
  };

  /** It was cleared with its session; what is alive is carried over. */
  function isGone(it: Adopted): boolean {
    const { session } = current();
    return !session.connections.some(({ frame, number }) => frame === it.frame && number === it.number);
  }
}

/** The client's key is a nonce of 16 bytes (RFC 6455 4.1). */
function keyOf({ entry, startedAt }: ToldHandshake): string {
  return headerOf(entry.request.headers, "sec-websocket-key") ?? `${entry.request.url} ${startedAt}`;
}
