import { sliceText, uncurry, WeakMaps, weakGet, weakSet } from "../core/wire/intrinsics.ts";
import type { Instruments } from "./instrument.ts";
import type { ListenTo } from "./listen-to.ts";
import type { Natives } from "./natives.ts";
import type { CreateStreamRecord, StreamRecord } from "./stream-record.ts";

const LOADING = 3;

interface Observed {
  readonly method: string | null;
  requestedAt: number;
  /** Undefined until it is known whether the answer is a stream. */
  record?: StreamRecord | null;
  /** How much of `responseText` has been told. */
  position: number;
}

/**
 * Watches each XMLHttpRequest whose answer is a stream, by listeners of ours: its text as it grows, everything else at its end. Its `upload` is
 * let alone: a listener there would cause a preflight.
 */
export function observeXhr(
  window: Window & typeof globalThis,
  natives: Natives,
  instruments: Instruments,
  listenTo: ListenTo,
  createStreamRecord: CreateStreamRecord,
): void {
  const { XMLHttpRequest } = window;
  if (typeof XMLHttpRequest !== "function") return;
  const { prototype } = XMLHttpRequest;
  const requests = new WeakMaps<object, Observed>();
  const { getter, now } = natives;
  const readyStateOf = getter<number>(prototype, "readyState");
  const urlOf = getter<string>(prototype, "responseURL");
  const statusOf = getter<number>(prototype, "status");
  const typeOf = getter<string>(prototype, "responseType");
  const textOf = getter<string>(prototype, "responseText");
  const responseOf = getter<object | null>(prototype, "response");
  const headerOf = uncurry(prototype.getResponseHeader);

  instruments.watch(prototype, "open", (self, args) => () => {
    const known = weakGet(requests, self);
    // To open it again ends what it was doing, without an event.
    known?.record?.end(now(), "page", "open()");
    const method = args.length > 0 && typeof args[0] === "string" ? args[0] : null;
    weakSet(requests, self, { method, requestedAt: 0, position: 0 });
    if (known !== undefined) return;
    const on = (type: string) => listenTo(self, type, (_, at) => changed(self, at, type));
    on("readystatechange");
    on("load");
    on("error");
    on("abort");
    on("timeout");
  });

  instruments.watch(prototype, "send", (self) => {
    const observed = weakGet(requests, self);
    if (observed !== undefined) observed.requestedAt = now();
    return undefined;
  });

  function changed(xhr: object, at: number, type: string): void {
    const observed = weakGet(requests, xhr);
    const goesOn = type === "readystatechange";
    // Not before LOADING: until then the page can still choose how to read it.
    if (observed === undefined || (goesOn && readyStateOf(xhr) < LOADING)) return;
    const reading = typeOf(xhr);
    if (observed.record === undefined) {
      const { method, requestedAt } = observed;
      const contentType = headerOf(xhr as never, "content-type") ?? "";
      const about = { via: "xhr" as const, requestedAt, method, url: urlOf(xhr), contentType };
      observed.record = createStreamRecord({ ...about, status: statusOf(xhr) });
      observed.record?.open(at, reading);
    }
    const { record } = observed;
    if (record === null) return;
    if (reading === "" || reading === "text") {
      // Of one that failed it is empty.
      observed.position += record.chunk(at, observed.position, sliceText(textOf(xhr), observed.position));
    } else if (type === "load") {
      const value = responseOf(xhr);
      if (value !== null) record.whole(at, 0, value, reading);
    }
    if (!goesOn) record.end(at, type);
  }
}
