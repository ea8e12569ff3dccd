import {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  indexOf,
  lastIndexOf,
  sliceText,
  uncurryGetter,
} from "../core/wire/intrinsics.ts";
import type { Instruments } from "./instrument.ts";

type Trap = (...args: never[]) => unknown;
type Capture = (error: object, from: Trap) => void;
/** How an engine does it, of what is an error. */
interface Way {
  readonly hide: (error: object, trap: Trap) => unknown;
  readonly install: (instruments: Instruments) => void;
}

/** Takes what is ours out of the stacks of errors that go through the hook. */
export interface FrameHider {
  /** The error to throw on, from within `trap`: it looks as if the page had called the native. Never throws. */
  hide: (error: unknown, trap: Trap) => unknown;
  /** Puts into place what the engine needs for that. */
  install: (instruments: Instruments) => void;
}

/**
 * Creates the hider of a window. `script` is the address of ours: where the engine says of a call that it was there, it
 * is left out.
 *
 * V8 keeps a stack with the error: it is captured anew, from the page's call on, so that `Error.stackTraceLimit` and
 * `Error.prepareStackTrace` are heeded as the page set them. Firefox makes the text of a stack when it is asked for, by
 * getters of prototypes: these leave ours out. In both the uncaught error of V8 and the column of Firefox' uncaught
 * TypeError stay: what `window.onerror` is told does not come from the stack.
 */
export function createFrameHider(window: Window & typeof globalThis, script = ownScript()): FrameHider {
  const { isError = isObject } = window.Error as { isError?: (it: unknown) => boolean };
  const way = uncurryGetter<string>(window.Error.prototype, "stack")
    ? inGetters(window, script)
    : inErrors(window, script);
  return {
    install: way.install,
    hide(error, trap) {
      try {
        return isError(error) ? way.hide(error as object, trap) : error;
      } catch {
        return error;
      }
    },
  };
}

function isObject(it: unknown): boolean {
  return typeof it === "object" && it !== null;
}

/** As V8 does it. */
function inErrors(window: Window & typeof globalThis, script: string): Way {
  const { Error: Errors, TypeError: TypeErrors, DOMException } = window;
  const { captureStackTrace } = Errors as { captureStackTrace?: Capture };
  const codeOf = DOMException && uncurryGetter<number>(DOMException.prototype, "code");

  /** Whether it is of a kind that natives throw: what page code throws within a native may only be cut. */
  function isNatives(error: object): boolean {
    if (getPrototypeOf(error) === TypeErrors.prototype) return true;
    try {
      return codeOf !== undefined && codeOf(error) >= 0;
    } catch {
      return false;
    }
  }

  return {
    install() {},
    hide(error, trap) {
      const own = getOwnPropertyDescriptor(error, "stack");
      if (own === undefined || captureStackTrace === undefined) return error;
      if (getOwnPropertyDescriptor(Errors, "prepareStackTrace") !== undefined) {
        // To read the stack would call it, before the page does.
        if (isNatives(error)) captureStackTrace(error, trap);
        return error;
      }
      const stack: unknown = own.get === undefined ? own.value : apply(own.get, error, []);
      if (typeof stack !== "string") return error;
      const ours = indexOf(stack, script);
      if (ours < 0) return error;
      const before = withoutReflect(sliceText(stack, 0, lastIndexOf(stack, FRAME, ours)));
      if (indexOf(before, FRAME) < 0) {
        captureStackTrace(error, trap);
        return error;
      }
      const scratch: { stack?: string } = { __proto__: null } as never;
      captureStackTrace(scratch, trap);
      const below = scratch.stack ?? "";
      const start = indexOf(below, FRAME);
      const whole = cutToLimit(start < 0 ? before : before + sliceText(below, start), Errors);
      if (own.set === undefined) defineProperty(error, "stack", { __proto__: null, ...own, value: whole });
      else apply(own.set, error, [whole]);
      return error;
    },
  };
}

const FRAME = "\n    at ";

/** The frame of `Reflect.apply` between the native and us. */
function withoutReflect(frames: string): string {
  const last = lastIndexOf(frames, FRAME);
  return last >= 0 && indexOf(frames, `${FRAME}Reflect.`, last) === last
    ? sliceText(frames, 0, last)
    : frames;
}

function cutToLimit(stack: string, error: ErrorConstructor): string {
  const limit: unknown = getOwnPropertyDescriptor(error, "stackTraceLimit")?.value;
  let end = indexOf(stack, FRAME);
  for (let left = typeof limit === "number" ? limit : 10; left > 0 && end >= 0; left -= 1) {
    end = indexOf(stack, FRAME, end + 1);
  }
  return end < 0 ? stack : sliceText(stack, 0, end);
}

/** As Firefox does it. */
function inGetters(window: Window & typeof globalThis, script: string): Way {
  const { Error: Errors, TypeError: TypeErrors, DOMException } = window;
  const errorStackOf = uncurryGetter<string | undefined>(Errors.prototype, "stack");
  const exceptionStackOf = uncurryGetter<string>(DOMException?.prototype, "stack");
  const exceptionFileOf = uncurryGetter<string>(DOMException?.prototype, "filename");

  function filter(stack: unknown): unknown {
    if (typeof stack !== "string" || indexOf(stack, script) < 0) return stack;
    let kept = "";
    for (let start = 0; start < stack.length; ) {
      const end = indexOf(stack, "\n", start);
      const next = end < 0 ? stack.length : end + 1;
      const line = sliceText(stack, start, next);
      if (indexOf(line, `@${script}:`) < 0) kept += line;
      start = next;
    }
    return kept;
  }

  return {
    install(instruments) {
      instruments.getter(Errors.prototype, "stack", (stack, self, args) => filter(apply(stack, self, args)));
      if (exceptionStackOf === undefined || exceptionFileOf === undefined) return;
      const { prototype } = DOMException;
      instruments.getter(prototype, "stack", (stack, self, args) => filter(apply(stack, self, args)));
      const place = (name: string, pick: (place: Place) => unknown) =>
        instruments.getter(prototype, name, (native, self, args) => {
          const value: unknown = apply(native, self, args);
          return exceptionFileOf(self) === script ? pick(placeOf(filter(exceptionStackOf(self)))) : value;
        });
      place("filename", ({ file }) => file);
      place("lineNumber", ({ line }) => line);
      place("columnNumber", ({ column }) => column);
    },
    hide(error) {
      // The place of an Error is also kept where it cannot be changed; `window.onerror` is told that one.
      if (getPrototypeOf(error) !== TypeErrors.prototype) return error;
      if (getOwnPropertyDescriptor(error, "fileName")?.value !== script) return error;
      const message: unknown = getOwnPropertyDescriptor(error, "message")?.value;
      const { file, line, column } = placeOf(filter(errorStackOf?.(error)));
      const moved = construct(TypeErrors, [message, file, line]) as object;
      const shape = getOwnPropertyDescriptor(error, "columnNumber");
      defineProperty(moved, "columnNumber", { __proto__: null, ...shape, value: column });
      return moved;
    },
  };
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a stack begins: `name@file:line:column` in Firefox. */
function placeOf(stack: unknown): Place {
  const text = typeof stack === "string" ? stack : "";
  const end = indexOf(text, "\n");
  const first = end < 0 ? text : sliceText(text, 0, end);
  const lastColon = lastIndexOf(first, ":");
  const colon = lastIndexOf(first, ":", lastColon - 1);
  return {
    file: sliceText(first, indexOf(first, "@") + 1, colon),
    line: +sliceText(first, colon + 1, lastColon),
    column: +sliceText(first, lastColon + 1),
  };
}

/** The address of the script that this is a part of, as stacks have it. */
function ownScript(): string {
  const match = /(?:@|\(|at )([^\s(@]+?):\d+:\d+\)?(?:\n|$)/.exec(new Error("where").stack ?? "");
  return match?.[1] ?? "no script";
}
