import type { Instruments } from "./instrument.ts";

export type Trap = (...args: never[]) => unknown;

/** Takes what is ours out of the stacks of errors that go through the hook; each engine has its way. */
export interface FrameHider {
  /**
   * The error to throw on, from within `trap`: it looks as if the page had called the native. `plain`: the native was
   * given nothing by which it could run the page's code.
   */
  hide: (error: object, trap: Trap, plain: boolean) => unknown;
  /** Puts into place what the engine needs for that. */
  install: (instruments: Instruments) => void;
}

/** Creates the hider of a window. `script` is the address of our own script, as the engine's stacks have it. */
export type CreateFrameHider = (window: Window & typeof globalThis, script?: string) => FrameHider;

/** The address of the script that this is a part of. Firefox calls an extension's script in a page `<anonymous code>`. */
export function ownScript(): string {
  const match = /(?:@|\(|at )([^\s(@]+?|<anonymous code>):\d+:\d+\)?(?:\n|$)/.exec(
    new Error("where").stack ?? "",
  );
  return match?.[1] ?? "no script";
}
