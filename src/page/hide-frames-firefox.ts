import {
  apply,
  defineProperty,
  deleteProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  indexOf,
  lastIndexOf,
  sliceText,
  uncurryGetter,
  WeakMaps,
  weakGet,
  weakSet,
} from "../core/wire/intrinsics.ts";
import { type CreateFrameHider, ownScript } from "./hide-frames.ts";
import type { Instruments } from "./instrument.ts";

const { toStringTag } = Symbol;

/**
 * Firefox makes the text of a stack when it is asked for, by getters on prototypes: these leave out what is ours. The
 * place of a TypeError is also kept where nothing can change it, and `window.onerror` is told that one; so another is
 * thrown in its stead, made for the page's place. Of its column `onerror` is told 1. What `Error.captureStackTrace` gives is a
 * text, and filtered at once.
 */
export const createFirefoxFrameHider: CreateFrameHider = (window) => {
  const script = ownScript();
  const { Error: Errors, TypeError: TypeErrors, RangeError: RangeErrors, DOMException } = window;
  const errorStackOf = uncurryGetter<string | undefined>(Errors.prototype, "stack");
  const filtered = new WeakMaps<object, true>();
  let instruments: Instruments | undefined;

  function filter(stack: unknown): unknown {
    if (typeof stack !== "string" || indexOf(stack, script) < 0) return stack;
    let kept = "";
    /** "EventListener.handleEvent*", say: how what is above came to be called, at the first line of what is below. */
    let cause = "";
    for (let start = 0; start < stack.length; ) {
      const end = indexOf(stack, "\n", start);
      const next = end < 0 ? stack.length : end + 1;
      const line = sliceText(stack, start, next);
      if (indexOf(line, `@${script}:`) < 0) {
        kept += cause + line;
        cause = "";
      } else {
        cause += sliceText(line, 0, indexOf(line, "*") + 1);
      }
      start = next;
    }
    return kept;
  }

  /** Of what is no Error, and made by the browser. */
  function filterExceptions(prototype: object): void {
    const stackOf = uncurryGetter<string>(prototype, "stack");
    const fileOf = uncurryGetter<string>(prototype, "filename");
    if (stackOf === undefined || fileOf === undefined || weakGet(filtered, prototype)) return;
    weakSet(filtered, prototype, true);
    const { getter } = instruments as Instruments;
    getter(prototype, "stack", (stack, self, args) => filter(apply(stack, self, args)));
    const place = (name: string, pick: (place: Place) => unknown) =>
      getter(prototype, name, (native, self, args) => {
        const value: unknown = apply(native, self, args);
        return fileOf(self) === script ? pick(placeOf(filter(stackOf(self)))) : value;
      });
    place("filename", ({ file }) => file);
    place("lineNumber", ({ line }) => line);
    place("columnNumber", ({ column }) => column);
  }

  return {
    install(made) {
      instruments = made;
      instruments.getter(Errors.prototype, "stack", (stack, self, args) => filter(apply(stack, self, args)));
      instruments.watch(Errors, "captureStackTrace", (_, args) => () => {
        const target = args[0] as object;
        const own = getOwnPropertyDescriptor(target, "stack");
        const text = filter(own?.value);
        if (own !== undefined && own.value !== text) {
          defineProperty(target, "stack", { __proto__: null, ...own, value: text });
        }
      });
      if (DOMException !== undefined) filterExceptions(DOMException.prototype);
    },
    below: () => "is made when it is asked for",
    hide(error, trap) {
      // The place of an Error is also kept where it cannot be changed; `window.onerror` is told that one.
      const kind = getPrototypeOf(error);
      const Kind =
        kind === TypeErrors.prototype ? TypeErrors : kind === RangeErrors.prototype ? RangeErrors : null;
      // A removed frame, or a policy, refuses with an "Exception", whose prototype has no name that a script could reach it by.
      if (kind !== null && getOwnPropertyDescriptor(kind, toStringTag)?.value === "Exception")
        filterExceptions(kind);
      if (Kind === null) return error;
      if (getOwnPropertyDescriptor(error, "fileName")?.value !== script) return error;
      const put = (on: object, name: string, value: unknown) =>
        defineProperty(on, name, { __proto__: null, ...getOwnPropertyDescriptor(error, name), value });
      if (typeof trap === "string") {
        // Of what a promise was refused with, `onerror` is not told.
        const place = placeOf(filter(errorStackOf?.(error)));
        put(error, "fileName", place.file);
        put(error, "lineNumber", place.line);
        put(error, "columnNumber", place.column);
        return error;
      }
      const message: unknown = getOwnPropertyDescriptor(error, "message")?.value;
      const limit = getOwnPropertyDescriptor(Errors, "stackTraceLimit");
      const setLimit = (value: number) =>
        defineProperty(Errors, "stackTraceLimit", {
          __proto__: null,
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      // Frames of ours must not take the place of the page's, of which the page may want few or none.
      const limited = setLimit(MAX_FRAMES);
      const whole = errorStackOf?.(new Errors());
      const visible = filter(whole);
      const wanted: unknown = limit?.value;
      const restore = () => {
        if (limit === undefined) deleteProperty(Errors, "stackTraceLimit");
        else defineProperty(Errors, "stackTraceLimit", { __proto__: null, ...limit });
      };
      const { file, line, column } = placeOf(visible);
      if (limited && typeof wanted === "number") setLimit(countLines(whole) - countLines(visible) + wanted);
      else if (limited) restore();
      // Not by Reflect, whose frame is counted though it is not shown.
      const moved: object = new (Kind as PlacedError)(message, file, line);
      if (limited) restore();
      put(moved, "columnNumber", column);
      return moved;
    },
  };
};

type PlacedError = new (message: unknown, file: string, line: number) => object;

/** As many as Firefox keeps. */
const MAX_FRAMES = 128;

function countLines(stack: unknown): number {
  let lines = 0;
  if (typeof stack !== "string") return lines;
  for (let end = indexOf(stack, "\n"); end >= 0; end = indexOf(stack, "\n", end + 1)) lines += 1;
  return lines;
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
