import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { RecordedConnection, RecordedMessage } from "./compare-with-ledger.ts";

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
      connections.push({ kind: "eventsource", url, messages });
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
  for (const line of lines) {
    const it = JSON.parse(line);
    if (it.type === "socket-created" || it.type === "source-created") {
      const kind = it.type === "socket-created" ? "websocket" : "eventsource";
      connections.set(it.connection, { kind, url: it.url, messages: [] });
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
  return [...connections.values()];
}
