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
  readonly CustomEvent: typeof CustomEvent;
  readonly getRandomValues: (array: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  readonly toStringTag: (value: unknown) => string;
  readonly blobBytes: (blob: Blob) => Promise<ArrayBuffer>;
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
  const { toString: toTag } = Object.prototype;
  const { arrayBuffer } = window.Blob.prototype;
  const { getRandomValues } = crypto;
  return {
    apply,
    construct,
    now: () => origin + apply(now, performance, []),
    setTimeout: (callback, ms) => void apply(setTimeout, window, [callback, ms]),
    addEventListener,
    dispatchEvent,
    CustomEvent: window.CustomEvent,
    getRandomValues: (array) => apply(getRandomValues, crypto, [array]),
    toStringTag: (value) => apply(toTag, value, []),
    blobBytes: (blob) => apply(arrayBuffer, blob, []),
    getter: (prototype, name) => {
      const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
      if (get === undefined) throw new Error(`no getter ${name}`);
      return (object) => apply(get, object, []);
    },
  };
}
