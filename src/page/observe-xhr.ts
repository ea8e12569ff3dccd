import type { ClosedBy, StreamReading } from "../core/wire/events.ts";
import { SafeWeakMap, sliceText, uncurry } from "../core/wire/intrinsics.ts";
import type { Guard } from "./guard.ts";
import type { Instruments } from "./instrument.ts";
import { listenTo } from "./listen-to.ts";
import type { Natives } from "./natives.ts";
import type { CreateStreamRecord, StreamRecord } from "./stream-record.ts";

const LOADING = 3;

interface Observed {
  readonly method: string | null;
  requestedAt: number;
  /** Undefined until it is known whether the answer is a stream. */
  record: StreamRecord | null | undefined;
  /** How much of `responseText` has been told: its length, and its bytes. */
  length: number;
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
  guard: Guard,
  createStreamRecord: CreateStreamRecord,
): void {
  const { XMLHttpRequest } = window;
  if (typeof XMLHttpRequest !== "function") return;
  const { prototype } = XMLHttpRequest;
  const requests = new SafeWeakMap<object, Observed>();
  const { getter, now } = natives;
  const readyStateOf = getter<number>(prototype, "readyState");
  const urlOf = getter<string>(prototype, "responseURL");
  const statusOf = getter<number>(prototype, "status");
  const typeOf = getter<string>(prototype, "responseType");
  const textOf = getter<string>(prototype, "responseText");
  const responseOf = getter<object | null>(prototype, "response");
  const headerOf = uncurry(prototype.getResponseHeader);

  instruments.watch(prototype, "open", (self, args) => () => {
    const known = requests.get(self);
    // To open it again ends what it was doing, without an event.
    known?.record?.end(now(), "page", "open()");
    const method = args.length > 0 && typeof args[0] === "string" ? args[0] : null;
    requests.set(self, { method, requestedAt: 0, record: undefined, length: 0, position: 0 });
    if (known !== undefined) return;
    const on = (type: string, by?: ClosedBy) =>
      listenTo(self, type, natives, guard, (_, at) => changed(self, at, type, by));
    on("readystatechange");
    on("load", "server");
    on("error", "network");
    on("abort", "page");
    on("timeout", "page");
  });

  instruments.watch(prototype, "send", (self) => {
    const observed = requests.get(self);
    if (observed !== undefined) observed.requestedAt = now();
    return undefined;
  });

  function changed(xhr: object, at: number, type: string, by: ClosedBy | undefined): void {
    const observed = requests.get(xhr);
    // Not before LOADING: until then the page can still choose how to read it.
    if (observed === undefined || (by === undefined && readyStateOf(xhr) < LOADING)) return;
    const asked = typeOf(xhr);
    const reading =
      asked === "" || asked === "text"
        ? "progress"
        : asked === "arraybuffer"
          ? "arrayBuffer"
          : (asked as StreamReading);
    if (observed.record === undefined) {
      const { method, requestedAt } = observed;
      const contentType = headerOf(xhr as never, "content-type") ?? "";
      const about = { via: "xhr" as const, requestedAt, method, url: urlOf(xhr), contentType };
      observed.record = createStreamRecord({ ...about, status: statusOf(xhr) });
      observed.record?.open(at, reading);
    }
    const { record } = observed;
    if (record === null) return;
    if (reading === "progress" && (by === undefined || by === "server")) {
      const text = textOf(xhr);
      observed.position += record.chunk(at, observed.position, sliceText(text, observed.length));
      observed.length = text.length;
    }
    if (by === undefined) return;
    if (by !== "server" || reading === "progress") record.end(at, by, by === "server" ? "" : type);
    else {
      const value = responseOf(xhr);
      if (value === null) record.end(at, by);
      else record.whole(at, 0, value, reading);
    }
  }
}
