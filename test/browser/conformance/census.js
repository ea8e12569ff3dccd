import { cases, describeError, origin, socketUrl } from "./describe.js";

/**
 * The census: every function and accessor that a page can reach is replaced by one that counts, or that throws, before a
 * session. What is counted with and without the extension must be the same.
 */
function reachable() {
  const found = new Map();
  const add = (object, path) => {
    if (object === null || (typeof object !== "object" && typeof object !== "function") || found.has(object))
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

async function session() {
  const answers = [];
  const until = (target, property) =>
    new Promise((resolve) => {
      target[property] = resolve;
    });
  const socket = new WebSocket(`${socketText}`);
  socket.binaryType = "arraybuffer";
  await until(socket, "onopen");
  const said = ["text", "é語🎌", bytes, blob, buffer];
  // Without an iterator: those throw, too.
  for (let index = 0; index < said.length; index += 1) {
    const data = said[index];
    const heard = until(socket, "onmessage");
    socket.send(data);
    const { data: answer } = await heard;
    answers[answers.length] = typeof answer === "string" ? answer : "binary";
  }
  const source = new EventSource(eventsText);
  let name = "";
  const named = new Promise((resolve) => {
    source.addEventListener("price", (event) => {
      name = event.type;
      resolve();
    });
  });
  await until(source, "onopen");
  await named;
  source.close();
  const closed = until(socket, "onclose");
  socket.close(3000, "enough");
  await closed;
  answers[answers.length] = name;
  try {
    new WebSocket("bad:address");
  } catch {
    answers[answers.length] = "refused";
  }
  return answers;
}

const socketText = socketUrl;
const eventsText = `${origin}/events`;
const bytes = Uint8Array.of(1, 2, 3);
const buffer = new ArrayBuffer(5);
const blob = new Blob(["blob"]);

async function census(throwing) {
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
  on = true;
  let answers;
  try {
    answers = await session();
  } catch (error) {
    answers = error;
  }
  // Time for what the hook has gathered to go.
  for (let turn = 0; turn < 20; turn += 1) await rest();
  on = false;
  for (let index = undo.length - 1; index >= 0; index -= 1) {
    const [object, key, descriptor] = undo[index];
    if (descriptor === null) deleteProperty(object, key);
    else defineProperty(object, key, descriptor);
  }
  return {
    answers: answers instanceof Error ? describeError(answers) : answers,
    counts: Object.fromEntries([...counts].sort()),
  };
}

const { setTimeout: nativeTimeout } = window;
/** 20 ms, by a native that was taken before. */
const rest = () => new Promise((resolve) => void nativeTimeout(resolve, 20));

cases["census: every function and accessor counts"] = () => census(false);
cases["census: every function and accessor throws"] = () => census(true);

cases["a page whose WeakMap.prototype.get throws"] = async () => {
  const { get } = WeakMap.prototype;
  WeakMap.prototype.get = () => {
    throw new Error("the page's");
  };
  const answers = await session();
  WeakMap.prototype.get = get;
  return answers;
};
