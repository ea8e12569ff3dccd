import type { ConnectionView } from "../../src/core/wire/engine-status.ts";
import type { RecordEvent } from "../../src/core/wire/events.ts";
import type { Row } from "../../src/core/wire/row.ts";

/** A row and all of it, made from its number alone: the same number gives the same row in every run. */
export interface SyntheticRow {
  readonly kind: Row["kind"];
  readonly connection: number;
  readonly direction: Row["direction"];
  readonly payloadType: Row["payloadType"];
  readonly name: string;
  readonly eventId: string;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly record: RecordEvent | null;
  readonly preview: string;
}

/** 2026-03-01 12:04:00 UTC. */
export const STARTED_AT = Date.UTC(2026, 2, 1, 12, 4, 0);
const encoder = new TextEncoder();

/** The moment of a row: uneven steps with fractions, some rows in the same millisecond. */
export function timeOf(index: number): number {
  return STARTED_AT + index * 25 + (hash(index) % 20_000) / 1000;
}

/** Makes row number `index`. */
export function makeRow(index: number): SyntheticRow {
  const mark = MARKS[index];
  if (mark !== undefined) return ofMark(mark(timeOf(index)));
  if (index % 997 === 500) {
    return ofMark({
      type: "messages-dropped",
      at: timeOf(index),
      connection: 2,
      count: 41,
      bytes: 1_204_551,
      why: "the page sent faster than DevTools could take it",
    });
  }
  const turn = hash(index) % 12;
  if (turn < 5) return text(1, "received", price(index));
  if (turn === 5) return text(1, "sent", `{"subscribe":["ABC","XYZ"],"depth":${index % 5}}`);
  if (turn === 6) return text(2, "received", CHAT[index % CHAT.length] as string);
  if (turn === 7) return text(2, "sent", `42["typing",{"room":"lobby","at":${index}}]`);
  if (turn === 8) return binary(3, index);
  if (turn === 9) {
    const row = text(
      4,
      "received",
      `{"order":${index},"state":"packed","items":[{"sku":"A-${index % 90}"}]}`,
    );
    return { ...row, name: "order-changed", eventId: String(index) };
  }
  if (turn === 10) return request(index);
  return text(6, "received", `{"frame":true,"n":${index}}`);
}

const CHAT = [
  '42["message",{"from":"ada","text":"good morning"}]',
  '42["message",{"from":"mallory","text":"<img src=x onerror=alert(1)><b>bold?</b>"}]',
  '42["message",{"from":"yuki","text":"おはようございます、今日の会議は十時からです 🎌🎏 よろしくお願いします"}]',
  '42["message",{"from":"dana","text":"שלום לכולם \\u202e overridden"}]',
  "2",
  `{"long":"${"lorem ipsum dolor sit amet ".repeat(60)}","nested":{"a":[1,2.50,12345678901234567890,null,true],"b-c":{"d":"\\u00e9"}}}`,
];

const MARKS: Readonly<Record<number, (at: number) => RecordEvent>> = {
  0: (at) => ({ type: "navigated", at, url: "https://shop.example/" }),
  1: (at) => ({ type: "socket-created", at, connection: 1, url: "wss://shop.example/prices", protocols: [] }),
  2: (at) => ({ type: "socket-opened", at, connection: 1, protocol: "", extensions: "permessage-deflate" }),
  24: (at) => ({
    type: "socket-closed",
    at,
    connection: 2,
    code: 1006,
    reason: "",
    wasClean: false,
    by: "network",
  }),
  31: (at) => ({ type: "source-errored", at, connection: 4, reconnecting: true }),
  38: (at) => ({
    type: "socket-closed",
    at,
    connection: 3,
    code: 4001,
    reason: "<script>feed moved</script>",
    wasClean: true,
    by: "server",
  }),
};

const MARK_TEXT: Partial<Record<RecordEvent["type"], string>> = {
  navigated: "Navigated to https://shop.example/",
  "socket-created": "WebSocket created",
  "socket-opened": "WebSocket opened",
  "socket-closed": "WebSocket closed: see the code",
  "source-errored": "EventSource lost its connection and tries again",
  "messages-dropped": "41 messages (1.2 MB) were dropped: the page sent faster than DevTools could take it",
};

function ofMark(record: RecordEvent): SyntheticRow {
  return {
    kind: "mark",
    connection: "connection" in record ? (record.connection ?? 0) : 0,
    direction: null,
    payloadType: null,
    name: record.type,
    eventId: "",
    payload: new Uint8Array(),
    record,
    preview: MARK_TEXT[record.type] ?? record.type,
  };
}

function text(connection: number, direction: "sent" | "received", payload: string): SyntheticRow {
  const bytes = encoder.encode(payload);
  return {
    kind: "message",
    connection,
    direction,
    payloadType: "text",
    name: "",
    eventId: "",
    payload: bytes,
    record: null,
    preview: payload.slice(0, 200),
  };
}

function binary(connection: number, index: number): SyntheticRow {
  const payload = Uint8Array.from({ length: 24 + (index % 400) }, (_, at) => (at * 7 + index) % 256);
  const shown = Array.from(payload.subarray(0, 32), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const row = text(connection, "received", "");
  return { ...row, payloadType: "binary", payload, preview: shown };
}

function request(index: number): SyntheticRow {
  const isEmpty = index % 3 !== 0;
  const record: RecordEvent = {
    type: "request-finished",
    at: timeOf(index),
    entry: {
      startedDateTime: new Date(timeOf(index)).toISOString(),
      time: 43.5,
      request: {
        method: "GET",
        url: `https://shop.example/api/new?since=${index}`,
        httpVersion: "HTTP/2",
        headers: [
          { name: "accept", value: "application/json" },
          { name: "x-weird", value: "<img onerror=1>" },
        ],
      },
      response: {
        status: isEmpty ? 204 : 200,
        statusText: isEmpty ? "No Content" : "OK",
        headers: [{ name: "content-type", value: "application/json; charset=utf-8" }],
        content: isEmpty
          ? { size: 0, mimeType: "" }
          : { size: 40, mimeType: "application/json", text: `{"new":[{"id":${index}}],"more":false}` },
      },
      timings: { blocked: 1.2, dns: -1, connect: -1, send: 0.1, wait: 38.4, receive: 3.8 },
    },
  };
  return {
    kind: "request",
    connection: 5,
    direction: "received",
    payloadType: null,
    name: "GET",
    eventId: "",
    payload: encoder.encode(JSON.stringify(record)),
    record,
    preview: `${isEmpty ? "204 No Content" : "200 OK"} · 43 ms · /api/new?since=${index}`,
  };
}

function price(index: number): string {
  const value = (100 + (hash(index) % 5000) / 100).toFixed(2);
  return `{"symbol":"ABC","price":${value},"seq":${index},"book":{"bid":[[${value},12],[99.5,40]],"ask":[]}}`;
}

function hash(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** The six connections that the rows belong to. */
export function makeConnections(): ConnectionView[] {
  const base: ConnectionView = {
    id: 0,
    number: null,
    kind: "websocket",
    url: "",
    method: null,
    stream: null,
    asset: false,
    frame: "a",
    createdAt: STARTED_AT,
    assumed: false,
    recordedAt: STARTED_AT,
    asked: [],
    asStream: false,
    withCredentials: false,
    state: "open",
    openedAt: STARTED_AT,
    close: null,
    protocol: "",
    extensions: "",
    sent: 0,
    received: 0,
    sentBytes: 0,
    receivedBytes: 0,
    dropped: 0,
    reconnects: 0,
    frameUrl: "https://shop.example/",
    frameOrigin: "https://shop.example",
    topFrame: true,
    frameWorker: null,
    frameSeen: null,
    handshake: null,
    speaks: null,
  };
  const at = STARTED_AT + 3000;
  return [
    { ...base, id: 1, url: "wss://shop.example/prices" },
    {
      ...base,
      id: 2,
      url: "wss://chat.shop.example/socket.io/?EIO=4&transport=websocket&sid=Vx2f9",
      state: "closed",
      close: { at, code: 1006, reason: "", wasClean: false, by: "network" },
    },
    {
      ...base,
      id: 3,
      url: "wss://feed.example/binary/v2/level-3-order-book/with-a-rather-long-path",
      state: "closed",
      close: { at, code: 4001, reason: "feed moved", wasClean: true, by: "server" },
    },
    {
      ...base,
      id: 4,
      kind: "eventsource",
      url: "https://shop.example/events",
      state: "reconnecting",
      reconnects: 3,
    },
    { ...base, id: 5, kind: "http", method: "GET", url: "https://shop.example/api/new", state: "closed" },
    {
      ...base,
      id: 6,
      url: "wss://pay.example/status",
      frame: "b",
      frameUrl: "https://pay.example/widget",
      frameOrigin: "https://pay.example",
      topFrame: false,
    },
  ];
}
