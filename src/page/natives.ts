/**
 * The browser's own functions, taken before the page's first script can replace them. What the hook does for the
 * page it does with these, so that neither sees the other's changes.
 */
export interface Natives {
  readonly apply: typeof Reflect.apply;
  readonly construct: typeof Reflect.construct;
  readonly now: () => number;
  readonly setTimeout: (callback: () => void, ms: number) => void;
  readonly addEventListener: EventTarget["addEventListener"];
  readonly dispatchEvent: EventTarget["dispatchEvent"];
  readonly getRandomValues: (array: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  /** A Blob's size; null of anything else, whatever it calls itself. */
  readonly blobSize: (data: object) => number | null;
  /** Hands over a Blob's bytes; none where it cannot be read. */
  readonly readBlob: (blob: Blob, done: (bytes: Uint8Array<ArrayBuffer>) => void) => void;
  readonly isView: (data: unknown) => data is ArrayBufferView;
  /** A copy of what a view or an ArrayBuffer holds; of one that was transferred nothing. Null of anything else. */
  readonly copyBytes: (data: object) => Uint8Array<ArrayBuffer> | null;
  /** Whether it is an ArrayBuffer or a SharedArrayBuffer. */
  readonly isBuffer: (data: object) => boolean;
  /** Reads `object[name]` by the getter that `prototype` had at first. */
  readonly getter: <T>(prototype: object, name: string) => (object: unknown) => T;
}

/** Takes the natives of a window. Times are epoch milliseconds: HR-Time's `timeOrigin + now()`. */
export function takeNatives(window: Window & typeof globalThis): Natives {
  const { apply, construct } = Reflect;
  const { performance, crypto } = window;
  const { now } = performance;
  const origin = performance.timeOrigin;
  const { setTimeout } = window;
  const { addEventListener, dispatchEvent } = window.EventTarget.prototype;
  const { arrayBuffer } = window.Blob.prototype;
  const { getRandomValues } = crypto;
  const { isView } = ArrayBuffer;
  const { then } = Promise.prototype;
  const Bytes = Uint8Array;
  /**
   * Reads by a native getter, which throws for what is not of its kind: unlike `instanceof` and `Symbol.toStringTag`
   * that cannot be feigned, and it holds for objects of another realm.
   */
  const asker = <T>(prototype: object | undefined, name: string) => {
    const get = prototype && Object.getOwnPropertyDescriptor(prototype, name)?.get;
    return (object: unknown): T | null => {
      try {
        return get === undefined ? null : apply(get, object, []);
      } catch {
        return null;
      }
    };
  };
  const blobSize = asker<number>(window.Blob.prototype, "size");
  const bufferSize = asker<number>(ArrayBuffer.prototype, "byteLength");
  // Only pages that are isolated have it.
  const sharedSize = asker<number>(globalThis.SharedArrayBuffer?.prototype, "byteLength");
  const arrays: object = Object.getPrototypeOf(Uint8Array.prototype);
  const [array, data] = [arrays, DataView.prototype].map((prototype) => ({
    buffer: asker<ArrayBuffer>(prototype, "buffer"),
    offset: asker<number>(prototype, "byteOffset"),
    size: asker<number>(prototype, "byteLength"),
  })) as [ViewAsker, ViewAsker];
  return {
    apply,
    construct,
    now: () => origin + apply(now, performance, []),
    setTimeout: (callback, ms) => void apply(setTimeout, window, [callback, ms]),
    addEventListener,
    dispatchEvent,
    getRandomValues: (array) => apply(getRandomValues, crypto, [array]),
    blobSize,
    readBlob: (blob, done) => {
      const read = (bytes: ArrayBuffer) => done(new Bytes(bytes));
      apply(then, apply(arrayBuffer, blob, []), [read, () => done(new Bytes(0))]);
    },
    isView,
    copyBytes: (source) => {
      if (!isView(source)) {
        const size = bufferSize(source);
        if (size === null) return null;
        return size === 0 ? new Bytes(0) : new Bytes(new Bytes(source as ArrayBuffer));
      }
      const view = array.buffer(source) === null ? data : array;
      const size = view.size(source) ?? 0;
      if (size === 0) return new Bytes(0);
      return new Bytes(new Bytes(view.buffer(source) as ArrayBuffer, view.offset(source) ?? 0, size));
    },
    isBuffer: (source) => bufferSize(source) !== null || sharedSize(source) !== null,
    getter: (prototype, name) => {
      const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
      if (get === undefined) throw new Error(`no getter ${name}`);
      return (object) => apply(get, object, []);
    },
  };
}

interface ViewAsker {
  readonly buffer: (view: unknown) => ArrayBuffer | null;
  readonly offset: (view: unknown) => number | null;
  readonly size: (view: unknown) => number | null;
}
