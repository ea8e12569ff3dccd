import {
  apply,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  uncurryGetter,
} from "../core/wire/intrinsics.ts";
import type { CreateFrameHider, Trap } from "./hide-frames.ts";

type Capture = (error: object, from: Trap) => void;

/**
 * V8 keeps a stack with the error: it is captured anew, from the page's call on, so that `Error.stackTraceLimit` and
 * `Error.prepareStackTrace` are heeded as the page set them; where code of the page ran within the native, the relay mends the text. What it tells `window.onerror` of an error that nobody
 * catches is where it was thrown, not its stack: that stays a place in our script.
 */
export const createV8FrameHider: CreateFrameHider = (window, mend) => {
  const { Error: Errors, TypeError: TypeErrors, DOMException } = window;
  const { captureStackTrace } = Errors as { captureStackTrace?: Capture };
  const nativeGet = getOwnPropertyDescriptor(new Errors(), "stack")?.get;
  const codeOf = DOMException && uncurryGetter<number>(DOMException.prototype, "code");

  /** Whether it is of a kind that natives throw: what page code throws within a native may only be cut. */
  function isNatives(error: object): boolean {
    if (getPrototypeOf(error) === TypeErrors.prototype) return true;
    try {
      return !!codeOf && codeOf(error) >= 0;
    } catch {
      return false;
    }
  }

  /** V8 looks it up along the constructor's prototypes; to read a stack would call it, before the page does. */
  const isPrepared = () => "prepareStackTrace" in Errors;

  const below = (trap: Trap): string => {
    const scratch: { stack?: string } = { __proto__: null } as never;
    if (!isPrepared()) captureStackTrace?.(scratch, trap);
    return scratch.stack ?? "";
  };

  return {
    install() {},
    below,
    hide(error, trap, plain) {
      const own = getOwnPropertyDescriptor(error, "stack");
      // One of the page's own making is the page's to read.
      if (!own || own.get !== nativeGet || !captureStackTrace) return error;
      // To read the stack would ask the prototype for its name and message, too.
      const early = typeof trap === "string";
      if (plain || isPrepared()) {
        if (isNatives(error) && !early) captureStackTrace(error, trap);
        return error;
      }
      const stack: unknown = own.get ? apply(own.get, error, []) : own.value;
      if (typeof stack !== "string") return error;
      const limit: unknown = getOwnPropertyDescriptor(Errors, "stackTraceLimit")?.value;
      const whole = mend(stack, early ? trap : below(trap), typeof limit === "number" ? limit : 10);
      if (whole === "") return error;
      if (!own.set) defineProperty(error, "stack", { __proto__: null, ...own, value: whole });
      else apply(own.set, error, [whole]);
      return error;
    },
  };
};
