import { FakeEvent, type FakeEventTarget } from "./fake-event-target.ts";
import { FakeCloseEvent, FakeMessageEvent } from "./fake-events.ts";

/** A WebSocket that goes nowhere. It takes what the native one takes, and turns everything else into a string. */
export function fakeWebSocket(EventTarget: typeof FakeEventTarget) {
  return class WebSocket extends EventTarget {
    static readonly OPEN = 1;
    /** What waits to be sent, as a test says. */
    #waiting = 0;
    get bufferedAmount() {
      return this.#waiting;
    }
    readonly wire: unknown[] = [];
    readonly #url: string;
    #state = 0;
    constructor(url: string, _protocols?: string | string[]) {
      super();
      if (!URL.canParse(url)) throw new SyntaxError(`The URL '${url}' is invalid.`);
      this.#url = new URL(url).href;
    }
    get url() {
      return this.#url;
    }
    get protocol() {
      return "";
    }
    get extensions() {
      return "permessage-deflate";
    }
    get readyState() {
      return this.#state;
    }
    send(data: unknown): void {
      if (this.#state === 0) throw new Error("InvalidStateError: still connecting");
      const binary = data instanceof Blob || data instanceof ArrayBuffer || ArrayBuffer.isView(data);
      if (this.#state === 1) this.wire.push(binary ? data : `${data as string}`);
    }
    close(code?: number, _reason?: string): void {
      if (code !== undefined && code !== 1000 && code < 3000) throw new Error("InvalidAccessError: bad code");
      this.#state = Math.max(2, this.#state);
    }
    /** The network's side. */
    get peer() {
      return {
        open: () => {
          this.#state = 1;
          this.dispatchEvent(new FakeEvent("open", { isTrusted: true }));
        },
        wait: (bytes: number) => {
          this.#waiting = bytes;
        },
        say: (data: unknown) => void this.dispatchEvent(new FakeMessageEvent("message", data)),
        close: (code = 1000, reason = "", wasClean = true) => {
          this.#state = 3;
          this.dispatchEvent(new FakeCloseEvent(code, reason, wasClean));
        },
      };
    }
  };
}

/** An EventSource that hears only what a test says. */
export function fakeEventSource(EventTarget: typeof FakeEventTarget) {
  return class EventSource extends EventTarget {
    readonly #url: string;
    #state = 0;
    constructor(url: string) {
      super();
      this.#url = url;
    }
    get url() {
      return this.#url;
    }
    get withCredentials() {
      return false;
    }
    get readyState() {
      return this.#state;
    }
    close(): void {
      this.#state = 2;
    }
    get peer() {
      return {
        open: () => {
          this.#state = 1;
          this.dispatchEvent(new FakeEvent("open", { isTrusted: true }));
        },
        say: (type: string, data: string, lastEventId = "") =>
          void this.dispatchEvent(new FakeMessageEvent(type, data, { lastEventId })),
        fail: (reconnecting: boolean) => {
          this.#state = reconnecting ? 0 : 2;
          this.dispatchEvent(new FakeEvent("error", { isTrusted: true }));
        },
      };
    }
  };
}

export type FakeWebSocket = InstanceType<ReturnType<typeof fakeWebSocket>>;
export type FakeEventSource = InstanceType<ReturnType<typeof fakeEventSource>>;
