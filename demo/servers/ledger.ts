/** What the demo's servers say they sent and got. Recordings are compared with it, payload for payload. */
export interface Ledger {
  version: 1;
  /** Epoch ms. */
  startedAt: number;
  connections: LedgerConnection[];
  requests: LedgerRequest[];
}

export type LedgerKind = "websocket" | "eventsource" | "fetch-stream";

export interface LedgerConnection {
  id: number;
  kind: LedgerKind;
  /** Absolute, as the page wrote it. */
  url: string;
  openedAt: number;
  closedAt: number | null;
  closeCode: number | null;
  messages: LedgerMessage[];
}

export interface LedgerMessage {
  /** The page's view: "sent" went from the page to the server. */
  direction: "sent" | "received";
  at: number;
  type: "text" | "binary";
  /** The text itself, or base64 when binary. */
  data: string;
  /** Event streams only: the type the page's event has. */
  eventName?: string;
  /** Event streams only: the last event ID the page's event has. */
  eventId?: string;
}

export interface LedgerRequest {
  method: string;
  /** Absolute, as the page wrote it. */
  url: string;
  /** 0 until a response was begun. */
  status: number;
  startedAt: number;
  finishedAt: number | null;
  /** Of the body. */
  responseBytes: number;
}

/** A connection that is being written down. */
export interface OpenConnection {
  /** Writes a message down; calling the result strikes it out again (it turned out not to have been sent). */
  record(message: Omit<LedgerMessage, "at">): () => void;
  close(code: number | null): void;
  /** The same EventSource came back after a drop: to the page it is still one connection. */
  reopen(): void;
}

/** A request that is being written down. */
export interface OpenRequest {
  begin(status: number): void;
  addBytes(count: number): void;
  finish(): void;
}

/** The writing side of the ledger. */
export interface LedgerBook {
  openConnection(kind: LedgerKind, url: string): OpenConnection;
  openRequest(method: string, url: string): OpenRequest;
  snapshot(): Ledger;
  /** Forgets everything but what is still open; open connections start again with no messages. */
  reset(): void;
  /** Resolves once nothing was written down for `quietMs`, counted from the call at the earliest. */
  settled(quietMs?: number): Promise<void>;
}

/** Creates an empty ledger. */
export function createLedgerBook(): LedgerBook {
  let ledger: Ledger = { version: 1, startedAt: Date.now(), connections: [], requests: [] };
  let nextId = 1;
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };

  return {
    openConnection(kind, url) {
      const connection: LedgerConnection = {
        id: nextId++,
        kind,
        url,
        openedAt: Date.now(),
        closedAt: null,
        closeCode: null,
        messages: [],
      };
      ledger.connections.push(connection);
      changed();
      return {
        record(message) {
          const entry: LedgerMessage = { ...message, at: Date.now() };
          connection.messages.push(entry);
          changed();
          return () => {
            const at = connection.messages.lastIndexOf(entry);
            if (at >= 0) connection.messages.splice(at, 1);
            changed();
          };
        },
        close(code) {
          connection.closedAt = Date.now();
          connection.closeCode = code;
          changed();
        },
        reopen() {
          connection.closedAt = null;
          // A reset between drop and return forgot it.
          if (!ledger.connections.includes(connection)) {
            connection.messages.length = 0;
            ledger.connections.push(connection);
          }
          changed();
        },
      };
    },

    openRequest(method, url) {
      const request: LedgerRequest = {
        method,
        url,
        status: 0,
        startedAt: Date.now(),
        finishedAt: null,
        responseBytes: 0,
      };
      ledger.requests.push(request);
      changed();
      return {
        begin(status) {
          request.status = status;
        },
        addBytes(count) {
          request.responseBytes += count;
        },
        finish() {
          request.finishedAt ??= Date.now();
          changed();
        },
      };
    },

    snapshot: () => structuredClone(ledger),

    reset() {
      const connections = ledger.connections.filter((connection) => connection.closedAt === null);
      for (const connection of connections) connection.messages.length = 0;
      const requests = ledger.requests.filter((request) => request.finishedAt === null);
      ledger = { version: 1, startedAt: Date.now(), connections, requests };
    },

    settled(quietMs = 300) {
      return new Promise((resolve) => {
        const quiet = (): void => {
          watchers.delete(restart);
          resolve();
        };
        let timer = setTimeout(quiet, quietMs);
        const restart = (): void => {
          clearTimeout(timer);
          timer = setTimeout(quiet, quietMs);
        };
        watchers.add(restart);
      });
    },
  };
}
