import { afterEach, beforeEach } from "vitest";
import { WebSocket } from "ws";
import type { LedgerConnection, LedgerMessage } from "../../demo/servers/ledger.ts";
import { type Demo, startDemo } from "../../demo/start-demo.ts";

/** Starts a demo for each test of the file and closes it afterwards. */
export function useDemo(): { readonly current: Demo } {
  let demo: Demo | null = null;
  beforeEach(async () => {
    demo = await startDemo();
  });
  afterEach(async () => {
    await demo?.close();
    demo = null;
  });
  return {
    get current() {
      if (!demo) throw new Error("No demo outside of a test");
      return demo;
    },
  };
}

/** A message as a client of a test saw it, or as the ledger has it. */
export type Seen = Pick<LedgerMessage, "direction" | "type" | "data">;

/** A `ws` client that keeps what it sent and got, in its own order. */
export interface ClientSocket {
  url: string;
  socket: WebSocket;
  seen: Seen[];
  send(data: string | Buffer): void;
  /** Resolves when `seen` is as wanted; it is asked after every message. */
  until(isReached: (seen: Seen[]) => boolean): Promise<void>;
  closed: Promise<{ code: number; reason: string }>;
}

/** Connects to one of the demo's WebSocket servers. */
export async function connect(demo: Demo, path: string): Promise<ClientSocket> {
  const url = `${demo.origin.replace("http", "ws")}${path}`;
  const socket = new WebSocket(url);
  const seen: Seen[] = [];
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  socket.on("error", () => {});
  socket.on("message", (data: Buffer, isBinary) => {
    seen.push(toSeen("received", isBinary ? data : data.toString()));
  });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return {
    url,
    socket,
    seen,
    closed,
    send(data) {
      seen.push(toSeen("sent", data));
      socket.send(data);
    },
    until(isReached) {
      return new Promise((resolve) => {
        const check = (): void => {
          if (!isReached(seen)) return;
          socket.off("message", check);
          resolve();
        };
        socket.on("message", check);
        check();
      });
    },
  };
}

/** A payload in the ledger's notation. */
export function toSeen(direction: Seen["direction"], data: string | Buffer): Seen {
  return typeof data === "string"
    ? { direction, type: "text", data }
    : { direction, type: "binary", data: data.toString("base64") };
}

/** The ledger's one connection with this URL. */
export function findConnection(demo: Demo, url: string): LedgerConnection {
  const found = demo.ledger().connections.filter((connection) => connection.url === url);
  const [connection] = found;
  if (!connection || found.length > 1) throw new Error(`${found.length} connections with ${url}`);
  return connection;
}

/** The messages of one direction, without their times. */
export function only(direction: Seen["direction"], messages: readonly Seen[]): Seen[] {
  return messages
    .filter((message) => message.direction === direction)
    .map(({ type, data }) => ({ direction, type, data }));
}
