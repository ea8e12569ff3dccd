import { EventEmitter } from "node:events";
import { vi } from "vitest";
import type { WebSocket as ServerSocket } from "ws";
import type { SocketHandler } from "../../demo/servers/feed-socket.ts";
import { toBytes } from "../../demo/servers/record-socket.ts";
import { createRandom } from "./random.ts";

/** What a page of the demo does, as far as it is driven here. */
export interface DemoPage {
  start(): void;
}

/** A card of the demo that shows nothing. */
const CARD = { state() {}, received() {}, sent() {} };

/**
 * What a page of the demo and its server say to each other on one WebSocket, as lines of a session: the demo's own code, with timers and a clock that are made up, so that
 * a minute takes no time. `startedAt`: epoch ms; `phase`: how much later than the page's the server's timers began, in ms; what the browser tells is late by up to 2 ms, drawn from `seed`.
 */
export async function demoTraffic(
  load: () => Promise<(card: typeof CARD) => DemoPage>,
  serve: SocketHandler,
  { startedAt, phase, lastsMs, seed }: { startedAt: number; phase: number; lastsMs: number; seed: number },
): Promise<string[]> {
  const random = createRandom(seed);
  const made: { readonly at: number; readonly line: string }[] = [];
  let sockets = 0;

  const note = (arrow: ">" | "<", data: unknown, isNoted: boolean): void => {
    if (!isNoted) return;
    const at = Date.now() - startedAt + random.integer(20) / 10;
    const text = typeof data === "string" ? data : `0x${Buffer.from(data as Uint8Array).toString("hex")}`;
    made.push({ at, line: `${arrow} ${text}` });
  };

  class PageSocket extends EventTarget {
    static readonly OPEN = 1;
    static readonly CLOSED = 3;
    readyState = 0;
    binaryType = "blob";
    readonly #server = new EventEmitter() as EventEmitter & Partial<ServerSocket>;
    readonly #isFirst = sockets === 0;

    constructor(url: string) {
      super();
      sockets += 1;
      this.#server.send = (data: unknown) => {
        // What is sent is a view of bytes that are the server's own.
        const kept = typeof data === "string" ? data : new Uint8Array(data as Uint8Array);
        note("<", kept, this.#isFirst);
        const event = Object.assign(new Event("message"), { data: kept });
        setTimeout(() => this.dispatchEvent(event), 1);
      };
      setTimeout(() => {
        this.readyState = PageSocket.OPEN;
        serve(this.#server as ServerSocket, new URL(url));
        this.dispatchEvent(new Event("open"));
      }, phase);
    }

    send(data: string | Uint8Array<ArrayBuffer>): void {
      note(">", data, this.#isFirst);
      const isBinary = typeof data !== "string";
      const bytes = toBytes(Buffer.from(data as Uint8Array));
      setTimeout(() => this.#server.emit("message", bytes, isBinary), 1);
    }
  }

  vi.useFakeTimers({ now: startedAt });
  // A timer is late by up to 2 ms, and counts from then on, as that of a server's process does.
  vi.stubGlobal("setInterval", (tick: () => void, ms: number) => {
    const timer = { id: setTimeout(again, ms) };
    function again(): void {
      timer.id = setTimeout(again, ms + random.integer(3));
      tick();
    }
    return timer;
  });
  vi.stubGlobal("clearInterval", (timer?: { id: NodeJS.Timeout }) => clearTimeout(timer?.id));
  vi.stubGlobal("location", new URL("http://demo.example/"));
  vi.stubGlobal("WebSocket", PageSocket);
  try {
    const create = await load();
    create(CARD).start();
    await vi.advanceTimersByTimeAsync(lastsMs);
  } finally {
    // First what was put in the place of made-up timers, which would be brought back by it.
    vi.unstubAllGlobals();
    vi.useRealTimers();
  }
  return made.sort((a, b) => a.at - b.at).map(({ at, line }) => `${at.toFixed(1)}ms ${line}`);
}
