import type { Guard } from "./guard.ts";
import type { Natives } from "./natives.ts";

/**
 * Puts a Proxy in the place of a global constructor. Instances are the native ones, with the prototype, statics and
 * `new.target` that the page expects; a call without `new`, bad arguments and their errors are the native's own.
 */
export function instrumentConstructor(
  window: Window & typeof globalThis,
  name: "WebSocket" | "EventSource",
  natives: Natives,
  guard: Guard,
  created: (instance: object, args: readonly unknown[]) => void,
): void {
  const descriptor = Object.getOwnPropertyDescriptor(window, name);
  const native = descriptor?.value as (new (...args: unknown[]) => object) | undefined;
  if (descriptor === undefined || typeof native !== "function") return;
  const observed = new Proxy(native, {
    construct(target, args, newTarget) {
      const instance: object = natives.construct(target, args, newTarget);
      guard(() => created(instance, args));
      return instance;
    },
  });
  Object.defineProperty(window, name, { ...descriptor, value: observed });
  const own = Object.getOwnPropertyDescriptor(native.prototype, "constructor");
  if (own?.configurable) Object.defineProperty(native.prototype, "constructor", { ...own, value: observed });
}

/** Puts a Proxy in the place of a method, which `apply` calls or not; the descriptor stays as it was. */
export function instrumentMethod(
  prototype: object,
  name: string,
  apply: (method: (...args: never[]) => unknown, self: unknown, args: unknown[]) => unknown,
): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (descriptor === undefined || typeof descriptor.value !== "function") return;
  Object.defineProperty(prototype, name, { ...descriptor, value: new Proxy(descriptor.value, { apply }) });
}
