cases["the constructors, their statics and prototypes"] = () => {
  const shapes = {};
  for (const name of ["WebSocket", "EventSource", "EventTarget", "Function", "Error", "DOMException"]) {
    const constructor = globalThis[name];
    shapes[name] = {
      global: describeProperty(globalThis, name),
      own: describeProperties(constructor),
      prototype: describeProperties(constructor.prototype),
      same: constructor.prototype.constructor === constructor,
      parent: Object.getPrototypeOf(constructor) === EventTarget,
    };
  }
  return shapes;
};

cases["the text of functions"] = () => {
  const { toString } = Function.prototype;
  const close = WebSocket.prototype.close;
  return {
    itself: [toString.call(toString), toString.toString(), describe(toString)],
    bad: [{}, null, undefined, 1, "a", Object.create(close), Symbol.iterator].map((it) =>
      attempt(() => toString.call(it)),
    ),
    bound: toString.call(WebSocket.bind(null)),
    proxied: toString.call(new Proxy(WebSocket, {})),
    own: toString.call(() => 7),
    constructed: attempt(() => new toString()),
    extended: attempt(() => class extends close {}),
    caller: attempt(() => toString.caller),
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
    window: Reflect.ownKeys(window).map(String),
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
