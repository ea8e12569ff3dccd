import type { ClosedBy, StreamReading } from "../core/wire/events.ts";
import { apply, SafeWeakMap, sliceText, uncurry } from "../core/wire/intrinsics.ts";
import { streamFormatOf } from "../core/wire/stream-format.ts";
import type { Emitter } from "./emitter.ts";
import type { Guard } from "./guard.ts";
import type { Instruments } from "./instrument.ts";
import { listenTo } from "./listen-to.ts";
import type { Natives } from "./natives.ts";
import { createStreamRecord, type StreamRecord } from "./stream-record.ts";

const LOADING = 3;

interface Observed {
  method: string | null;
  requestedAt: number;
  record: StreamRecord | null;
  /** How much of `responseText` has been told: its length, and its bytes. */
  length: number;
  position: number;
}

const READINGS: Readonly<Record<string, StreamReading>> = {
  __proto__: null as never,
  "": "progress",
  text: "progress",
  arraybuffer: "arrayBuffer",
  blob: "blob",
  json: "json",
  document: "document",
};

/**
 * Watches each XMLHttpRequest whose answer is a stream, by listeners of ours: its text as it grows, everything else at its end. Its `upload` is
 * let alone: a listener there would cause a preflight.
 */
export function observeXhr(
  window: Window & typeof globalThis,
  natives: Natives,
  instruments: Instruments,
  guard: Guard,
  emitter: Emitter,
  nextId: () => number,
): void {
  const { XMLHttpRequest } = window;
  if (typeof XMLHttpRequest !== "function") return;
  const { prototype } = XMLHttpRequest;
  const requests = new SafeWeakMap<object, Observed>();
  const readyStateOf = natives.getter<number>(prototype, "readyState");
  const urlOf = natives.getter<string>(prototype, "responseURL");
  const statusOf = natives.getter<number>(prototype, "status");
  const typeOf = natives.getter<string>(prototype, "responseType");
  const textOf = natives.getter<string>(prototype, "responseText");
  const responseOf = natives.getter<object | null>(prototype, "response");
  const headerOf = uncurry(prototype.getResponseHeader);
  const { now } = natives;

  instruments.method(prototype, "open", (open, self, args) => {
    const result: unknown = apply(open, self, args);
    guard(() => {
      const known = requests.get(self as object);
      const method = args.length > 0 && typeof args[0] === "string" ? args[0] : null;
      // To open it again ends what it was doing, without an event.
      known?.record?.end(now(), "page", "open()");
      if (known !== undefined) renew(known, method);
      else {
        requests.set(self as object, { method, requestedAt: 0, record: null, length: 0, position: 0 });
        listenTo(self as object, "readystatechange", natives, guard, (_, at) => progress(self as object, at));
      }
    });
    return result;
  });

  instruments.method(prototype, "send", (send, self, args) => {
    guard(() => {
      const observed = requests.get(self as object);
      if (observed !== undefined) observed.requestedAt = now();
    });
    return apply(send, self, args);
  });

  function renew(observed: Observed, method: string | null): void {
    observed.method = method;
    observed.record = null;
    observed.length = 0;
    observed.position = 0;
  }

  function progress(xhr: object, at: number): void {
    const observed = requests.get(xhr);
    if (observed === undefined || readyStateOf(xhr) < LOADING) return;
    const record = observed.record ?? begin(xhr, observed, at);
    if (record !== null) grow(xhr, observed, record, at);
  }

  /** Not before LOADING: until then the page can still choose how to read it. */
  function begin(xhr: object, observed: Observed, at: number): StreamRecord | null {
    const contentType = headerOf(xhr as never, "content-type");
    if (contentType === null || streamFormatOf(contentType) === null) return null;
    const { method, requestedAt } = observed;
    const about = { via: "xhr" as const, requestedAt, method, url: urlOf(xhr), contentType };
    const record = createStreamRecord({ ...about, status: statusOf(xhr) }, emitter, nextId);
    observed.record = record;
    record.open(at, READINGS[typeOf(xhr)] ?? "document");
    const on = (type: string, by: ClosedBy) =>
      listenTo(xhr, type, natives, guard, (_, endedAt) => {
        if (observed.record === record) finish(xhr, observed, record, endedAt, type, by);
      });
    on("load", "server");
    on("error", "network");
    on("abort", "page");
    on("timeout", "page");
    return record;
  }

  function grow(xhr: object, observed: Observed, record: StreamRecord, at: number): void {
    if (READINGS[typeOf(xhr)] !== "progress") return;
    const text = textOf(xhr);
    if (text.length <= observed.length) return;
    const news = sliceText(text, observed.length);
    observed.length = text.length;
    observed.position += record.text(at, observed.position, news);
  }

  function finish(
    xhr: object,
    observed: Observed,
    record: StreamRecord,
    at: number,
    type: string,
    by: ClosedBy,
  ): void {
    const reading = READINGS[typeOf(xhr)];
    const end = () => record.end(at, by, by === "server" ? "" : type);
    if (by !== "server" || reading === "progress") {
      if (by === "server") grow(xhr, observed, record, at);
      end();
      return;
    }
    if (reading === "json" || reading === "document") {
      record.unseen(at, reading);
      end();
      return;
    }
    const response = responseOf(xhr);
    if (response === null) end();
    else if (reading === "blob") {
      natives.readBlob(response as Blob, (bytes) =>
        guard(() => {
          record.bytes(at, 0, bytes);
          end();
        }),
      );
    } else {
      const bytes = natives.bytesOf(response, emitter.limits.payloadBytes);
      if (bytes !== null) record.bytes(at, 0, bytes);
      end();
    }
  }
}
