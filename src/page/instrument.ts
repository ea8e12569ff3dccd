import {
  apply,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  holderOf,
  ownKeys,
  SafeWeakMap,
  setPrototypeOf,
} from "../core/wire/intrinsics.ts";
import type { FrameHider, Trap } from "./hide-frames.ts";

type Apply = (native: (...args: never[]) => unknown, self: unknown, args: unknown[]) => unknown;
type Construct = (
  native: new (...args: never[]) => object,
  args: readonly unknown[],
  newTarget: new (...args: never[]) => object,
) => object;

/**
 * Puts Proxies in the place of native functions: what they are called with goes through us. A Proxy has the native's
 * name, length, statics, prototype and `new.target`; its text is the native's too, an error that the native throws says
 * nothing of us, and the property's descriptor stays as it was. A property that is not there is let be; one that
 * cannot be replaced is told to `refused`. Nothing here throws.
 *
 * `args` are the call's own list: what is beyond its length is not undefined, but what the page put on
 * `Array.prototype`. An error of ours must stay in a guard; one of the native must get out.
 */
export interface Instruments {
  /** A constructor, which `made` calls or not; an interface's `prototype.constructor` goes with it. */
  constructor: (holder: object, name: string, made: Construct) => void;
  /** A method or function, which `called` calls or not. */
  method: (holder: object, name: string, called: Apply) => void;
  /** The getter of an accessor; `args` are empty. */
  getter: (holder: object, name: string, read: Apply) => void;
}

/** Prototypes of a chain that are looked at: one of the page's Proxies can go on without end. */
const MAX_CHAIN = 1000;

/** Whether a prototype chain has this object in it. */
function leadsTo(prototype: object | null, object: object): boolean {
  try {
    let left = MAX_CHAIN;
    for (let it = prototype; it !== null && left > 0; it = getPrototypeOf(it)) {
      if (it === object) return true;
      left -= 1;
    }
  } catch {
    // One of the page's Proxies.
  }
  return false;
}

/** Whether none of them can run code of the page when it is made a string or a number. */
function arePrimitive(args: readonly unknown[]): boolean {
  for (let index = 0; index < args.length; index += 1) {
    const kind = typeof args[index];
    if (kind === "function" || (kind === "object" && args[index] !== null)) return false;
  }
  return true;
}

/** Creates a window's instruments, and hides them in `Function.prototype.toString`. */
export function createInstruments(
  window: Window & typeof globalThis,
  frames: FrameHider,
  refused: (name: string) => void,
): Instruments {
  const natives = new SafeWeakMap<object, object>();
  const { isError } = window.Error as { isError?: (it: unknown) => boolean };

  /** Only an error's fields can be read without running code of the page, which may throw a Proxy. */
  function withoutUs(error: unknown, trap: Trap, args: readonly unknown[], plain: boolean): unknown {
    try {
      return isError?.(error) ? frames.hide(error as object, trap, plain && arePrimitive(args)) : error;
    } catch {
      return error;
    }
  }

  /** A Proxy of a native, whose handler has no prototype: a page could put a trap there. */
  function disguise(native: object, called: Apply | null, made: Construct | null, isBuiltIn = false): object {
    const handler: ProxyHandler<never> = { __proto__: null } as never;
    if (called !== null) {
      const trap = (target: never, self: unknown, args: unknown[]): unknown => {
        try {
          return called(target, self, args);
        } catch (error) {
          throw withoutUs(error, trap, args, !isBuiltIn);
        }
      };
      handler.apply = trap;
    }
    if (made !== null) {
      const trap = (target: never, args: unknown[], newTarget: never): object => {
        try {
          return made(target, args, newTarget);
        } catch (error) {
          throw withoutUs(error, trap, args, newTarget === proxy);
        }
      };
      handler.construct = trap;
      // A call without `new` needs no trap: the native refuses it.
    }
    // A chain that comes back to it ends at a Proxy, and would not be refused.
    handler.setPrototypeOf = (target: object, prototype) =>
      !leadsTo(prototype, proxy) && setPrototypeOf(target, prototype);
    const proxy: object = new Proxy(native as never, handler);
    natives.set(proxy, native);
    // Firefox lists a function's `length` and `name` in the order in which they were first asked for.
    ownKeys(native);
    return proxy;
  }

  function replace(
    object: object,
    name: string,
    field: "value" | "get",
    put: (native: object) => object,
  ): void {
    const holder = holderOf(object, name);
    const descriptor = holder === null ? undefined : getOwnPropertyDescriptor(holder, name);
    const native: unknown = descriptor?.[field];
    if (descriptor === undefined || typeof native !== "function") return;
    const changed: PropertyDescriptor & { __proto__: null } = {
      __proto__: null,
      ...descriptor,
      [field]: put(native),
    };
    if (!defineProperty(holder as object, name, changed)) refused(name);
  }

  const instruments: Instruments = {
    constructor(holder, name, made) {
      replace(holder, name, "value", (native) => {
        const observed = disguise(native, null, made);
        const { prototype } = native as { prototype?: object };
        if (prototype !== undefined && getOwnPropertyDescriptor(prototype, "constructor")?.value === native) {
          replace(prototype, "constructor", "value", () => observed);
        }
        return observed;
      });
    },
    method: (holder, name, called) =>
      replace(holder, name, "value", (native) => disguise(native, called, null)),
    getter: (holder, name, read) => replace(holder, name, "get", (native) => disguise(native, read, null)),
  };
  const tellText: Apply = (textOf, self, args) => {
    const native = typeof self === "function" ? natives.get(self) : undefined;
    return apply(textOf, native ?? self, args);
  };
  // It has a frame of its own in V8's stacks, as the browser's functions have not: there is something to read.
  replace(window.Function.prototype, "toString", "value", (native) => disguise(native, tellText, null, true));
  frames.install(instruments);
  return instruments;
}
