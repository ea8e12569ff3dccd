import { FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { ClosedBy, UnseenWhy } from "../core/wire/events.ts";
import { FLAG_DISCARDED } from "../core/wire/haul.ts";
import {
  apply,
  getOwnPropertyDescriptor,
  isObject,
  WeakMaps,
  weakGet,
  weakSet,
} from "../core/wire/intrinsics.ts";
import {
  SOCKET_CLOSED,
  SOCKET_CLOSING,
  SOCKET_CREATED,
  SOCKET_ERRORED,
  SOCKET_OPENED,
  STREAM_UNSEEN,
} from "../core/wire/page-records.ts";
import type { Emitter } from "./emitter.ts";
import type { Guard } from "./guard.ts";
import type { Instruments } from "./instrument.ts";
import { type Natives, nothing } from "./natives.ts";
import type { StreamObserver } from "./observe-streams.ts";
import type { WatchPromise } from "./watch-promise.ts";

type Made = new (...args: never[]) => object;
interface StreamWindow {
  readonly WebSocketStream?: Made;
  readonly WebSocketError: Made;
}

/** What `opened` is resolved with: the browser's own object, which nobody has had before us. */
interface Opened {
  readonly readable: object;
  readonly writable: object;
  readonly protocol: string;
  readonly extensions: string;
}

interface Closed {
  readonly closeCode: number;
  readonly reason: string;
}

/** One that the page writes to. */
interface Sink {
  send(at: number, data: unknown, open: boolean): void;
  closing(at: number, code: number | null, reason: string): void;
}

/**
 * Watches every WebSocketStream of a window (Chromium). It has no events: `opened` and `closed` are promises, which are told as
 * unhandled only where the page has asked for them. So the page gets others, made when it asks.
 */
export function observeWebsocketStream(
  window: Window & typeof globalThis,
  natives: Natives,
  instruments: Instruments,
  guard: Guard,
  emitter: Emitter,
  nextId: () => number,
  watchPromise: WatchPromise,
  streams: StreamObserver,
): void {
  const { WebSocketStream, WebSocketError } = window as unknown as StreamWindow;
  if (!WebSocketStream) return;
  const { WritableStream, WritableStreamDefaultWriter } = window;
  const { asker, getter, now } = natives;
  const later = instruments.later();
  const { watch } = later;
  const own = WebSocketStream.prototype as object;
  const urlOf = getter<string>(own, "url");
  const codeOf = asker<number>(WebSocketError.prototype as object, "closeCode");
  const reasonOf = asker<string>(WebSocketError.prototype as object, "reason");
  const roomOf = asker<number>(WritableStreamDefaultWriter.prototype, "desiredSize");
  /** By the WebSocketStream, its `writable`, and writers of that. */
  const sinks = new WeakMaps<object, Sink>();

  const promiseOf = (name: string) => {
    const native = getter<object>(own, name);
    const asked = new WeakMaps<object, object>();
    later.getter(own, name, (read, self, args) => {
      let promise = apply(read, self, args) as object;
      guard(() => {
        if (!weakGet(sinks, self)) return;
        const before = weakGet(asked, self);
        if (!before) {
          weakSet(asked, self as object, watchPromise(promise, nothing, nothing, true) as object);
        }
        promise = weakGet(asked, self) ?? promise;
      });
      return promise;
    });
    return native;
  };
  const openedOf = promiseOf("opened");
  const closedOf = promiseOf("closed");

  instruments.constructed(window, "WebSocketStream", () => (made) => {
    const connection = nextId();
    later.wake();
    let by: ClosedBy = "server";
    let over = false;
    let told = 0;
    const sink: Sink = {
      send(at, data, open) {
        // An object that is none of its types is turned into a text by the page's own code: that is not known.
        if (natives.isMadeText(data) || typeof data === "symbol") return;
        const given = isObject(data) ? data : `${data}`;
        const goes = open && !over && by !== "page";
        emitter.message(at, connection, goes ? 0 : FLAG_DISCARDED, given);
      },
      closing(at, code, reason) {
        if (over || by === "page") return;
        by = "page";
        emitter.record(SOCKET_CLOSING, at, connection, code, reason);
      },
    };
    weakSet(sinks, made, sink);
    emitter.record(SOCKET_CREATED, now(), connection, urlOf(made), "", "WebSocketStream");
    watchPromise<Opened>(
      openedOf(made),
      ({ readable, writable, protocol, extensions }, at) => {
        emitter.record(SOCKET_OPENED, at, connection, protocol, extensions);
        weakSet(sinks, writable, sink);
        const unseen = (since: number, why: UnseenWhy) =>
          emitter.record(STREAM_UNSEEN, since, connection, why);
        streams.pipedInto(writable, (sentAt, result) => {
          if (result === null) {
            unseen(sentAt, "piped");
            // The pipe closes it, or not: that is in its options.
            if (by === "server") by = "unknown";
          } else if (result.done) sink.closing(sentAt, null, "");
          else sink.send(sentAt, result.value, true);
        });
        streams.adopt(readable, {
          branches: 1,
          open() {},
          /** Positions are numbers of messages here. */
          chunk(at, position, value) {
            if (position < told) return 1;
            told = position + 1;
            emitter.message(at, connection, FLAG_RECEIVED, value);
            return 1;
          },
          whole(at) {
            unseen(at, "body-used");
          },
          unseen,
          end(at, by) {
            if (by === "page") sink.closing(at, null, "");
          },
        });
      },
      (_, at) => emitter.record(SOCKET_ERRORED, at, connection),
    );
    const ended = (at: number, code: number, reason: string, wasClean: boolean) => {
      emitter.record(SOCKET_CLOSED, at, connection, code, reason, wasClean, by);
      over = true;
    };
    watchPromise<Closed>(
      closedOf(made),
      ({ closeCode, reason }, at) => ended(at, closeCode, reason, true),
      (error, at) => {
        const reason = reasonOf(error);
        // What is none of its own errors is what the page gave to `abort()`.
        if (by === "server") by = reason === null ? "page" : "network";
        ended(at, codeOf(error) ?? 1006, reason ?? "", false);
      },
    );
  });

  watch(own, "close", (self, args) => () => {
    const info: unknown = args.length > 0 ? args[0] : null;
    const field = (name: string): unknown =>
      isObject(info) ? getOwnPropertyDescriptor(info, name)?.value : null;
    const code = field("closeCode");
    const reason = field("reason");
    const sink = weakGet(sinks, self);
    sink?.closing(now(), typeof code === "number" ? code : null, typeof reason === "string" ? reason : "");
  });

  const begin = (writer: object, stream: unknown) => {
    const sink = weakGet(sinks, stream);
    if (sink) weakSet(sinks, writer, sink);
  };
  watch(WritableStream.prototype, "getWriter", (self) => (writer) => begin(writer, self));
  later.constructed(window, "WritableStreamDefaultWriter", (args) => (writer) => begin(writer, args[0]));
  const writer = WritableStreamDefaultWriter.prototype;
  watch(writer, "write", (self, args) => {
    const sink = weakGet(sinks, self);
    if (sink && args.length > 0) sink.send(now(), args[0], roomOf(self) !== null);
    return undefined;
  });
  const closes = (self: object) => () => weakGet(sinks, self)?.closing(now(), null, "");
  watch(writer, "close", closes);
  watch(writer, "abort", closes);
  watch(WritableStream.prototype, "close", closes);
  watch(WritableStream.prototype, "abort", closes);
}
