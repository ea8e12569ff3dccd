import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { beginStream, formatEvent, type StreamEvent, writeRecorded } from "./event-stream.ts";
import type { LedgerBook, OpenConnection } from "./ledger.ts";
import { toAbsoluteUrl } from "./record-request.ts";

const EVENT_MS = 400;
const HEARTBEAT_EVERY = 7;
const RETRY_MS = 1000;

/** One EventSource of a page, over all of its reconnects. */
interface Subscriber {
  connection: OpenConnection;
  lastEventId: string;
  /** The stream that is open now. */
  response: ServerResponse | null;
  isStopping: boolean;
  /** "end" was written: nobody comes back. */
  isEnded: boolean;
}

/** The feed's two routes. */
export interface EventFeed {
  /** `GET /events`, with `?drop=8`: the response ends after 8 s, and the page comes back. */
  serve(request: IncomingMessage, response: ServerResponse, url: URL): void;
  /** `POST /events/stop?client=…`: the event "end" is the last; the page closes when it has it. */
  stop(request: IncomingMessage, response: ServerResponse, url: URL): void;
}

/** Creates the SSE feed: named and unnamed events, ids that go on after a reconnect, many lines, heartbeats. */
export function createEventFeed(book: LedgerBook): EventFeed {
  const subscribers = new Map<string, Subscriber>();

  function send(subscriber: Subscriber, event: StreamEvent): boolean {
    if (!subscriber.response) return false;
    const eventId = event.id ?? subscriber.lastEventId;
    const isSent = writeRecorded(subscriber.response, formatEvent(event), subscriber.connection, {
      data: event.data,
      eventName: event.name ?? "message",
      eventId,
    });
    if (isSent) subscriber.lastEventId = eventId;
    return isSent;
  }

  return {
    serve(request, response, url) {
      const client = url.searchParams.get("client") ?? randomUUID();
      let subscriber = subscribers.get(client);
      if (subscriber) {
        subscriber.response?.destroy();
        subscriber.connection.reopen();
      } else {
        const connection = book.openConnection("eventsource", toAbsoluteUrl(request, "http"));
        subscriber = { connection, lastEventId: "", response: null, isStopping: false, isEnded: false };
        subscribers.set(client, subscriber);
      }
      const current = subscriber;
      current.response = response;
      current.lastEventId = String(request.headers["last-event-id"] ?? "");

      beginStream(response);
      response.write(`: welcome\nretry: ${RETRY_MS}\n\n`);

      let sequence = Number.parseInt(current.lastEventId, 10) || 0;
      const tick = (): void => {
        if (current.isStopping) return;
        sequence += 1;
        if (sequence % HEARTBEAT_EVERY === 0) response.write(": heartbeat\n\n");
        send(current, createEvent(sequence));
      };
      const events = setInterval(tick, EVENT_MS);
      const dropAfterMs = Number(url.searchParams.get("drop")) * 1000;
      const drop = dropAfterMs > 0 ? setTimeout(() => response.end(), dropAfterMs) : undefined;
      response.once("close", () => {
        clearInterval(events);
        clearTimeout(drop);
        if (current.response !== response) return;
        current.response = null;
        current.connection.close(null);
        if (current.isEnded) subscribers.delete(client);
      });

      if (current.isStopping) sendEnd(current);
      else tick();
    },

    stop(_request, response, url) {
      const subscriber = subscribers.get(url.searchParams.get("client") ?? "");
      // Between two connections: the page will be told when it is back.
      if (subscriber && !subscriber.isStopping) {
        subscriber.isStopping = true;
        sendEnd(subscriber);
      }
      response.writeHead(subscriber ? 204 : 404, { "access-control-allow-origin": "*" });
      response.end();
    },
  };

  function sendEnd(subscriber: Subscriber): void {
    subscriber.isEnded = send(subscriber, { name: "end", data: '{"reason":"the page asked"}' });
  }
}

function createEvent(sequence: number): StreamEvent {
  if (sequence % 10 === 0) {
    const data = `Headline ${sequence}\n\nThe second paragraph, after an empty line.`;
    return { name: "news", id: String(sequence), data };
  }
  // No id line: the page's event has the one before.
  if (sequence % 3 === 0) return { data: `plain message ${sequence} ✓` };
  const price = 100 + (sequence % 17);
  return { name: "price", id: String(sequence), data: JSON.stringify({ symbol: "ABC", price, sequence }) };
}
