import type { ServerResponse } from "node:http";
import type { OpenConnection } from "./ledger.ts";

/** One event of a text/event-stream. */
export interface StreamEvent {
  /** Absent: an unnamed event, which the page gets as "message". */
  name?: string;
  id?: string;
  data: string;
}

/** Writes an event as the event-stream format has it, one `data:` line for each line of the data. */
export function formatEvent(event: StreamEvent): string {
  const lines: string[] = [];
  if (event.name !== undefined) lines.push(`event: ${event.name}`);
  if (event.id !== undefined) lines.push(`id: ${event.id}`);
  for (const line of event.data.split("\n")) lines.push(`data: ${line}`);
  return `${lines.join("\n")}\n\n`;
}

/** Begins an event stream; any page may read it, as the demo serves it from a second origin. */
export function beginStream(response: ServerResponse, contentType = "text/event-stream"): void {
  response.writeHead(200, {
    "content-type": `${contentType}; charset=utf-8`,
    "cache-control": "no-store",
    "access-control-allow-origin": "*",
  });
  response.flushHeaders();
}

/**
 * Writes text that brings the page one event, and the event into the ledger; neither if the client is gone. With
 * `lastEventId` it is the event as the page will have it: an id stays in force until the next one.
 */
export function writeRecorded(
  response: ServerResponse,
  text: string | Buffer,
  connection: OpenConnection,
  event: { data: string; eventName?: string; eventId?: string },
): boolean {
  if (!response.writable || response.destroyed || response.socket?.destroyed) return false;
  const strike = connection.record({ direction: "received", type: "text", ...event });
  response.write(text, (error) => {
    if (error) strike();
  });
  return true;
}
