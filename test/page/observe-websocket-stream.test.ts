import { describe, expect, it } from "vitest";
import { createGuard } from "../../src/page/guard.ts";
import { createInstruments } from "../../src/page/instrument.ts";
import { takeNatives } from "../../src/page/natives.ts";
import { observeStreams } from "../../src/page/observe-streams.ts";
import { observeWebsocketStream } from "../../src/page/observe-websocket-stream.ts";
import { createStreamRecords } from "../../src/page/stream-record.ts";
import { createWatchPromise } from "../../src/page/watch-promise.ts";
import { FakeWindow } from "../support/fake-window.ts";
import { seenEmitter } from "../support/seen-emitter.ts";

class FakeError extends DOMException {
  readonly #closeCode: number | null;
  readonly #reason = "";
  constructor(closeCode: number | null) {
    super("broken", "WebSocketError");
    this.#closeCode = closeCode;
  }
  get closeCode() {
    return this.#closeCode;
  }
  get reason() {
    return this.#reason;
  }
}

class Settled {
  resolve!: (value: object) => void;
  reject!: (reason: unknown) => void;
  readonly promise = new Promise<object>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

interface Peer {
  open(): void;
  say(data: unknown): void;
  end(closeCode: number, reason: string): void;
  fail(error: unknown): void;
  readonly heard: unknown[];
}

/** As Chromium's: `opened` and `closed` are made at once, and handled by nobody. */
class FakeWebSocketStream {
  readonly #url: string;
  readonly #opened = new Settled();
  readonly #closed = new Settled();
  readonly peer: Peer;
  constructor(url: string) {
    this.#url = url;
    let controller: ReadableStreamDefaultController;
    const heard: unknown[] = [];
    const readable = new ReadableStream({
      start: (it) => {
        controller = it;
      },
    });
    const writable = new WritableStream({ write: (data) => void heard.push(data) });
    this.peer = {
      heard,
      open: () => this.#opened.resolve({ readable, writable, protocol: "v1", extensions: "" }),
      say: (data) => controller.enqueue(data),
      end: (closeCode, reason) => {
        controller.close();
        this.#closed.resolve({ closeCode, reason });
      },
      fail: (error) => {
        this.#opened.reject(error);
        this.#closed.reject(error);
      },
    };
  }
  get url() {
    return this.#url;
  }
  get opened() {
    return this.#opened.promise;
  }
  get closed() {
    return this.#closed.promise;
  }
  close(_info?: object) {}
}

// The observer changes prototypes: this file's streams are all watched.
const seen: string[] = [];
const failures: string[] = [];
const { WebSocketStream } = watched();

function watched() {
  const fake = new FakeWindow();
  const window = Object.assign(fake, {
    WebSocketStream: FakeWebSocketStream,
    WebSocketError: FakeError,
    ...{ Response, Headers, ReadableStream, ReadableStreamDefaultReader, ReadableStreamBYOBReader },
    ...{
      ReadableStreamDefaultController,
      WritableStream,
      WritableStreamDefaultWriter,
      AbortController,
      DOMException,
    },
  }) as unknown as Window & typeof globalThis & { WebSocketStream: typeof FakeWebSocketStream };
  const natives = takeNatives(window);
  const guard = createGuard((message) => failures.push(message));
  const emitter = seenEmitter(natives, (it) => {
    if (it.type !== "message") {
      const { at: _, ...record } = it;
      seen.push(JSON.stringify(record));
      return;
    }
    const { connection, flags, payload } = it;
    const data =
      payload.kind === "text" ? payload.text : payload.kind === "bytes" ? [...payload.bytes].join() : "?";
    seen.push(`${connection} ${flags === 1 ? "<" : ">"} ${data}`);
  });
  let id = 0;
  const nextId = () => {
    id += 1;
    return id;
  };
  const hider = { hide: (error: object) => error, install() {} };
  const instruments = createInstruments(window, hider, guard, (name) => failures.push(name));
  const watchPromise = createWatchPromise(guard, natives.now);
  const records = createStreamRecords(emitter, natives, nextId, () => false);
  const streams = observeStreams(window, natives, instruments, guard, records, watchPromise);
  if (streams === undefined) throw new Error("no streams");
  observeWebsocketStream(window, natives, instruments, guard, emitter, nextId, watchPromise, streams);
  return window;
}

/** What was said since, without the connection's number. */
function said(): string[] {
  expect(failures).toEqual([]);
  return seen.splice(0).map((it) =>
    it
      .replace(/^\d+ /, "")
      .replace(/"connection":\d+,?/, "")
      .replace(",}", "}"),
  );
}

const URL_ = "wss://shop.example/";
const CREATED = `{"type":"socket-created","url":"${URL_}","protocols":[],"api":"WebSocketStream"}`;
const OPENED = '{"type":"socket-opened","protocol":"v1","extensions":""}';

async function open() {
  const socket = new WebSocketStream(URL_);
  socket.peer.open();
  const opened = (await socket.opened) as { readable: ReadableStream; writable: WritableStream };
  return { socket, ...opened };
}

describe("an observed WebSocketStream", () => {
  it("tells what is read and written, and of the page's close", async () => {
    const { socket, readable, writable } = await open();
    const reader = readable.getReader();
    const writer = writable.getWriter();
    await writer.write("hi");
    const bytes = new Uint8Array([1, 2]);
    await writer.write(bytes);
    await writer.write(5);
    socket.peer.say("yes");
    expect((await reader.read()).value).toBe("yes");
    socket.peer.say(new Uint8Array([3]).buffer);
    await reader.read();
    socket.close({ closeCode: 3000, reason: "enough" });
    await writer.write("late");
    socket.peer.end(3000, "enough");
    await socket.closed;
    expect(said()).toEqual([
      CREATED,
      OPENED,
      "> hi",
      "> 1,2",
      "> 5",
      "< yes",
      "< 3",
      '{"type":"socket-closing","code":3000,"reason":"enough"}',
      '{"type":"send-discarded","bytes":4}',
      '{"type":"socket-closed","code":3000,"reason":"enough","wasClean":true,"by":"page"}',
    ]);
    expect(socket.peer.heard).toEqual(["hi", bytes, 5, "late"]);
  });

  it("tells once what two branches read, and what is piped into it", async () => {
    const { socket, readable, writable } = await open();
    const [one, other] = readable.tee();
    const read = async (stream: ReadableStream) => {
      // Node's iterators have no prototype that could be watched.
      const reader = stream.getReader();
      while (!(await reader.read()).done);
    };
    const both = Promise.all([read(one), read(other)]);
    socket.peer.say("a");
    const source = new ReadableStream({
      start(controller) {
        controller.enqueue("b");
        controller.close();
      },
    });
    await source.pipeTo(writable);
    socket.peer.end(1005, "");
    await both;
    await socket.closed;
    expect(said().sort()).toEqual(
      [
        CREATED,
        OPENED,
        "< a",
        "> b",
        '{"type":"socket-closing","code":null,"reason":""}',
        '{"type":"socket-closed","code":1005,"reason":"","wasClean":true,"by":"page"}',
      ].sort(),
    );
  });

  it.each([
    ["the network", () => new FakeError(1006), 1006, "network"],
    ["the page", () => new DOMException("gone", "AbortError"), 1006, "page"],
  ])("tells that %s ended it", async (_, error, code, by) => {
    const socket = new WebSocketStream(URL_);
    const reason = error();
    socket.peer.fail(reason);
    await expect(socket.opened).rejects.toBe(reason);
    await expect(socket.closed).rejects.toBe(reason);
    expect(said()).toEqual([
      CREATED,
      '{"type":"socket-errored"}',
      `{"type":"socket-closed","code":${code},"reason":"","wasClean":false,"by":"${by}"}`,
    ]);
  });

  it("gives one promise each time it is asked, and none that nobody asked for is unhandled", async () => {
    const unhandled: unknown[] = [];
    const count = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", count);
    const socket = new WebSocketStream(URL_);
    expect(socket.opened).toBe(socket.opened);
    const quiet = new WebSocketStream(URL_);
    quiet.peer.fail(new FakeError(null));
    const reason = new FakeError(null);
    socket.peer.fail(reason);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", count);
    expect(unhandled).toEqual([reason]);
    seen.length = 0;
  });
});
