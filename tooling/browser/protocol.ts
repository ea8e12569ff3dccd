/** A frame of either remote protocol (CDP or WebDriver BiDi): both answer requests by id and send events by method. */
interface Frame {
  id?: number | null;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  sessionId?: string;
  error?: string | { message: string };
  message?: string;
}

/** What carries the frames: a pipe to Chromium, a WebSocket to Firefox. */
export interface Transport {
  send(frame: string): void;
  onFrame(listener: (frame: string) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export interface ProtocolEvent {
  method: string;
  params: Record<string, unknown>;
  sessionId: string | undefined;
}

/** A request may not hang for ever: a browser that died or froze must become an error with a name. */
const REQUEST_TIMEOUT_MS = 240_000;

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Requests and events of a remote protocol over one transport. */
export class Protocol {
  readonly #transport: Transport;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(event: ProtocolEvent) => void>();
  #lastId = 0;
  #closed = false;

  constructor(transport: Transport) {
    this.#transport = transport;
    transport.onFrame((text) => this.#receive(JSON.parse(text) as Frame));
    transport.onClose(() => this.#end());
  }

  /** Sends one command and resolves with its result; rejects with the protocol's own message. */
  request<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    if (this.#closed) return Promise.reject(new Error(`${method}: the browser is gone.`));
    const id = ++this.#lastId;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new Error(`${method} was not answered within ${REQUEST_TIMEOUT_MS / 1000} s.`));
      }, REQUEST_TIMEOUT_MS);
      this.#pending.set(id, {
        resolve: (result) => {
          clearTimeout(timer);
          resolve(result as T);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(new Error(`${method}: ${error.message}`));
        },
      });
      this.#transport.send(
        JSON.stringify(sessionId ? { id, method, params, sessionId } : { id, method, params }),
      );
    });
  }

  /** Hears every event of every session; returns the function that stops it. */
  listen(listener: (event: ProtocolEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#transport.close();
    this.#end();
  }

  #receive(frame: Frame): void {
    if (typeof frame.id === "number") {
      const pending = this.#pending.get(frame.id);
      this.#pending.delete(frame.id);
      if (frame.error === undefined) pending?.resolve(frame.result);
      else pending?.reject(new Error(describeError(frame)));
    } else if (frame.method !== undefined) {
      const event = { method: frame.method, params: frame.params ?? {}, sessionId: frame.sessionId };
      for (const listener of this.#listeners) listener(event);
    }
  }

  #end(): void {
    this.#closed = true;
    for (const pending of this.#pending.values()) pending.reject(new Error("the browser is gone."));
    this.#pending.clear();
  }
}

/** CDP puts an object into `error`, BiDi a code with the text in `message`. */
function describeError(frame: Frame): string {
  if (typeof frame.error === "object") return frame.error.message;
  return `${frame.error}: ${frame.message ?? ""}`;
}
