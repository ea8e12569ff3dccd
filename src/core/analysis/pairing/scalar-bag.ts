import type { Scalar } from "./message-facts.ts";
import { toOneForm } from "./one-form.ts";

/** What names a request is not lost among so many; the outermost come first. */
const MOST_SCALARS = 48;

/** An identifier is not longer. The longest in use are JSON Web Tokens, which name no request. */
const MOST_LENGTH = 128;

/** Whole numbers, or so many digits behind the point that they were drawn by chance (`Math.random()`). */
const NUMBER = /^-?(?:\d{1,20}|\d{0,20}\.\d{8,20})$/;

/** Names have no white space in them; sentences do. */
const NAME = /^[!-~]+$/;

/** Collects what may name a request in a message: outermost first, each value once a path. */
export interface ScalarBag {
  readonly scalars: readonly Scalar[];
  readonly isFull: boolean;
  /** A string's text. */
  text(path: string, value: string): void;
  /** A number's digits. */
  number(path: string, digits: string): void;
}

/** Creates an empty one. */
export function createScalarBag(): ScalarBag {
  const scalars: Scalar[] = [];

  function add(path: string, value: string): void {
    if (scalars.length >= MOST_SCALARS) return;
    if (scalars.some((it) => it.path === path && it.value === value)) return;
    scalars.push({ path, value });
  }

  return {
    scalars,
    get isFull() {
      return scalars.length >= MOST_SCALARS;
    },
    text(path, value) {
      if (value.length > 0 && value.length <= MOST_LENGTH && NAME.test(value)) add(path, toOneForm(value));
    },
    number(path, digits) {
      if (digits.length <= 32 && NUMBER.test(digits)) add(path, digits);
    },
  };
}
