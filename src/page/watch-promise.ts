import {
  defineProperty,
  deleteProperty,
  getOwnPropertyDescriptor,
  uncurry,
} from "../core/wire/intrinsics.ts";
import type { Guard } from "./guard.ts";

/** The browser's own, which a page may replace. */
export const Promises = Promise;
const { prototype } = Promises;
const then = uncurry(
  prototype.then as (
    this: Promise<unknown>,
    fulfilled: (value: unknown) => unknown,
    rejected: (reason: unknown) => unknown,
  ) => Promise<unknown>,
);
const { species } = Symbol;
const speciesOf = getOwnPropertyDescriptor(Promises, species)?.get;

/**
 * Calls back when a native promise is settled, before all that the page adds to it later; in a guard, and with the time.
 * `instead` makes a promise to be given to the page in its place, settled as it is, a microtask later.
 */
export type WatchPromise = <Value>(
  promise: unknown,
  fulfilled: (value: Value, at: number) => void,
  rejected: (reason: unknown, at: number) => void,
  instead?: boolean,
) => unknown;

/**
 * Creates a window's. A promise that somebody has a reaction to is not told as an `unhandledrejection` when it is rejected,
 * and that somebody may be us alone: hence `instead`. Not where a microtask could be noticed, as in reading piece by piece,
 * and never for the promise of `fetch`.
 */
export function createWatchPromise(guard: Guard, now: () => number): WatchPromise {
  return (promise, fulfilled, rejected, instead) => {
    const settled = (react: (it: never, at: number) => void, failed: boolean) => (it: unknown) => {
      const at = now();
      guard(() => react(it as never, at));
      if (!instead) return undefined;
      if (failed) throw it;
      return it;
    };
    // `then` asks for the constructor and its species, which may be the page's. (To shade them always would cost the whole
    // page V8's fast way with promises.)
    const touched =
      getOwnPropertyDescriptor(prototype, "constructor")?.value !== Promises ||
      getOwnPropertyDescriptor(Promises, species)?.get !== speciesOf;
    const key = "constructor";
    if (touched) {
      defineProperty(promise as object, key, { __proto__: null, value: undefined, configurable: true });
    }
    const made = then(promise as never, settled(fulfilled, false), settled(rejected, true));
    if (touched) deleteProperty(promise as object, key);
    return made;
  };
}
