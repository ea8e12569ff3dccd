import { sliceText, uncurry, WeakMaps, weakGet, weakSet } from "../core/wire/intrinsics.ts";
import type { Emitter } from "./emitter.ts";
import type { Instruments } from "./instrument.ts";
import type { ListenTo } from "./listen-to.ts";
import { type Natives, nothing } from "./natives.ts";
import { type CreateStreamRecord, MOST_ROOMS, type StreamRecord } from "./stream-record.ts";

const LOADING = 3;
/**
 * To look at a text that has grown copies all of it: in Chromium some 2 ms for a million UTF-16 code units (measured, at 50 million). So a
 * look is due when so much time has gone that it takes about a twentieth of it, however long the text is.
 */
const UNITS_A_MS = 25_000;

interface Observed {
  /** Its method. */
  readonly verb: string | null;
  /** When it was sent; then when its text was looked at last. */
  since: number;
  /** Undefined until it is known whether the answer is a stream. */
  record?: StreamRecord | null;
  /** How much of `responseText` has been told. */
  position: number;
  /** How many bytes have come, as far as was told. */
  came: number;
  /** Where a look was put off: at what times how many bytes had come (`src/feed/divide-looks.ts`); else "". */
  marks: string;
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
  emitter: Emitter,
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
  const loadedOf = getter<number>(window.ProgressEvent.prototype, "loaded");
  const headerOf = uncurry(prototype.getResponseHeader);

  instruments.watch(prototype, "open", (self, args) => {
    const known = weakGet(requests, self);
    lookLast(known, self);
    return () => {
      // To open it again ends what it was doing, without an event.
      known?.record?.end(now(), "page", "open()");
      const verb = args.length > 0 && typeof args[0] === "string" ? args[0] : null;
      weakSet(requests, self, { verb, since: 0, position: 0, came: 0, marks: "" });
      if (known) return;
      const on = (type: string) => listenTo(self, type, (event, at) => changed(self, at, type, event));
      on("readystatechange");
      on("progress");
      on("load");
      on("error");
      on("abort");
      on("timeout");
    };
  });

  // After it there is no text.
  instruments.watch(prototype, "abort", (self) => void lookLast(weakGet(requests, self), self));

  instruments.watch(prototype, "send", (self) => {
    const observed = weakGet(requests, self);
    if (observed) observed.since = now();
  });

  const isDue = ({ since, position, came }: Observed, at: number) =>
    (at - since + 1) * UNITS_A_MS > position + came;

  function look(observed: Observed, xhr: object, at: number, last: boolean): void {
    const { marks, came } = observed;
    const room = emitter.room();
    const text = last && came > MOST_ROOMS * room ? "" : textOf(xhr);
    // What would go out of the ring at once is not put there.
    const over = text.length - observed.position - room;
    if (over > 0) observed.position += over;
    observed.since = at;
    observed.marks = "";
    // What is at its end is not to be kept for it.
    if (last) emitter.later(nothing);
    // A slice alone would keep the text that it is of, as long as it waits.
    const piece = sliceText(` ${sliceText(text, observed.position)}`, 1);
    observed.position += (observed.record as StreamRecord).chunk(at, observed.position, piece, marks);
  }

  /** While there is still a text. */
  function lookLast(observed: Observed | undefined, xhr: object): void {
    if (observed?.marks) look(observed, xhr, now(), true);
  }

  function later(observed: Observed, xhr: object): void {
    emitter.later((last) => {
      const at = now();
      if (!observed.marks) return;
      if (last || isDue(observed, at)) look(observed, xhr, at, last);
      else later(observed, xhr);
    });
  }

  function changed(xhr: object, at: number, type: string, event: Event): void {
    const observed = weakGet(requests, xhr);
    const changes = type === "readystatechange";
    const goesOn = changes || type === "progress";
    // Not before LOADING: until then the page can still choose how to read it.
    if (!observed || (goesOn && readyStateOf(xhr) < LOADING)) return;
    const reading = typeOf(xhr);
    if (!observed.record) {
      const { verb, since } = observed;
      // Null of an answer that has none, which is none of a stream.
      const contentType = headerOf(xhr as never, "content-type") as string;
      const about = { via: "xhr", requestedAt: since, verb, address: urlOf(xhr), contentType } as const;
      observed.record = createStreamRecord(about, statusOf(xhr));
      observed.record?.open(at, reading);
    }
    const { record } = observed;
    if (!record) return;
    if (!reading || reading === "text") {
      const { marks } = observed;
      if (!changes) {
        observed.came = loadedOf(event);
        if (marks) observed.marks += `${at} ${observed.came} `;
      }
      // A change comes first, and with it is looked at what the progress is of; of one that failed the text is empty.
      if (!goesOn || (isDue(observed, at) && observed.came <= emitter.room())) {
        if (marks || type !== "progress") look(observed, xhr, at, !goesOn);
      } else if (!marks && changes) {
        observed.marks = " ";
        later(observed, xhr);
      }
    } else if (type === "load") {
      const value = responseOf(xhr);
      if (value !== null) record.whole(at, 0, value, reading);
    }
    if (!goesOn) record.end(at, type);
  }
}
