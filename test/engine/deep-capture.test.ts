import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ROW_MESSAGE } from "../../src/core/model/message-log.ts";
import { FLAG_RECEIVED, FLAG_UNHEARD } from "../../src/core/wire/batch.ts";
import type { ToldHandshake } from "../../src/core/wire/told-request.ts";
import { getHandshake } from "../core/export/rich-session.ts";
import { frameBatches } from "../support/frame-batches.ts";
import { createMemoryStore, memoryLibrary } from "../support/memory-store.ts";
import { PAGE as SENDER } from "../support/senders.ts";
import { startRecording } from "../support/start-recording.ts";

const T = 1_700_000_000_000;
/** The browser's monotonic clock began so long before. */
const OFFSET = T - 50_000;
const WORKER = "https://shop.example/worker.js";
const KEY = "dGhlIHNhbXBsZSBub25jZQ==";

const seconds = (at: number) => ({ timestamp: (at - OFFSET) / 1000 });

beforeEach(() => {
  vi.useFakeTimers({ now: T });
  vi.stubGlobal("navigator", {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function setUp() {
  const live = startRecording(
    memoryLibrary(createMemoryStore()),
    () => Date.now(),
    () => {},
    () => {},
  );
  const page = frameBatches("page");
  live.accept(page.start(T - 10), SENDER);
  const event = (target: number, method: string, params: object) =>
    live.deep({ told: "event", target, method: `Network.${method}`, params });
  const socket = (target: number, requestId: string, url: string, at: number) => {
    event(target, "webSocketCreated", { requestId, url });
    const headers = { "Sec-WebSocket-Key": KEY, "Sec-WebSocket-Protocol": "v2, v1" };
    event(target, "webSocketWillSendHandshakeRequest", {
      requestId,
      ...seconds(at),
      wallTime: at / 1000,
      request: { headers },
    });
  };
  const answer = (target: number, requestId: string, at: number) =>
    event(target, "webSocketHandshakeResponseReceived", {
      requestId,
      ...seconds(at),
      response: {
        status: 101,
        statusText: "Switching Protocols",
        headers: { "Sec-WebSocket-Protocol": "v2", "Set-Cookie": "a\nb" },
      },
    });
  const frame = (
    target: number,
    requestId: string,
    at: number,
    sent: boolean,
    opcode: number,
    payloadData: string,
  ) =>
    event(target, sent ? "webSocketFrameSent" : "webSocketFrameReceived", {
      requestId,
      ...seconds(at),
      response: { opcode, payloadData, mask: sent },
    });
  const rows = () => {
    const { session } = live.current;
    const { log } = session;
    return Array.from({ length: log.length }, (_, row) => ({
      at: log.at.get(row),
      connection: log.connection.get(row),
      type: log.kind.get(row) === ROW_MESSAGE ? "message" : session.record(row)?.type,
      text: log.kind.get(row) === ROW_MESSAGE ? Buffer.from(session.payload(row)).toString("latin1") : "",
      name: log.kind.get(row) === ROW_MESSAGE ? session.eventName(row) : "",
      unheard: (log.flags.get(row) & FLAG_UNHEARD) !== 0,
    }));
  };
  const flush = () => vi.advanceTimersByTimeAsync(100);
  return { live, page, event, socket, answer, frame, rows, flush };
}

describe("sockets of workers, by the browser's debugger", () => {
  it("have a worker's frame, a handshake, whole messages with the browser's times, and an end", async () => {
    const { live, event, socket, answer, frame, rows, flush } = setUp();
    live.deep({ told: "worker", target: 2, worker: "service", url: WORKER });
    socket(2, "1.1", "wss://shop.example/w", T + 1);
    answer(2, "1.1", T + 3.5);
    frame(2, "1.1", T + 4.25, true, 1, "hi");
    frame(2, "1.1", T + 5, false, 2, "AQL/");
    event(2, "webSocketClosed", { requestId: "1.1", ...seconds(T + 6) });
    await flush();
    const { session } = live.current;
    const [connection] = session.connections;
    expect(connection).toMatchObject({
      kind: "websocket",
      url: "wss://shop.example/w",
      asked: ["v2", "v1"],
      protocol: "v2",
      state: "closed",
      close: { code: null, by: "unknown" },
      sent: 1,
      received: 1,
    });
    expect(connection?.openedAt).toBeCloseTo(T + 3.5, 2);
    expect(session.frames.get(connection?.frame ?? "")).toMatchObject({
      worker: "service",
      url: WORKER,
      origin: "https://shop.example",
      top: false,
    });
    const messages = rows().filter(({ type }) => type === "message");
    expect(messages.map(({ text }) => text)).toEqual(["hi", "\x01\x02\xff"]);
    expect(messages[0]?.at).toBeCloseTo(T + 4.25, 2);
    const handshake = session.record(connection?.handshake ?? -1);
    expect(handshake).toMatchObject({ among: 1, entry: { response: { status: 101 } } });
    const headers = handshake?.type === "handshake" ? handshake.entry.response.headers : [];
    expect(headers?.filter(({ name }) => name === "Set-Cookie").map(({ value }) => value)).toEqual([
      "a",
      "b",
    ]);
  });

  it("that were there before have messages and no address; a dedicated worker's are left to the network log", async () => {
    const { live, frame, flush } = setUp();
    live.deep({ told: "clock", offset: OFFSET });
    live.deep({ told: "worker", target: 2, worker: "shared", url: WORKER });
    live.deep({ told: "worker", target: 3, worker: "dedicated", url: WORKER });
    frame(2, "9", T + 1, false, 1, "on");
    frame(3, "8", T + 2, false, 1, "no");
    await flush();
    const { connections, log } = live.current.session;
    expect(connections).toMatchObject([{ assumed: true, url: "", received: 1 }]);
    expect(log.at.get(log.length - 1)).toBeCloseTo(T + 1, 2);
  });

  it("that fail say why, and are closed with their worker", async () => {
    const { live, event, socket, answer, flush } = setUp();
    live.deep({ told: "worker", target: 2, worker: "dedicated", url: WORKER });
    socket(2, "1", "wss://shop.example/no", T);
    event(2, "webSocketFrameError", { requestId: "1", ...seconds(T + 1), errorMessage: "code: 403" });
    event(2, "webSocketClosed", { requestId: "1", ...seconds(T + 1) });
    socket(2, "2", "wss://shop.example/yes", T);
    answer(2, "2", T + 1);
    live.deep({ told: "gone", target: 2, at: T + 9, ended: true });
    await flush();
    const { session } = live.current;
    expect(session.connections.map(({ state }) => state)).toEqual(["closed", "closed"]);
    expect(session.record(session.connections[0]?.handshake ?? -1)).toMatchObject({
      error: "code: 403",
      entry: { response: { status: 0 } },
    });
  });

  it("are not told again by the network log", async () => {
    const { live, event, socket, answer } = setUp();
    live.deep({ told: "worker", target: 2, worker: "dedicated", url: WORKER });
    socket(2, "1", "wss://shop.example/w", T);
    answer(2, "1", T + 1);
    const entry = getHandshake("wss://shop.example/w", T);
    for (const header of entry.request.headers ?? []) if (/-Key$/i.test(header.name)) header.value = KEY;
    const told: ToldHandshake = {
      entry,
      startedAt: T,
      respondedAt: T + 1,
      endedAt: T + 9,
      closedAt: T + 9,
      error: "",
      frameId: null,
      hooked: false,
      script: "",
      held: null,
      workerUrl: null,
    };
    live.handshakes.told(told);
    // Of one that was refused the log tells no key.
    socket(2, "2", "wss://shop.example/no", T);
    event(2, "webSocketFrameError", { requestId: "2", ...seconds(T + 1), errorMessage: "code: 403" });
    const no = getHandshake("wss://shop.example/no", T);
    const response = { ...no.response, status: 0, headers: [] };
    live.handshakes.told({ ...told, entry: { ...no, request: { ...no.request, headers: [] }, response } });
    await vi.advanceTimersByTimeAsync(40_000);
    expect(live.current.session.connections).toHaveLength(2);
  });

  it("end with the page where nobody listens to their worker any more", async () => {
    const { live, socket, answer, flush } = setUp();
    live.deep({ told: "worker", target: 2, worker: "dedicated", url: WORKER });
    socket(2, "1", "wss://shop.example/w", T);
    answer(2, "1", T + 1);
    live.deep({ told: "gone", target: 2, at: T + 2, ended: false });
    await flush();
    expect(live.current.session.connections[0]?.state).toBe("open");
    live.record({ type: "navigated", at: T + 5000, url: "https://shop.example/next" });
    await flush();
    expect(live.current.session.connections[0]?.state).toBe("closed");
  });

  it("go on in the session after Clear", async () => {
    const { live, socket, answer, frame, flush } = setUp();
    live.deep({ told: "worker", target: 2, worker: "dedicated", url: WORKER });
    socket(2, "1", "wss://shop.example/w", T);
    answer(2, "1", T + 1);
    frame(2, "1", T + 2, true, 1, "before");
    live.clear();
    frame(2, "1", T + 3, true, 1, "after");
    await flush();
    const { connections, frames } = live.current.session;
    expect(connections).toMatchObject([{ url: "wss://shop.example/w", state: "open", sent: 1 }]);
    expect(frames.get(connections[0]?.frame ?? "")?.worker).toBe("dedicated");
  });

  it("take nothing of what is malformed", async () => {
    const { live, event, rows, flush } = setUp();
    const before = rows().length;
    live.deep({ told: "worker", target: 2, worker: "dedicated", url: "nonsense" });
    for (const params of [null, 1, {}, { requestId: 7 }, { requestId: "1", timestamp: "x" }]) {
      for (const method of ["webSocketCreated", "webSocketFrameSent", "webSocketClosed", "nonsense"]) {
        event(2, method, params as object);
      }
    }
    event(2, "webSocketCreated", { requestId: "1", url: "wss://x/" });
    event(2, "webSocketFrameReceived", {
      requestId: "1",
      ...seconds(T),
      response: { opcode: 2, payloadData: "not base64!" },
    });
    await flush();
    expect(rows().filter(({ type }) => type === "message")).toEqual([]);
    expect(rows().length).toBeGreaterThanOrEqual(before);
  });
});

describe("events that nobody listens to", () => {
  function source() {
    const it = setUp();
    const { live, page, event } = it;
    const url = "https://shop.example/events";
    const create = (at: number, connection: number) =>
      live.accept(
        page.batch((writer) => {
          writer.record({ type: "source-created", at, connection, url, withCredentials: false });
          writer.record({ type: "source-opened", at: at + 2, connection });
        }),
        SENDER,
      );
    const ask = (at: number, requestId: string) =>
      event(1, "requestWillBeSent", {
        requestId,
        type: "EventSource",
        ...seconds(at),
        wallTime: at / 1000,
        request: { url },
      });
    const tell = (at: number, requestId: string, eventName: string, data: string, eventId = "") =>
      event(1, "eventSourceMessageReceived", { requestId, ...seconds(at), eventName, eventId, data });
    const hear = (at: number, connection: number, name: string, data: string, id = "") =>
      live.accept(
        page.batch((writer) => writer.message(at, connection, FLAG_RECEIVED, data, null, name, id)),
        SENDER,
      );
    const events = () =>
      it
        .rows()
        .filter(({ type }) => type === "message")
        .sort((a, b) => (a.at as number) - (b.at as number))
        .map(({ connection, name, text, unheard }) => `${connection} ${name} ${text}${unheard ? " *" : ""}`);
    return { ...it, create, ask, tell, hear, events };
  }

  it("are in the source's own connection, each once, in order", async () => {
    const { live, create, ask, tell, hear, events } = source();
    ask(T + 1, "1");
    tell(T + 5, "1", "message", "a");
    tell(T + 6, "1", "price", "1");
    tell(T + 7, "1", "other", "x", "7");
    create(T, 1);
    hear(T + 5, 1, "message", "a");
    // The page begins to listen to it only now.
    tell(T + 8, "1", "price", "1");
    hear(T + 8.1, 1, "price", "1");
    tell(T + 9, "1", "price", "2");
    hear(T + 9.1, 1, "price", "2");
    await vi.advanceTimersByTimeAsync(4000);
    expect(events()).toEqual(["1 message a", "1 price 1 *", "1 other x *", "1 price 1", "1 price 2"]);
    expect(live.current.session.connections).toHaveLength(1);
    expect(live.current.session.connections[0]?.received).toBe(5);
  });

  it("wait for the hook's account, and not for longer than it takes", async () => {
    const { create, ask, tell, hear, events } = source();
    create(T, 1);
    ask(T, "1");
    tell(T + 5, "1", "late", "1");
    await vi.advanceTimersByTimeAsync(2500);
    hear(T + 5.5, 1, "late", "1");
    await vi.advanceTimersByTimeAsync(5000);
    expect(events()).toEqual(["1 late 1"]);
    // What the same frame says later tells that there is nothing more to come of before.
    tell(T + 7600, "1", "unheard", "2");
    hear(T + 8000, 1, "message", "m");
    await vi.advanceTimersByTimeAsync(300);
    expect(events()).toEqual(["1 late 1", "1 unheard 2 *", "1 message m"]);
  });

  it("of two sources with one address, and of a reconnection, go to the right one", async () => {
    const { create, ask, tell, event, events } = source();
    create(T, 1);
    create(T + 1, 2);
    ask(T, "1");
    ask(T + 2, "2");
    tell(T + 5, "1", "x", "first");
    tell(T + 6, "2", "x", "second");
    await vi.advanceTimersByTimeAsync(4000);
    event(1, "loadingFinished", { requestId: "1", ...seconds(T + 4000) });
    ask(T + 4100, "3");
    tell(T + 4200, "3", "x", "again");
    await vi.advanceTimersByTimeAsync(4000);
    expect(events()).toEqual(["1 x first *", "2 x second *", "1 x again *"]);
  });

  it("of a source that no hook told of are not recorded, and none of before Clear", async () => {
    const { live, create, ask, tell, events } = source();
    ask(T, "1");
    tell(T + 5, "1", "x", "nobody’s");
    await vi.advanceTimersByTimeAsync(40_000);
    expect(live.current.session.connections).toEqual([]);
    create(T + 40_000, 1);
    ask(T + 40_000, "2");
    tell(T + 40_000, "2", "x", "before");
    await vi.advanceTimersByTimeAsync(1000);
    live.clear();
    tell(T + 41_000, "2", "x", "after");
    await vi.advanceTimersByTimeAsync(4000);
    expect(events()).toEqual(["1 x after *"]);
  });
});
