/**
 * Replaces every function and accessor that a page can reach by one that counts, or that throws where `throwing`, and puts
 * them back. A classic script, so that it can be a page's first.
 */
(() => {
  function reachable() {
    const found = new Map();
    const add = (object, path) => {
      if (
        object === null ||
        (typeof object !== "object" && typeof object !== "function") ||
        found.has(object)
      )
        return;
      found.set(object, path);
      add(Object.getPrototypeOf(object), `${path}.[[Prototype]]`);
    };
    // What many inherit is called by its own name, and all in an order that does not hang on what was used before.
    const first = ["Object", "Function", "EventTarget", "Event", "Promise", "Error", "DOMException"];
    for (const name of new Set([...first, ...Object.getOwnPropertyNames(window).sort()])) {
      // Legacy aliases and getters with side effects are of no interest.
      const { value } = Object.getOwnPropertyDescriptor(window, name);
      if (typeof value === "function") {
        add(value, name);
        add(value.prototype, `${name}.prototype`);
      }
    }
    for (const name of ["JSON", "Reflect", "Math", "Atomics", "Intl", "WebAssembly", "console", "CSS"])
      add(window[name], name);
    for (const [name, it] of [
      ["performance", performance],
      ["crypto", crypto],
      ["location", location],
      ["document", document],
      ["scheduler", window.scheduler],
    ]) {
      if (it) add(it, name);
    }
    add(Object.getPrototypeOf([][Symbol.iterator]()), "ArrayIterator");
    add(Object.getPrototypeOf(new Map()[Symbol.iterator]()), "MapIterator");
    add(Object.getPrototypeOf(new Set()[Symbol.iterator]()), "SetIterator");
    add(Object.getPrototypeOf(""[Symbol.iterator]()), "StringIterator");
    add(
      Object.getPrototypeOf(function* generate() {}),
      "GeneratorFunction",
    );
    add(
      Object.getPrototypeOf(async () => {}),
      "AsyncFunction",
    );
    found.delete(window);
    return found;
  }

  /** Fields that are read of options, descriptors, handlers and promises, and that no native object has. */
  const PLANTED = [
    "then",
    "get",
    "set",
    "value",
    "writable",
    "enumerable",
    "configurable",
    "apply",
    "construct",
    "has",
    "ownKeys",
    "deleteProperty",
    "defineProperty",
    "getPrototypeOf",
    "getOwnPropertyDescriptor",
    "detail",
    "cancelable",
    "bubbles",
    "composed",
    "relatedTarget",
    "signal",
    "once",
    "passive",
    "capture",
    "delay",
    "priority",
    "transfer",
    "toJSON",
    "kind",
    "type",
    "connection",
    "payload",
    "record",
    "eventName",
    "eventId",
    "next",
    "first",
    "last",
    "0",
    "1",
    "2",
    "7",
    "withCredentials",
    "stack",
    "handleEvent",
  ];

  /** Between `begin` and `end` each call is counted by its name; `end` answers the counts and puts all back. */
  globalThis.countCalls = (throwing) => {
    const counts = new Map();
    const undo = [];
    const { apply, construct, defineProperty, deleteProperty } = Reflect;
    const mapGet = Map.prototype.get;
    const mapSet = Map.prototype.set;
    const mine = new Set();
    let on = false;
    const count = (path) => {
      if (!on) return;
      apply(mapSet, counts, [path, (apply(mapGet, counts, [path]) ?? 0) + 1]);
    };
    // What the session itself needs must work; it is counted, too.
    const needed =
      /WebSocket|EventSource|EventTarget|MessageEvent|CloseEvent|Promise|^Event\.|ArrayBuffer|Function.prototype.Symbol.hasInstance/;
    const wrap = (native, path, fails) => {
      function wrapped(...args) {
        count(path);
        if (fails && on) throw new RangeError(`the page's ${path}`);
        return new.target === undefined
          ? apply(native, this, args)
          : construct(native, args, new.target === wrapped ? native : new.target);
      }
      defineProperty(wrapped, "prototype", { value: native.prototype, writable: true });
      mine.add(wrapped);
      return wrapped;
    };
    const places = [...reachable()];
    for (const [object, path] of places) {
      for (const key of Reflect.ownKeys(object)) {
        if (
          key === "caller" ||
          key === "callee" ||
          key === "arguments" ||
          key === "prototype" ||
          key === "__proto__"
        )
          continue;
        const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
        if (!descriptor?.configurable) continue;
        const name = `${path}.${String(key)}`;
        const changed = { ...descriptor };
        const fails = throwing && !needed.test(name);
        if (typeof descriptor.value === "function" && !mine.has(descriptor.value))
          changed.value = wrap(descriptor.value, name, fails);
        if (descriptor.get) changed.get = wrap(descriptor.get, `get ${name}`, fails);
        if (descriptor.set) changed.set = wrap(descriptor.set, `set ${name}`, fails);
        if (defineProperty(object, key, changed)) undo.push([object, key, descriptor]);
      }
    }
    for (const key of PLANTED) {
      const name = `Object.prototype.${key}`;
      const accessor = {
        configurable: true,
        get() {
          count(`get planted ${name}`);
          return undefined;
        },
        set(value) {
          count(`set planted ${name}`);
          defineProperty(this, key, {
            __proto__: null,
            value,
            writable: true,
            enumerable: true,
            configurable: true,
          });
        },
      };
      if (!(key in {})) {
        defineProperty(Object.prototype, key, Object.assign(Object.create(null), accessor));
        undo.push([Object.prototype, key, null]);
      }
    }
    return {
      begin() {
        on = true;
      },
      end() {
        on = false;
        for (let index = undo.length - 1; index >= 0; index -= 1) {
          const [object, key, descriptor] = undo[index];
          if (descriptor === null) deleteProperty(object, key);
          else defineProperty(object, key, descriptor);
        }
        return Object.fromEntries([...counts].sort());
      },
    };
  };
})();
