import { FLAG_RECEIVED } from "../core/wire/batch.ts";
import { FLAG_DISCARDED } from "../core/wire/haul.ts";
import {
  apply,
  getOwnPropertyDescriptor,
  isArray,
  WeakMaps,
  weakGet,
  weakSet,
} from "../core/wire/intrinsics.ts";
import {
  SOCKET_BUFFERED,
  SOCKET_CLOSED,
  SOCKET_CLOSING,
  SOCKET_CREATED,
  SOCKET_ERRORED,
  SOCKET_OPENED,
} from "../core/wire/page-records.ts";
import type { Emitter } from "./emitter.ts";
import type { Guard } from "./guard.ts";
import type { Instruments } from "./instrument.ts";
import type { ListenTo } from "./listen-to.ts";
import type { Natives } from "./natives.ts";

const OPEN = 1;

/** What waits to be sent is read at most this often of a socket, and told from so much on: less is gone in a moment. */
const BUFFERED_EVERY_MS = 50;
const LEAST_BUFFERED = 1e4;

/** What is known of a socket. */
interface Watched {
  readonly id: number;
  /** When it was read last how much waits. */
  at: number;
}

/** Watches every WebSocket of a window. Times are taken before the page's `send` and before its listeners. */
export function observeWebsocket(
  window: Window & typeof globalThis,
  natives: Natives,
  instruments: Instruments,
  guard: Guard,
  listenTo: ListenTo,
  emitter: Emitter,
  nextId: () => number,
): void {
  const { WebSocket, MessageEvent, CloseEvent } = window;
  if (typeof WebSocket !== "function") return;
  const { prototype } = WebSocket;
  const sockets = new WeakMaps<object, Watched>();
  const later = instruments.later();
  const urlOf = natives.getter<string>(prototype, "url");
  const protocolOf = natives.getter<string>(prototype, "protocol");
  const extensionsOf = natives.getter<string>(prototype, "extensions");
  const bufferedOf = natives.getter<number>(prototype, "bufferedAmount");
  const readyStateOf = natives.getter<number>(prototype, "readyState");
  const dataOf = natives.getter<unknown>(MessageEvent.prototype, "data");
  const codeOf = natives.getter<number>(CloseEvent.prototype, "code");
  const reasonOf = natives.getter<string>(CloseEvent.prototype, "reason");
  const wasCleanOf = natives.getter<boolean>(CloseEvent.prototype, "wasClean");

  instruments.constructed(window, "WebSocket", (args) => (socket) => {
    const at = natives.now();
    const connection = nextId();
    later.wake();
    weakSet(sockets, socket, { id: connection, at: 0 });
    emitter.record(SOCKET_CREATED, at, connection, urlOf(socket), args.length > 1 ? askedFor(args[1]) : "");
    const on = (type: string, listener: (event: Event, at: number) => void) =>
      listenTo(socket, type, listener);
    on("message", (event, at) => emitter.message(at, connection, FLAG_RECEIVED, dataOf(event)));
    on("open", (_, at) => {
      emitter.record(SOCKET_OPENED, at, connection, protocolOf(socket), extensionsOf(socket));
    });
    on("error", (_, at) => emitter.record(SOCKET_ERRORED, at, connection));
    on("close", (event, at) => {
      emitter.record(
        SOCKET_CLOSED,
        at,
        connection,
        codeOf(event),
        reasonOf(event),
        wasCleanOf(event),
        null,
        bufferedOf(socket),
      );
    });
  });

  later.called(prototype, "send", (send, self, args) => {
    const known = weakGet(sockets, self);
    if (!known || args.length === 0) return apply(send, self, args);
    const at = natives.now();
    let data = args[0];
    // Web IDL turns any other object into a string by the page's own code: that must run once, not twice.
    if (typeof data !== "string" && natives.isMadeText(data)) {
      data = `${data}`;
      args[0] = data;
    }
    let open = false;
    try {
      open = readyStateOf(self) === OPEN;
      if (at - known.at > BUFFERED_EVERY_MS) {
        known.at = at;
        const waiting = bufferedOf(self);
        if (waiting >= LEAST_BUFFERED) emitter.record(SOCKET_BUFFERED, at, known.id, waiting);
      }
    } catch (error) {
      guard.caught(error);
    }
    const result = apply(send, self, args);
    try {
      if (typeof data !== "object" || data === null) data = `${data}`;
      emitter.message(at, known.id, open ? 0 : FLAG_DISCARDED, data);
    } catch (error) {
      try {
        guard.caught(error);
      } catch {
        // The page has left no stack for that: it is sent all the same.
      }
    }
    return result;
  });

  later.watch(prototype, "close", (self, args) => {
    const known = weakGet(sockets, self);
    if (!known || readyStateOf(self) > OPEN) return undefined;
    const at = natives.now();
    return () => {
      const code = args.length > 0 && typeof args[0] === "number" ? args[0] : null;
      const reason = args.length > 1 && typeof args[1] === "string" ? args[1] : "";
      emitter.record(SOCKET_CLOSING, at, known.id, code, reason);
    };
  });
}

/** The subprotocols asked for, where that can be told without running the page's code; no comma can be in one. */
function askedFor(protocols: unknown): string {
  if (typeof protocols === "string") return protocols;
  let asked = "";
  if (!isArray(protocols)) return asked;
  const { length } = protocols;
  for (let index = 0; index < length; index += 1) {
    const { value } = getOwnPropertyDescriptor(protocols, index) ?? {};
    if (typeof value === "string") asked += (asked === "" ? "" : ",") + value;
  }
  return asked;
}
