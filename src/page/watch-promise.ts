import { defineProperty, getOwnPropertyDescriptor, uncurry } from "../core/wire/intrinsics.ts";

const { deleteProperty } = Reflect;
const Promises = Promise;
const { prototype } = Promises;
const then = uncurry(
  prototype.then as (
    this: Promise<unknown>,
    fulfilled: (value: unknown) => void,
    rejected: (reason: unknown) => void,
  ) => Promise<void>,
);
const speciesOf = getOwnPropertyDescriptor(Promises, Symbol.species)?.get;

/**
 * Calls back when a native promise is settled, before all that the page adds later. Its own reactions are called as often and
 * in the same order as without us. One trace cannot be avoided: a rejection that the page never handles is not told as an
 * `unhandledrejection`, because one reaction has it: ours. So this is never used on the promise of `fetch`.
 */
export function watchPromise(
  promise: Promise<unknown>,
  fulfilled: (value: unknown) => void,
  rejected: (reason: unknown) => void,
): void {
  // `then` asks for the constructor and its species, which may be the page's. (To shade them always would cost the whole
  // page V8's fast way with promises.)
  const untouched =
    getOwnPropertyDescriptor(prototype, "constructor")?.value === Promises &&
    getOwnPropertyDescriptor(Promises, Symbol.species)?.get === speciesOf;
  if (!untouched) {
    defineProperty(promise, "constructor", { __proto__: null, value: undefined, configurable: true });
  }
  then(promise, fulfilled, rejected);
  if (!untouched) deleteProperty(promise, "constructor");
}
