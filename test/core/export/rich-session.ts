import { createSession, type Session } from "../../../src/core/model/session.ts";
import {
  type Batch,
  FLAG_BINARY,
  FLAG_PARTIAL,
  FLAG_RECEIVED,
  FLAG_UNHEARD,
} from "../../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import type { HarEntry, RecordEvent } from "../../../src/core/wire/events.ts";
import { parseBatch } from "../../../src/core/wire/parse-batch.ts";

export const AT = 1767268800000.25;

/** A GET that a browser's network panel tells of. */
export function getEntry(url: string, startedAt: number, more: object = {}): HarEntry {
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: 12.5,
    request: { method: "GET", url, httpVersion: "h2", headers: [], headersSize: 40, bodySize: 0 },
    response: {
      status: 200,
      headers: [{ name: "content-type", value: "application/json" }],
      headersSize: 60,
      bodySize: 2,
      content: { size: 2, mimeType: "application/json" },
    },
    ...more,
  };
}

/** The handshake of RFC 6455 1.3, with the subprotocol and the extension of the first connection. */
export function getHandshake(url: string, startedAt: number): HarEntry {
  const header = (name: string, value: string) => ({ name, value });
  return {
    ...getEntry(url, startedAt),
    _resourceType: "websocket",
    request: {
      method: "GET",
      url,
      headers: [
        header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        header("Sec-WebSocket-Protocol", "v2, v1"),
        header("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"),
      ],
    },
    response: {
      status: 101,
      statusText: "Switching Protocols",
      headers: [
        header("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        header("Sec-WebSocket-Protocol", "v2"),
        header("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=10"),
      ],
    },
  };
}

/** Every kind of record, and payloads of every awkward sort, in three frames that take turns. */
export function richBatches(): Batch[] {
  const writer = createBatchWriter();
  const batches: Batch[] = [];
  const seqs = new Map<string, number>();
  const take = (frame: string, gap = 0) => {
    const seq = (seqs.get(frame) ?? 0) + gap;
    seqs.set(frame, seq + writer.count);
    const batch = parseBatch(writer.take(frame, seq));
    if ("problem" in batch) throw new Error(batch.problem);
    batches.push(batch);
  };
  const tell = (...records: RecordEvent[]) => {
    for (const record of records) writer.record(record);
  };
  const origin = "https://shop.example";
  tell({ type: "frame-started", at: AT, url: `${origin}/#top`, top: true, origin });
  tell(
    {
      type: "socket-created",
      at: AT + 1,
      connection: 1,
      url: "wss://shop.example/a",
      protocols: ["v2", "v1"],
    },
    { type: "socket-opened", at: AT + 5, connection: 1, protocol: "v2", extensions: "permessage-deflate" },
  );
  writer.message(AT + 6, 1, 0, "hello 👋 \n \0 \u2028 \ufeff", null, "", "");
  writer.message(AT + 6, 1, FLAG_RECEIVED, "", null, "", "");
  writer.message(
    AT + 7.125,
    1,
    FLAG_RECEIVED | FLAG_BINARY,
    new Uint8Array([0, 255, 128, 10, 13]),
    null,
    "",
    "",
  );
  writer.message(AT + 8, 1, FLAG_BINARY, new Uint8Array(0), null, "", "");
  take("top");
  tell({ type: "frame-started", at: AT + 9, url: "https://pay.example/", top: false, origin: "null" });
  tell({
    type: "source-created",
    at: AT + 10,
    connection: 1,
    url: "https://pay.example/sse?x=1&y=%20+",
    withCredentials: true,
  });
  tell({ type: "source-opened", at: AT + 12, connection: 1 });
  writer.message(AT + 13, 1, FLAG_RECEIVED, "\n", null, "message", "");
  writer.message(AT + 14, 1, FLAG_RECEIVED, "line 1\nline 2", null, "päivitys 🚀", "id-é-7");
  take("pay");
  // Text that is no UTF-8, as of a message cut within a character, and payloads that are not whole.
  writer.message(AT + 15, 1, FLAG_RECEIVED, new Uint8Array([0x61, 0xe2, 0x82]), 3000, "", "");
  writer.message(AT + 16, 1, FLAG_RECEIVED | FLAG_BINARY | FLAG_PARTIAL, new Uint8Array([1, 2]), 4, "", "");
  writer.message(AT + 17, 1, FLAG_PARTIAL, "begun", 500, "", "");
  writer.payload(AT + 18, 8, 0, new Uint8Array([3, 4]));
  tell({
    type: "messages-dropped",
    at: AT + 19,
    connection: 1,
    count: 12,
    bytes: 3400,
    why: "the buffer was full",
  });
  tell({ type: "messages-dropped", at: AT + 20, connection: null, count: 1, bytes: 0, why: "none" });
  take("top");
  tell({ type: "source-errored", at: AT + 21, connection: 1, reconnecting: true });
  tell({ type: "source-opened", at: AT + 22, connection: 1 });
  take("pay", 4);
  tell({ type: "request-finished", at: AT + 40, entry: getEntry(`${origin}/api/new?since=1`, AT + 23) });
  tell({ type: "request-finished", at: AT + 41, entry: getEntry(`${origin}/api/new?since=2`, AT + 24) });
  tell(
    {
      type: "handshake",
      at: AT + 1,
      frame: "top",
      connection: 1,
      entry: getHandshake("wss://shop.example/a", AT + 1),
      error: "",
      among: 1,
    },
    {
      type: "handshake",
      at: AT + 2,
      connection: null,
      entry: getEntry("wss://shop.example/of-nobody", AT + 2, { _resourceType: "websocket" }),
      error: "Unexpected response code: 403",
      among: 0,
    },
    { type: "frame-seen", at: AT + 3, frame: "pay", frameId: 7, url: "https://pay.example/", origin: "null" },
  );
  take("devtools");
  // Told of by the browser alone, of the page's own EventSource.
  tell({ type: "connection-joined", at: AT + 30, connection: 5, frame: "pay", of: 1 });
  writer.message(AT + 30, 5, FLAG_RECEIVED | FLAG_UNHEARD, "for nobody", null, "unheard", "id-é-7");
  take("debugger");
  tell({ type: "recording-paused", at: AT + 42 }, { type: "recording-resumed", at: AT + 43 });
  tell({ type: "navigated", at: AT + 44, url: `${origin}/next` });
  tell({ type: "hook-failed", at: AT + 45, count: 2, message: "TypeError" });
  take("devtools");
  tell({ type: "socket-closing", at: AT + 46, connection: 1, code: 1000, reason: "bye" });
  tell({ type: "socket-errored", at: AT + 47, connection: 1 });
  tell({
    type: "socket-closed",
    at: AT + 48,
    connection: 1,
    code: 1006,
    reason: "",
    wasClean: false,
    by: "network",
  });
  tell({ type: "socket-created", at: AT + 49, connection: 2, url: "wss://shop.example/b", protocols: [] });
  // A connection of which only a message was seen.
  writer.message(AT + 50, 9, FLAG_RECEIVED, "late", null, "", "");
  tell({ type: "frame-left", at: AT + 51, url: `${origin}/`, kept: false });
  take("top");
  tell({ type: "frame-left", at: AT + 52, url: "https://pay.example/", kept: true });
  take("pay");
  return batches;
}

export function sessionOf(batches: readonly Batch[]): Session {
  const session = createSession();
  for (const batch of batches) session.accept(batch);
  return session;
}
