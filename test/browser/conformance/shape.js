import {
  attempt,
  cases,
  describe,
  describeProperties,
  describeProperty,
  next,
  openSocket,
  origin,
  socketUrl,
} from "./describe.js";

cases["the constructors, their statics and prototypes"] = () => {
  const shapes = {};
  const names = ["WebSocket", "EventSource", "EventTarget", "Function", "Error", "DOMException", "Response"];
  names.push("ReadableStream", "ReadableStreamDefaultReader", "ReadableStreamBYOBReader", "XMLHttpRequest");
  names.push("Worker", "SharedWorker", "Blob", "URL");
  for (const name of names) {
    const native = globalThis[name];
    shapes[name] = {
      global: describeProperty(globalThis, name),
      own: describeProperties(native),
      prototype: describeProperties(native.prototype),
      same: native.prototype.constructor === native,
      parent: Object.getPrototypeOf(native) === EventTarget,
    };
  }
  return shapes;
};

cases["the text of functions"] = () => {
  const textOf = Function.prototype.toString;
  const close = WebSocket.prototype.close;
  return {
    itself: [textOf.call(textOf), textOf.toString(), describe(textOf)],
    bad: [{}, null, undefined, 1, "a", Object.create(close), Symbol.iterator].map((it) =>
      attempt(() => textOf.call(it)),
    ),
    bound: textOf.call(WebSocket.bind(null)),
    proxied: textOf.call(new Proxy(WebSocket, {})),
    own: textOf.call(() => 7),
    constructed: attempt(() => new textOf()),
    extended: attempt(() => class extends close {}),
    caller: attempt(() => textOf.caller),
    json: JSON.stringify({ WebSocket }),
    keys: Object.keys(WebSocket),
    names: Object.getOwnPropertyNames(WebSocket),
  };
};

cases["what instances are"] = () => {
  const socket = new WebSocket(socketUrl);
  const source = new EventSource(`${origin}/events`);
  const seen = [socket, source].map((it) => ({
    own: Reflect.ownKeys(it),
    chain: (function chain(object) {
      return object === null
        ? []
        : [object[Symbol.toStringTag] ?? "", ...chain(Object.getPrototypeOf(object))];
    })(it),
    instance: [it instanceof WebSocket, it instanceof EventSource, it instanceof EventTarget],
    constructor: [it.constructor === WebSocket, it.constructor === EventSource],
    text: String(it),
    names: (() => {
      const names = [];
      for (const name in it) names.push(name);
      return names;
    })(),
    extensible: Object.isExtensible(it),
    clone: attempt(() => structuredClone(it)),
  }));
  socket.close();
  source.close();
  return seen;
};

cases["everything that can be enumerated from window"] = () => {
  const found = {
    // Firefox lists them in the order in which they were first used.
    window: Reflect.ownKeys(window).map(String).sort(),
    document: Reflect.ownKeys(document).map(String),
  };
  for (const name of Object.getOwnPropertyNames(window)) {
    const value = Reflect.getOwnPropertyDescriptor(window, name)?.value;
    if (typeof value !== "function") continue;
    found[name] = [Reflect.ownKeys(value).map(String), Reflect.ownKeys(value.prototype ?? {}).map(String)];
  }
  found.listeners = Reflect.ownKeys(window).filter((key) => window[key] && /^on/.test(String(key)));
  return found;
};

cases["numbers that the platform gives out"] = async () => {
  const first = setTimeout(() => {});
  const socket = await openSocket();
  for (let count = 0; count < 5; count += 1) {
    socket.send("x");
    await next(socket, "message");
  }
  // As long as the hook may gather.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const last = setTimeout(() => {});
  return { first, between: last - first, frame: requestAnimationFrame(() => {}) };
};
