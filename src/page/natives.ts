import {
  apply,
  Bytes,
  bufferOf,
  byteLengthOf,
  byteOffsetOf,
  isObject,
  isView,
  tagOf,
  uncurry,
  uncurryGetter,
} from "../core/wire/intrinsics.ts";

type BytesView = Uint8Array<ArrayBuffer>;

/** Nobody can write into it. */
export const NO_BYTES = new Bytes(0);

export const nothing = () => {};
const Views = DataView;

/**
 * The browser's own functions, taken before the page's first script can replace them. What the hook does for the
 * page it does with these, so that neither sees the other's changes. Those of ECMAScript are in `intrinsics.ts`.
 */
export interface Natives {
  readonly now: () => number;
  readonly listen: (target: object, type: string, listener: (event: Event) => void) => void;
  /** Answers false where the event was cancelled. */
  readonly dispatch: (target: object, event: Event) => boolean;
  /** A Blob's size; null of anything else, whatever it calls itself. */
  readonly blobSize: (data: unknown) => number | null;
  /** Hands over a Blob's bytes; none where it cannot be read. */
  readonly readBlob: (blob: Blob, done: (bytes: Uint8Array<ArrayBuffer>) => void) => void;
  /** The first so many bytes of a Blob, as a Blob. */
  readonly sliceBlob: (blob: Blob, bytes: number) => Blob;
  /**
   * What a view or an ArrayBuffer holds; of one that was transferred nothing. Null of anything else. It is no copy, and may be
   * the page's own array: making a view takes longer than copying what is in it.
   */
  readonly bytesOf: (data: unknown) => Uint8Array<ArrayBuffer> | null;
  /** Whether `send()` turns this into a string by code of the page: an object or function that is none of its types. */
  readonly isMadeText: (data: unknown) => boolean;
  /** Reads `object[name]` by the getter that `prototype` has now; throws where the object is not of its kind. */
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
  const { addEventListener, dispatchEvent } = window.EventTarget.prototype;
  const listen = uncurry(addEventListener) as Natives["listen"];
  const { slice } = window.Blob.prototype;
  const blobSize = asker<number>(window.Blob.prototype, "size");
  const bufferSize = asker<number>(ArrayBuffer.prototype, "byteLength");
  // WebAssembly makes shared buffers also where there is no `SharedArrayBuffer`.
  const viewOf = asking((buffer) => new Views(buffer as ArrayBuffer));
  const viewBuffer = asker<ArrayBuffer>(DataView.prototype, "buffer");
  const viewOffset = asker<number>(DataView.prototype, "byteOffset");
  const viewSize = asker<number>(DataView.prototype, "byteLength");
  return {
    now: () => origin + now(),
    listen,
    dispatch: uncurry(dispatchEvent) as Natives["dispatch"],
    blobSize,
    readBlob: takeBlobReader(window, listen),
    sliceBlob: (blob, bytes) => apply(slice, blob, [0, bytes]),
    bytesOf: (source) => {
      if (!isView(source)) {
        const size = bufferSize(source);
        return size === null ? null : bytesIn(source as ArrayBuffer, 0, size);
      }
      const tag = tagOf(source);
      if (tag === undefined) return bytesIn(viewBuffer(source), viewOffset(source), viewSize(source));
      if (tag === "Uint8Array") return source as BytesView;
      return bytesIn(bufferOf(source), byteOffsetOf(source), byteLengthOf(source));
    },
    isMadeText: (data) =>
      isObject(data) &&
      !isView(data) &&
      bufferSize(data) === null &&
      viewOf(data) === null &&
      blobSize(data) === null,
    getter: uncurryGetter as Natives["getter"],
    asker,
  };
}

/** By a FileReader: what a promise is resolved with is asked for its `then`, which a page may have put on `Object`. */
function takeBlobReader(
  { FileReader }: Window & typeof globalThis,
  listen: Natives["listen"],
): Natives["readBlob"] {
  const read = uncurry(FileReader.prototype.readAsArrayBuffer);
  const resultOf = uncurryGetter<ArrayBuffer | null>(FileReader.prototype, "result");
  return (blob, done) => {
    const reader = new FileReader();
    const onEnd = () => {
      const result = resultOf?.(reader) ?? null;
      done(result === null ? NO_BYTES : new Bytes(result));
    };
    listen(reader, "loadend", onEnd);
    read(reader, blob);
  };
}

/**
 * Asks a native getter, which throws for what is not of its kind: unlike `instanceof` and `Symbol.toStringTag` that
 * cannot be feigned, and it holds for objects of another realm.
 */
function asker<T>(prototype: object | undefined, name: string): (object: unknown) => T | null {
  return asking(uncurryGetter<T>(prototype, name));
}

/** Where there is nothing to ask with, that is null too. */
function asking<T>(get: ((object: unknown) => T) | undefined): (object: unknown) => T | null {
  return (object) => {
    try {
      return (get as (object: unknown) => T)(object);
    } catch {
      return null;
    }
  };
}

/** Of a buffer that was transferred, no view can be made. */
function bytesIn(buffer: ArrayBufferLike | null, offset: number | null, size: number | null): BytesView {
  return size ? new Bytes(buffer as ArrayBuffer, offset ?? 0, size) : NO_BYTES;
}
