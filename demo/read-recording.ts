import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { RecordedConnection, RecordedMessage } from "./compare-with-ledger.ts";
import { splitStream } from "./split-stream.ts";

/**
 * Reads the two files that the panel exports, by their formats' documentation and not by Duplex's own readers, so that
 * a mistake which writer and reader share is seen.
 */
export function readHar(file: string): RecordedConnection[] {
  const { log } = JSON.parse(readFileSync(file, "utf8"));
  const connections: RecordedConnection[] = [];
  for (const entry of log.entries) {
    const { url } = entry.request;
    if (entry._webSocketMessages !== undefined) {
      const messages = entry._webSocketMessages.map(
        (it: { type: string; opcode: number; data: string }): RecordedMessage => ({
          direction: it.type === "send" ? "sent" : "received",
          type: it.opcode === 2 ? "binary" : "text",
          data: it.data,
        }),
      );
      connections.push({ kind: "websocket", url, messages });
    }
    const fetched = entry._duplex?.chunks !== undefined;
    if (fetched && entry._eventSourceMessages === undefined) {
      const { mimeType, text = "", encoding = "utf8" } = entry.response.content;
      connections.push({
        kind: "fetch-stream",
        url,
        messages: splitStream(mimeType, Buffer.from(text, encoding)),
      });
    }
    if (entry._eventSourceMessages !== undefined) {
      const messages = entry._eventSourceMessages.map(
        ({
          eventName,
          eventId,
          data,
        }: {
          eventName: string;
          eventId: string;
          data: string;
        }): RecordedMessage => {
          return { direction: "received", type: "text", data, eventName, eventId };
        },
      );
      connections.push({ kind: fetched ? "fetch-stream" : "eventsource", url, messages });
    }
  }
  return connections;
}

/** Reads a session file: lines of JSON, packed with gzip (docs/session-file.md). */
export function readSessionFile(file: string): RecordedConnection[] {
  const lines = gunzipSync(readFileSync(file)).toString("utf8").trimEnd().split("\n");
  const connections = new Map<
    number,
    { kind: RecordedConnection["kind"]; url: string; messages: RecordedMessage[] }
  >();
  const streams = new Map<number, { url: string; contentType: string; chunks: Buffer[] }>();
  for (const line of lines) {
    const it = JSON.parse(line);
    if (it.type === "socket-created" || it.type === "source-created") {
      const kind = it.type === "socket-created" ? "websocket" : "eventsource";
      connections.set(it.connection, { kind, url: it.url, messages: [] });
    } else if (it.type === "stream-opened") {
      streams.set(it.connection, { url: it.url, contentType: it.contentType, chunks: [] });
    } else if (it.type === "chunk") {
      const bytes = it.text === undefined ? Buffer.from(it.base64, "base64") : Buffer.from(it.text);
      streams.get(it.connection)?.chunks.push(bytes);
    } else if (it.type === "message") {
      const binary = it.payloadType === "binary";
      connections.get(it.connection)?.messages.push({
        direction: it.direction,
        type: it.payloadType,
        data: binary ? (it.base64 ?? "") : it.text,
        eventName: it.eventName ?? "",
        eventId: it.eventId ?? "",
      });
    }
  }
  const streamed = Array.from(streams.values(), ({ url, contentType, chunks }) => {
    return { kind: "fetch-stream" as const, url, messages: splitStream(contentType, Buffer.concat(chunks)) };
  });
  return [...connections.values(), ...streamed];
}
