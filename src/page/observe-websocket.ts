import { FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { ClosedBy } from "../core/wire/events.ts";
import { append, getOwnPropertyDescriptor, isArray, SafeWeakMap } from "../core/wire/intrinsics.ts";
import type { Emitter } from "./emitter.ts";
import type { Guard } from "./guard.ts";
import type { Instruments } from "./instrument.ts";
import { listenTo } from "./listen-to.ts";
import type { Natives } from "./natives.ts";
import { isMadeText, sizeOf, takePayload, takeText } from "./payload.ts";

const OPEN = 1;

interface Observed {
  readonly id: number;
  /** The page has called `close()`. */
  closing: boolean;
}

/** Watches every WebSocket of a window. Times are taken before the page's `send` and before its listeners. */
export function observeWebsocket(
  window: Window & typeof globalThis,
  natives: Natives,
  instruments: Instruments,
  guard: Guard,
  emitter: Emitter,
  nextId: () => number,
): void {
  const { WebSocket, MessageEvent, CloseEvent } = window;
  if (typeof WebSocket !== "function") return;
  const { prototype } = WebSocket;
  const sockets = new SafeWeakMap<object, Observed>();
  const observedOf = (self: unknown) => sockets.get(self as object);
  const urlOf = natives.getter<string>(prototype, "url");
  const protocolOf = natives.getter<string>(prototype, "protocol");
  const extensionsOf = natives.getter<string>(prototype, "extensions");
  const readyStateOf = natives.getter<number>(prototype, "readyState");
  const binaryTypeOf = natives.asker<string>(prototype, "binaryType");
  const dataOf = natives.getter<unknown>(MessageEvent.prototype, "data");
  const codeOf = natives.getter<number>(CloseEvent.prototype, "code");
  const reasonOf = natives.getter<string>(CloseEvent.prototype, "reason");
  const wasCleanOf = natives.getter<boolean>(CloseEvent.prototype, "wasClean");

  instruments.constructor(window, "WebSocket", (args) => (socket) => {
    const at = natives.now();
    const observed: Observed = { id: nextId(), closing: false };
    const connection = observed.id;
    sockets.set(socket, observed);
    emitter.record({
      type: "socket-created",
      at,
      connection,
      url: urlOf(socket),
      protocols: args.length > 1 ? askedFor(args[1]) : [],
    });
    const on = (type: string, listener: (event: Event, at: number) => void) =>
      listenTo(socket, type, natives, guard, listener);
    on("message", (event, at) => {
      const data = dataOf(event);
      if (typeof data === "string") {
        emitter.text(at, connection, FLAG_RECEIVED, data);
        return;
      }
      const blobFirst = binaryTypeOf(socket) === "blob";
      const payload = takePayload(data, natives, emitter.limits.payloadBytes, blobFirst);
      if (payload !== null) emitter.message(at, connection, FLAG_RECEIVED, payload);
    });
    on("open", (_, at) => {
      emitter.record({
        type: "socket-opened",
        at,
        connection,
        protocol: protocolOf(socket),
        extensions: extensionsOf(socket),
      });
    });
    on("error", (_, at) => emitter.record({ type: "socket-errored", at, connection }));
    on("close", (event, at) => {
      const wasClean = wasCleanOf(event);
      const by: ClosedBy = observed.closing ? "page" : wasClean ? "server" : "network";
      const code = codeOf(event);
      const reason = reasonOf(event);
      emitter.record({ type: "socket-closed", at, connection, code, reason, wasClean, by });
    });
  });

  instruments.method(prototype, "send", (send, self, args) => {
    const observed = observedOf(self);
    if (observed === undefined || args.length === 0) return natives.apply(send, self, args);
    const at = natives.now();
    let data = args[0];
    // Web IDL turns any other object into a string by the page's own code: that must run once, not twice.
    if (typeof data !== "string" && isMadeText(data, natives)) {
      data = `${data}`;
      args[0] = data;
    }
    let open = false;
    try {
      open = readyStateOf(self) === OPEN;
    } catch (error) {
      guard.caught(error);
    }
    const result = natives.apply(send, self, args);
    try {
      if (open && typeof data === "string") {
        emitter.text(at, observed.id, 0, data);
        return result;
      }
      const max = emitter.limits.payloadBytes;
      const payload = takePayload(data, natives, max) ?? takeText(`${data}`, max);
      if (open) emitter.message(at, observed.id, 0, payload);
      else emitter.record({ type: "send-discarded", at, connection: observed.id, bytes: sizeOf(payload) });
    } catch (error) {
      guard.caught(error);
    }
    return result;
  });

  instruments.watch(prototype, "close", (self, args) => {
    const observed = observedOf(self);
    if (observed === undefined || observed.closing || readyStateOf(self) > OPEN) return undefined;
    const at = natives.now();
    return () => {
      observed.closing = true;
      const code = args.length > 0 && typeof args[0] === "number" ? args[0] : null;
      const reason = args.length > 1 && typeof args[1] === "string" ? args[1] : "";
      emitter.record({ type: "socket-closing", at, connection: observed.id, code, reason });
    };
  });
}

/** The subprotocols asked for, where that can be told without running the page's code. */
function askedFor(protocols: unknown): string[] {
  if (typeof protocols === "string") return [protocols];
  const asked: string[] = [];
  if (!isArray(protocols)) return asked;
  const { length } = protocols;
  for (let index = 0; index < length; index += 1) {
    const own = getOwnPropertyDescriptor(protocols, index);
    if (typeof own?.value === "string") append(asked, own.value);
  }
  return asked;
}
