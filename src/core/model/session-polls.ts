import { readJson } from "../decode/json/json-value.ts";
import { readOperation } from "../decode/protocols/graphql-operation.ts";
import type { EpochMs } from "../units.ts";
import type { HarEntry, RecordEvent } from "../wire/events.ts";
import { type Carried, type CarriedMessage, readCarried, sessionKeyOf } from "./carried-messages.ts";
import type { Connection } from "./connection.ts";
import { addConnection } from "./open-connection.ts";
import type { SessionState } from "./session.ts";

/**
 * Sessions that requests carry: Engine.IO, SockJS, SignalR and Phoenix without a WebSocket, XMPP over HTTP (BOSH), and what a page sends to a server that answers on an event stream
 * (MCP of 2024). What they carry becomes messages of one connection, also where it goes on as a WebSocket.
 */
export interface SessionPolls {
  /** A finished request, and its row. */
  request(frame: string, entry: HarEntry, at: EpochMs, row: number): void;
  /** The request of a streamed response: what asked for it is its first message, where that is a call in JSON-RPC or GraphQL. */
  asked(stream: Connection, entry: HarEntry, at: EpochMs, row: number): void;
  /** A socket or an event stream is about to be told of: where its session is known by requests, be it that these were told of first, it is the same connection. */
  opening(frame: string, event: RecordEvent & { type: "socket-created" | "source-created" }): void;
  /** A server has said on an event stream where the page is to send what it sends. */
  endpoint(connection: Connection, address: string): void;
  /** The page is gone, and its sessions with it. */
  navigated(at: EpochMs): void;
  save(): SavedPolls;
  restore(saved: SavedPolls): void;
}

/** Connections by the key of their session, or the address that they are sent to. */
export type SavedPolls = readonly (readonly [key: string, connection: number])[];

/** Adds a message's row; `request` is the row of the request that carried it. */
type AddMessage = (connection: Connection, message: CarriedMessage, request: number) => void;

/** More sessions are not told apart: the first ones are forgotten. */
const MOST_SESSIONS = 10_000;

/** A longer address is none. */
const MOST_ADDRESS = 2000;

/** Creates those of an empty session. */
export function createSessionPolls(state: SessionState, add: AddMessage): SessionPolls {
  const known = new Map<string, number>();

  function remember(key: string, { id }: Connection): void {
    known.set(key, id);
    if (known.size > MOST_SESSIONS) known.delete(known.keys().next().value as string);
  }

  function connectionOf(key: string): Connection | undefined {
    return state.connections[(known.get(key) ?? 0) - 1];
  }

  /** The connection of a session; a socket of the same session may have been told of first. */
  function sessionOf(frame: string, { key, url }: Carried, at: EpochMs, method: string): Connection {
    const before = connectionOf(key) ?? state.connections.findLast((it) => keyOf(it) === key);
    const connection = before ?? addConnection(state, frame, null, "polling", { url, at, method });
    // Requests of several methods carry it: none is its own.
    if (connection.kind === "polling" && connection.method !== method) connection.method = null;
    if (!known.has(key)) remember(key, connection);
    if (before === undefined) {
      connection.state = "open";
      connection.openedAt = at;
    }
    connection.createdAt = Math.min(connection.createdAt, at);
    return connection;
  }

  function addTo(connection: Connection, message: CarriedMessage, row: number): void {
    add(connection, message, row);
    const { length } = message.bytes;
    if (message.received) {
      connection.received += 1;
      connection.receivedBytes += length;
    } else {
      connection.sent += 1;
      connection.sentBytes += length;
    }
  }

  return {
    request(frame, entry, at, row) {
      const target = entry.request.method === "POST" ? connectionOf(`to ${entry.request.url}`) : undefined;
      if (target !== undefined) {
        const message = sentMessage(entry, at);
        if (message !== null) addTo(target, message, row);
        return;
      }
      const carried = readCarried(entry, at);
      if (carried === null) return;
      // What only ends a session begins none.
      if (carried.messages.length === 0 && !(carried.ends && connectionOf(carried.key) !== undefined)) return;
      const connection = sessionOf(frame, carried, at, entry.request.method);
      for (const message of carried.messages) addTo(connection, message, row);
      if (connection.kind !== "polling") return;
      connection.state = carried.ends ? "closed" : connection.state;
      if (carried.ends) connection.close = toClose(at + entry.time);
    },
    asked(stream, entry, at, row) {
      const message = entry.request.method === "POST" ? sentMessage(entry, at) : null;
      if (message !== null && isCall(entry)) addTo(stream, message, row);
    },
    opening(frame, { type, connection: number, url }) {
      const key = sessionKeyOf(url);
      const polled = key === null ? undefined : connectionOf(key);
      const numbers = state.byFrame.get(frame) ?? new Map<number, Connection>();
      if (polled === undefined || polled.kind !== "polling" || numbers.has(number)) return;
      state.byFrame.set(frame, numbers.set(number, polled));
      // What is told of it now is taken for what was missing.
      Object.assign(polled, { method: null, assumed: true, number, frame, state: "open", close: null });
      // It keeps the first time that it is said to have opened, also over its own reconnects.
      if (type === "source-created") polled.openedAt = null;
    },
    endpoint(connection, address) {
      if (address.length > MOST_ADDRESS || !URL.canParse(address, connection.url)) return;
      remember(`to ${new URL(address, connection.url).href.replace(/#.*$/s, "")}`, connection);
    },
    navigated(at) {
      for (const connection of state.connections) {
        if (connection.kind !== "polling" || connection.state === "closed") continue;
        connection.state = "closed";
        connection.close = toClose(at);
      }
    },
    save: () => [...known],
    restore(saved) {
      for (const [key, id] of saved) known.set(key, id);
    },
  };
}

function keyOf({ kind, url }: Connection): string | null {
  return kind === "websocket" || kind === "eventsource" ? sessionKeyOf(url) : null;
}

function toClose(at: EpochMs) {
  return { at, code: null, reason: "", wasClean: true, by: "unknown" } as const;
}

const encoder = new TextEncoder();

function sentMessage({ request: { postData } }: HarEntry, at: EpochMs): CarriedMessage | null {
  const text = postData?.text ?? "";
  if (text === "") return null;
  const bytes = encoder.encode(text);
  return { received: false, at, bytes, binary: false, from: 0, to: bytes.length };
}

/** Requests in JSON-RPC name it in each of their messages; a batch is a list of them. One of GraphQL has its document. */
function isCall({ request: { postData } }: HarEntry): boolean {
  const text = postData?.text ?? "";
  if (!/^\s{0,20}[[{]/.test(text)) return false;
  if (text.includes('"jsonrpc"')) return true;
  return text.includes('"query"') && readOperation(readJson(encoder.encode(text))) !== null;
}
