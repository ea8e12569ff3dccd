import { indexOf, lastIndexOf, max, sliceText } from "../core/wire/intrinsics.ts";
import type { Instruments } from "./instrument.ts";

export type Trap = (...args: never[]) => unknown;

/** Takes what is ours out of the stacks of errors that go through the hook; each engine has its way. */
export interface FrameHider {
  /**
   * The error to throw on, from within `trap`: it looks as if the page had called the native. `plain`: the native was
   * given nothing by which it could run the page's code.
   */
  hide: (error: object, trap: Trap | string, plain: boolean) => unknown;
  /** Of a call that will be refused by a promise: what `hide` is to be given for its error then, in the place of `trap`. */
  readonly below?: (trap: Trap) => string;
  /** Puts into place what the engine needs for that. */
  install: (instruments: Instruments) => void;
}

/**
 * Takes our frames out of the text of a stack, "" where there are none: `below` is the stack from the page's call on, and
 * `limit` how many frames the page wants.
 */
export type MendStack = (stack: string, below: string, limit: number) => string;

/** Creates the hider of a window. */
export type CreateFrameHider = (window: Window & typeof globalThis, mend: MendStack) => FrameHider;

/**
 * The address of the script that this is a part of; Firefox calls an extension's script in a page `<anonymous code>`. Not by a
 * pattern: a page could read what it was matched with (`RegExp.$_`).
 */
export function ownScript(): string {
  const { stack = "" } = new Error("where");
  // V8 begins with the error itself.
  const start = indexOf(stack, "    at ") < 0 ? 0 : indexOf(stack, "\n") + 1;
  const line = sliceText(stack, start, indexOf(stack, "\n", start));
  const colon = lastIndexOf(line, ":", lastIndexOf(line, ":") - 1);
  const at = indexOf(line, "@");
  const before = at < 0 ? max(lastIndexOf(line, "(", colon), lastIndexOf(line, " ", colon)) : at;
  return colon < 0 ? "no script" : sliceText(line, before + 1, colon);
}
