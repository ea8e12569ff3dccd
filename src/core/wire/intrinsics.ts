/**
 * ECMAScript's functions as they are when this file is loaded, which in a page is before its first script. What runs in
 * pages uses these, and looks nothing up that a page can replace: no method of an array, string, map or typed array,
 * no iteration (`for…of`, spread, array patterns), no index of an array that is not its own, no `instanceof`, no field
 * that an object might lack. An object that the platform reads fields of has no prototype (`__proto__: null`).
 */
export const { apply, construct, deleteProperty } = Reflect;
export const getPrototypeOf: (object: object) => object | null = Reflect.getPrototypeOf;
export const getOwnPropertyDescriptor: (object: object, name: PropertyKey) => PropertyDescriptor | undefined =
  Reflect.getOwnPropertyDescriptor;
/** Answers whether it could be done. */
export const setPrototypeOf: (object: object, prototype: object | null) => boolean = Reflect.setPrototypeOf;
/** Answers whether it could be done. */
export const defineProperty: (
  object: object,
  name: PropertyKey,
  descriptor: PropertyDescriptor & { __proto__: null },
) => boolean = Reflect.defineProperty;
export const { hasOwn } = Object;
const Objects = Object;
/** Whether it is an object, a function too. (`typeof` says of `document.all` that it is not.) */
export const isObject = (it: unknown): it is object => Objects(it) === it;
export const { isArray } = Array;
export const { stringify } = JSON;
export const { min } = Math;
// One by one: where a script does not use them, nothing is left of them.
export const keys = Object.keys;
export const parse = JSON.parse;
export const max = Math.max;
export const { isView } = ArrayBuffer;
export const Bytes = Uint8Array;
export const Numbers = Float64Array;

const { bind, call } = Function.prototype;

/** A method as a function whose first argument is its `this`; calling it looks nothing up. */
export function uncurry<Self, Args extends unknown[], Result>(
  method: (this: Self, ...args: Args) => Result,
): (self: Self, ...args: Args) => Result {
  return apply(bind, call, [method]);
}

/** Which object of a prototype chain has the property: another library may have put a subclass in a native's place. */
export function holderOf(object: object | undefined, name: PropertyKey): object | null {
  let holder: object | null = object ?? null;
  while (holder !== null && !hasOwn(holder, name)) holder = getPrototypeOf(holder);
  return holder;
}

/** The getter that a prototype has for a name, as a function of the object; undefined where it has none. */
export function uncurryGetter<Value>(
  prototype: object | undefined,
  name: PropertyKey,
): ((object: unknown) => Value) | undefined {
  const holder = holderOf(prototype, name);
  const get = holder === null ? undefined : getOwnPropertyDescriptor(holder, name)?.get;
  return get && (uncurry(get) as (object: unknown) => Value);
}

/** `array.push(value)`, past any setter on `Array.prototype`; for what is rare (it costs about a microsecond). */
export function append<Value>(array: Value[], value: Value): void {
  defineProperty(array, array.length, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** `array.set(source, offset)`. */
export const setElements = uncurry(
  Uint8Array.prototype.set as (this: ArrayLike<number>, source: ArrayLike<number>, offset?: number) => void,
);
const typedArray = getPrototypeOf(Uint8Array.prototype) ?? {};
/** What a typed array shows; its own `length` and `buffer` could be the page's. */
export const byteLengthOf = uncurryGetter(typedArray, "byteLength") as (array: ArrayBufferView) => number;
export const byteOffsetOf = uncurryGetter(typedArray, "byteOffset") as (array: ArrayBufferView) => number;
export const bufferOf = uncurryGetter(typedArray, "buffer") as <B extends ArrayBufferLike>(
  array: ArrayBufferView<B>,
) => B;
/** A view of a part, as `subarray` makes it, which would ask the page's `constructor`. */
export function partOf(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): Uint8Array<ArrayBuffer> {
  return new Bytes(bufferOf(bytes), byteOffsetOf(bytes) + start, end - start);
}

/** What kind of typed array it is, by its own slot, as in "Uint8Array"; undefined of anything else. */
export const tagOf = uncurryGetter<string | undefined>(typedArray, Symbol.toStringTag) as (
  it: unknown,
) => string | undefined;
/** By its name, so that nothing is left of what a script does not use. */
function ofText<Args extends unknown[], Result>(
  name: Exclude<keyof string, number>,
): (text: string, ...args: Args) => Result {
  return uncurry(String.prototype[name] as unknown as (this: string, ...args: Args) => Result);
}

/** `text.charCodeAt(index)`. */
export const charCodeAt = /* @__PURE__ */ ofText<[index: number], number>("charCodeAt");
/** `text.indexOf(part, from)`. */
export const indexOf = /* @__PURE__ */ ofText<[part: string, from?: number], number>("indexOf");
/** `text.lastIndexOf(part, from)`. */
export const lastIndexOf = /* @__PURE__ */ ofText<[part: string, from?: number], number>("lastIndexOf");
/** `text.slice(start, end)`: every script uses it. */
export const sliceText = uncurry(
  String.prototype.slice as (this: string, start: number, end?: number) => string,
);
/** `text.toLowerCase()`, `text.trim()`. */
export const toLowerCase = /* @__PURE__ */ ofText<[], string>("toLowerCase");
export const trim = /* @__PURE__ */ ofText<[], string>("trim");

export const WeakMaps = WeakMap;
const { prototype: weakMap } = WeakMap;
/** `map.get(key)`, of any key. */
export const weakGet = uncurry(weakMap.get) as <Value>(
  map: WeakMap<object, Value>,
  key: unknown,
) => Value | undefined;
/** `map.set(key, value)`. */
export const weakSet = uncurry(weakMap.set) as <Value>(
  map: WeakMap<object, Value>,
  key: object,
  value: Value,
) => unknown;
/** `map.delete(key)`. */
export const weakDelete = uncurry(weakMap.delete) as (map: WeakMap<object, unknown>, key: object) => boolean;

/** Collections whose methods are their own class', which no page can reach. They are made empty. */
export const SafeMap = /* @__PURE__ */ withOwnMethods(Map);
export const SafeSet = /* @__PURE__ */ withOwnMethods(Set);

function withOwnMethods<Native extends new () => object>(native: Native): Native {
  // The constructor that is implied would let arguments through.
  const own = class extends (native as new () => object) {
    // biome-ignore lint/complexity/noUselessConstructor: see above
    constructor() {
      super();
    }
  };
  const names = Reflect.ownKeys(native.prototype);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as PropertyKey;
    const descriptor = getOwnPropertyDescriptor(native.prototype, name);
    if (name !== "constructor" && descriptor !== undefined) {
      defineProperty(own.prototype, name, { __proto__: null, ...descriptor });
    }
  }
  Object.setPrototypeOf(own.prototype, null);
  return own as unknown as Native;
}
