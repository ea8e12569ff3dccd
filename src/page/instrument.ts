import {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  holderOf,
  isObject,
  setPrototypeOf,
  WeakMaps,
  weakGet,
  weakSet,
} from "../core/wire/intrinsics.ts";
import type { Guard } from "./guard.ts";
import type { FrameHider, Trap } from "./hide-frames.ts";
import { nothing } from "./natives.ts";

type Apply = (native: (...args: never[]) => unknown, self: unknown, args: unknown[], trap: Trap) => unknown;
/** The parts of a property that calls go through, and `new`. */
type Way = "value" | "get" | "construct";

/** Runs before a native, and may answer what runs after it, with what the native gave. Both run in a guard. */
export type Watch<Self, Args = unknown[], Given = object> = (
  self: Self,
  args: Args,
) => ((given: Given) => void) | undefined;

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
  /** A constructor, given its arguments and what it made; an interface's `prototype.constructor` goes with it. */
  constructed: (holder: object, name: string, watch: Watch<readonly unknown[], unknown>) => void;
  /** A method or function: watched, */
  watch: <Given = object>(holder: object, name: string, watch: Watch<object, unknown[], Given>) => void;
  /** or called by us, or not. */
  called: (holder: object, name: string, called: Apply) => void;
  /** Of a call that will be refused by a promise: what is to be done with its error, if anything. */
  refusal: (trap: Trap) => ((error: unknown) => void) | "" | undefined;
  /** The getter of an accessor; `args` are empty. */
  getter: (holder: object, name: string, read: Apply) => void;
  /**
   * Instruments for what there is nothing to see of yet: until they are woken, the engine calls the natives itself, and
   * nothing of ours is on the stack.
   */
  later: () => Instruments;
  wake: () => void;
}

/** An iterator's methods are replaced when there is one. */
const Proxies = Proxy;

/** Prototypes of a chain that are looked at: one of the page's Proxies can go on without end. */
const MAX_CHAIN = 1000;

/** Whether a prototype chain has this object in it. */
function leadsTo(prototype: object | null, object: object): boolean {
  try {
    let it = prototype;
    for (let left = MAX_CHAIN; it !== null && left > 0; left -= 1) {
      if (it === object) return true;
      it = getPrototypeOf(it);
    }
  } catch {
    // One of the page's Proxies.
  }
  return false;
}

/** Whether none of them can run code of the page when it is made a string or a number. */
function arePrimitive(args: readonly unknown[]): boolean {
  for (let index = 0; index < args.length; index += 1) {
    if (isObject(args[index])) return false;
  }
  return true;
}

/** Creates a window's instruments, and hides them in `Function.prototype.toString`. */
export function createInstruments(
  window: Window & typeof globalThis,
  frames: FrameHider,
  guard: Guard,
  refused: (name: string) => void,
): Instruments {
  const natives = new WeakMaps<object, object>();
  const { isError } = window.Error as { isError?: (it: unknown) => boolean };
  /** It has a frame of its own in V8's stacks, as the browser's functions have not: there is something to read. */
  const builtIn: unknown = window.Function.prototype.toString;

  /** Only an error's fields can be read without running code of the page, which may throw a Proxy. */
  function withoutUs(error: unknown, trap: Trap | string, args: readonly unknown[], plain: boolean): unknown {
    try {
      return isError?.(error) ? frames.hide(error as object, trap, plain && arePrimitive(args)) : error;
    } catch {
      return error;
    }
  }

  /** `call` is Reflect's, of a method or a constructor: both take the native and two more. */
  const watching =
    (call: (native: never, self: never, args: never) => unknown, watch: Watch<never, never, never>): Apply =>
    (native, self, args) => {
      let after: ((given: never) => void) | undefined;
      try {
        after = watch(self as never, args as never);
      } catch (error) {
        guard.caught(error);
      }
      const given = call(native as never, self as never, args as never);
      if (!after) return given;
      try {
        after(given as never);
      } catch (error) {
        try {
          guard.caught(error);
        } catch {
          // The page has left no stack for that. It is done, and must not be told that it was not.
        }
      }
      return given;
    };

  function instrumentsFor(asleep: boolean): Instruments {
    let start = nothing;

    function replace(object: object, name: string, way: Way, called: Apply): void {
      const isNew = way === "construct";
      const field = way === "get" ? way : "value";
      const holder = holderOf(object, name);
      const descriptor = holder && getOwnPropertyDescriptor(holder, name);
      const native: unknown = descriptor?.[field];
      if (typeof native !== "function") return;
      // Of a constructor `self` are its arguments, and `args` is `new.target`.
      const trap = (target: never, self: unknown, args: unknown[]): unknown => {
        try {
          return called(target, self, args, trap);
        } catch (error) {
          throw isNew
            ? withoutUs(error, trap, self as unknown[], (args as unknown) === proxy)
            : withoutUs(error, trap, args, native !== builtIn);
        }
      };
      /** Without a prototype: a page could put a trap there. */
      const handler = {
        __proto__: null as never,
        // A chain that comes back to it ends at a Proxy, and would not be refused.
        setPrototypeOf: (target: object, prototype: object | null) =>
          !leadsTo(prototype, proxy) && setPrototypeOf(target, prototype),
      } as ProxyHandler<object>;
      const proxy: object = new Proxies(native, handler);
      const before = start;
      const begin = () => {
        // A call without `new` needs no trap: the native refuses it.
        handler[isNew ? way : "apply"] = trap as never;
      };
      if (asleep)
        start = () => {
          before();
          begin();
        };
      else begin();
      weakSet(natives, proxy, native);
      const put = (at: object, key: string, shape: PropertyDescriptor | null | undefined) => {
        const changed: PropertyDescriptor & { __proto__: null } = {
          __proto__: null,
          ...shape,
          [field]: proxy,
        };
        if (!defineProperty(at, key, changed)) refused(name);
      };
      put(holder as object, name, descriptor);
      const { prototype } = native as { prototype?: object };
      const shape = isNew && prototype ? getOwnPropertyDescriptor(prototype, "constructor") : undefined;
      if (shape?.value === native) put(prototype as object, "constructor", shape);
    }

    return {
      constructed: (holder, name, watch) =>
        replace(holder, name, "construct", watching(construct, watch as Watch<never, never, never>)),
      watch: (holder, name, watch) =>
        replace(holder, name, "value", watching(apply, watch as Watch<never, never, never>)),
      called: (holder, name, called) => replace(holder, name, "value", called),
      refusal(trap) {
        const below = frames.below?.(trap);
        return below && ((error) => void withoutUs(error, below, [], false));
      },
      getter: (holder, name, read) => replace(holder, name, "get", read),
      later: () => instrumentsFor(true),
      wake: () => start(),
    };
  }

  const instruments = instrumentsFor(false);
  instruments.called(window.Function.prototype, "toString", (textOf, self, args) => {
    return apply(textOf, weakGet(natives, self) ?? self, args);
  });
  frames.install(instruments);
  return instruments;
}
