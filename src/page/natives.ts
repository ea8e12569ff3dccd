import {
  apply,
  Bytes,
  byteLengthOf,
  construct,
  getPrototypeOf,
  isView,
  min,
  tagOf,
  uncurryGetter,
} from "../core/wire/intrinsics.ts";

type BytesView = Uint8Array<ArrayBuffer>;

const NO_BYTES = new Bytes(0);

/**
 * The browser's own functions, taken before the page's first script can replace them. What the hook does for the
 * page it does with these, so that neither sees the other's changes. Those of ECMAScript are in `intrinsics.ts`.
 */
export interface Natives {
  readonly apply: typeof Reflect.apply;
  readonly construct: typeof Reflect.construct;
  readonly now: () => number;
  /** Calls back after so many milliseconds: without a timer's number, of which the page would miss one. */
  readonly setTimeout: (callback: () => void, ms: number) => void;
  readonly addEventListener: EventTarget["addEventListener"];
  readonly removeEventListener: EventTarget["removeEventListener"];
  readonly dispatchEvent: EventTarget["dispatchEvent"];
  /** A Blob's size; null of anything else, whatever it calls itself. */
  readonly blobSize: (data: object) => number | null;
  /** Hands over a Blob's bytes; none where it cannot be read. */
  readonly readBlob: (blob: Blob, done: (bytes: Uint8Array<ArrayBuffer>) => void) => void;
  readonly isView: (data: unknown) => data is ArrayBufferView;
  /** The first so many bytes of a Blob, as a Blob. */
  readonly sliceBlob: (blob: Blob, bytes: number) => Blob;
  /**
   * What a view or an ArrayBuffer holds, up to so much; of one that was transferred nothing. Null of anything else. It is no
   * copy, and may be the page's own array: making a view takes longer than copying what is in it.
   */
  readonly bytesOf: (data: object, maxBytes: number) => Uint8Array<ArrayBuffer> | null;
  /** How much a view or an ArrayBuffer holds. Null of anything else. */
  readonly byteSize: (data: object) => number | null;
  /** Whether it is an ArrayBuffer or a SharedArrayBuffer. */
  readonly isBuffer: (data: object) => boolean;
  /** Reads `object[name]` by the getter that `prototype` has now; throws where there is none, or the object is not of its kind. */
  readonly getter: <T>(prototype: object, name: string) => (object: unknown) => T;
  /** The same, but null of objects that are not of its kind: a test of what an object is, which cannot be feigned. */
  readonly asker: <T>(prototype: object | undefined, name: string) => (object: unknown) => T | null;
}

/** Takes the natives of a window. Times are epoch milliseconds: HR-Time's `timeOrigin + now()`. */
export function takeNatives(window: Window & typeof globalThis): Natives {
  const { performance } = window;
  // Bound: that is less than half of the time that `Reflect.apply` takes in Chromium.
  const now = performance.now.bind(performance);
  const origin = performance.timeOrigin;
  const { addEventListener, removeEventListener, dispatchEvent } = window.EventTarget.prototype;
  const { slice } = window.Blob.prototype;
  const blobSize = asker<number>(window.Blob.prototype, "size");
  const bufferSize = asker<number>(ArrayBuffer.prototype, "byteLength");
  // Only pages that are isolated have it.
  const sharedSize = asker<number>(globalThis.SharedArrayBuffer?.prototype, "byteLength");
  const array = viewAsker(getPrototypeOf(Uint8Array.prototype) ?? {});
  const data = viewAsker(DataView.prototype);
  return {
    apply,
    construct,
    now: () => origin + now(),
    setTimeout: takeTimer(window),
    addEventListener,
    removeEventListener,
    dispatchEvent,
    blobSize,
    readBlob: takeBlobReader(window),
    isView,
    sliceBlob: (blob, bytes) => apply(slice, blob, [0, bytes]),
    bytesOf: (source, maxBytes) => {
      if (!isView(source)) {
        const size = bufferSize(source);
        if (size === null) return null;
        return size === 0 ? NO_BYTES : new Bytes(source as ArrayBuffer, 0, min(size, maxBytes));
      }
      if (tagOf(source) === "Uint8Array") {
        const size = byteLengthOf(source);
        if (size === 0) return NO_BYTES;
        if (size <= maxBytes) return source as BytesView;
      }
      const view = array.buffer(source) === null ? data : array;
      const size = min(view.size(source) ?? 0, maxBytes);
      if (size === 0) return NO_BYTES;
      return new Bytes(view.buffer(source) as ArrayBuffer, view.offset(source) ?? 0, size);
    },
    byteSize: (source) => bufferSize(source) ?? array.size(source) ?? data.size(source),
    isBuffer: (source) => bufferSize(source) !== null || sharedSize(source) !== null,
    getter: (prototype, name) => {
      const get = uncurryGetter<never>(prototype, name);
      if (get === undefined) throw new Error(`no getter ${name}`);
      return get;
    },
    asker,
  };
}

/** `scheduler.postTask`, where the browser has it, is a timer like any other, but gives out no number. */
function takeTimer(window: Window & typeof globalThis): Natives["setTimeout"] {
  const { scheduler } = window as { scheduler?: Scheduler };
  const { setTimeout } = window;
  if (scheduler === undefined) return (callback, ms) => void apply(setTimeout, window, [callback, ms]);
  const { postTask } = scheduler;
  return (callback, ms) => void apply(postTask, scheduler, [callback, { __proto__: null, delay: ms }]);
}

/** By a FileReader: what a promise is resolved with is asked for its `then`, which a page may have put on `Object`. */
function takeBlobReader(window: Window & typeof globalThis): Natives["readBlob"] {
  const { FileReader } = window;
  const { addEventListener } = window.EventTarget.prototype;
  const { readAsArrayBuffer } = FileReader.prototype;
  const resultOf = uncurryGetter<ArrayBuffer | null>(FileReader.prototype, "result");
  return (blob, done) => {
    const reader = new FileReader();
    const onEnd = () => {
      const result = resultOf?.(reader) ?? null;
      done(result === null ? new Bytes(0) : new Bytes(result));
    };
    apply(addEventListener, reader, ["loadend", onEnd]);
    apply(readAsArrayBuffer, reader, [blob]);
  };
}

/**
 * Asks a native getter, which throws for what is not of its kind: unlike `instanceof` and `Symbol.toStringTag` that
 * cannot be feigned, and it holds for objects of another realm.
 */
function asker<T>(prototype: object | undefined, name: string): (object: unknown) => T | null {
  const get = uncurryGetter<T>(prototype, name);
  return (object) => {
    try {
      return get === undefined ? null : get(object);
    } catch {
      return null;
    }
  };
}

interface ViewAsker {
  readonly buffer: (view: unknown) => ArrayBuffer | null;
  readonly offset: (view: unknown) => number | null;
  readonly size: (view: unknown) => number | null;
}

function viewAsker(prototype: object): ViewAsker {
  return {
    buffer: asker(prototype, "buffer"),
    offset: asker(prototype, "byteOffset"),
    size: asker(prototype, "byteLength"),
  };
}

interface Scheduler {
  readonly postTask: (callback: () => void, options: { delay: number }) => unknown;
}
