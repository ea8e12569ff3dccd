import { attempt, cases, describeProperty, next, openSocket, origin, socketUrl } from "./describe.js";

cases["subclasses and odd new targets"] = async () => {
  class Own extends WebSocket {
    #secret = 7;
    field = new.target === undefined;
    constructor(...rest) {
      super(...rest);
      this.target = new.target === Own;
    }
    send(data) {
      super.send(`own ${data}`);
    }
    get secret() {
      return this.#secret;
    }
    static create() {
      return new this(socketUrl);
    }
  }
  const socket = Own.create();
  await next(socket, "open");
  socket.send("x");
  const { data } = await next(socket, "message");
  function Old() {}
  Old.prototype = Object.create(WebSocket.prototype);
  const odd = Reflect.construct(WebSocket, [socketUrl], Old);
  const bound = new (WebSocket.bind(null, socketUrl))();
  const bare = Reflect.construct(
    WebSocket,
    [socketUrl],
    Object.assign(function Bare() {}, { prototype: null }),
  );
  const targets = [];
  const spy = new Proxy(WebSocket, {
    get(target, key, receiver) {
      targets.push(String(key));
      return Reflect.get(target, key, receiver);
    },
    construct: (target, args, newTarget) => Reflect.construct(target, args, newTarget),
  });
  const spied = new spy(socketUrl);
  return {
    data,
    own: Reflect.ownKeys(socket),
    values: [socket.field, socket.target, socket.secret, socket instanceof Own, socket.constructor === Own],
    odd: [odd instanceof Old, odd.constructor === WebSocket, odd.readyState],
    bound: [bound instanceof WebSocket, Object.getPrototypeOf(bound) === WebSocket.prototype],
    bare: Object.getPrototypeOf(bare) === WebSocket.prototype,
    spied: [spied.readyState, targets],
    parent: Object.getPrototypeOf(Own) === WebSocket,
  };
};

cases["listeners: once, signal, objects, duplicates, removal, order"] = async () => {
  const socket = await openSocket();
  const order = [];
  const say = (what) => () => order.push(what);
  const twice = say("twice");
  const removed = say("removed");
  const aborter = new AbortController();
  socket.addEventListener("message", say("first"));
  socket.onmessage = say("on, replaced");
  socket.addEventListener("message", twice);
  socket.addEventListener("message", twice);
  socket.addEventListener("message", twice, true);
  socket.addEventListener("message", removed);
  socket.removeEventListener("message", removed);
  socket.addEventListener("message", say("once"), { once: true });
  socket.addEventListener("message", say("aborted before"), { signal: AbortSignal.abort() });
  socket.addEventListener("message", say("until aborted"), { signal: aborter.signal });
  socket.addEventListener("message", { handleEvent: say("object") });
  const late = { handleEvent: null };
  socket.addEventListener("message", late);
  late.handleEvent = function handle() {
    order.push(["late object", this === late]);
  };
  socket.addEventListener("message", null);
  socket.onmessage = say("on");
  const events = [];
  socket.addEventListener("message", function last(event) {
    const keys = Reflect.ownKeys(event);
    events.push([
      keys,
      event.isTrusted,
      event.target === socket,
      event.currentTarget === socket,
      event.srcElement === socket,
      event.eventPhase,
      event.composedPath().length,
      event.bubbles,
      event.cancelable,
      event.defaultPrevented,
      event.origin,
      event.source,
      event.ports.length,
      event.lastEventId,
      event.data,
      this === socket,
      event.composed,
      event.returnValue,
      event.cancelBubble,
      String(event),
      event.constructor === MessageEvent,
    ]);
  });
  for (const text of ["a", "b", "c"]) {
    const heard = next(socket, "message");
    socket.send(text);
    await heard;
    order.push("-");
    if (text === "b") aborter.abort();
  }
  socket.addEventListener("close", (event) => {
    events.push([Reflect.ownKeys(event), event.code, event.reason, event.wasClean, event.isTrusted]);
  });
  socket.addEventListener("message", (event) => event.stopImmediatePropagation(), true);
  socket.dispatchEvent(new MessageEvent("message", { data: "made up" }));
  socket.close(3001, "bye");
  await next(socket, "close");
  return { order, events, handler: String(socket.onmessage), null: socket.onclose };
};

cases["states, buffered bytes and binary types"] = async () => {
  const steps = [];
  const note = (what, it) =>
    steps.push([what, it.readyState, it.bufferedAmount, it.binaryType, it.protocol, it.extensions, it.url]);
  const socket = new WebSocket(`${socketUrl}?q#`.replace("#", ""), ["v2", "v1"]);
  note("created", socket);
  await new Promise((resolve) => {
    socket.onopen = () => {
      note("open", socket);
      resolve();
    };
  });
  socket.binaryType = "nonsense";
  note("nonsense", socket);
  const kinds = [];
  for (const type of ["blob", "arraybuffer", "blob"]) {
    socket.binaryType = type;
    const heard = next(socket, "message");
    socket.send(Uint8Array.of(1, 2, 3));
    note("sent", socket);
    const { data } = await heard;
    kinds.push([Object.prototype.toString.call(data), data.size ?? data.byteLength, data instanceof Blob]);
  }
  const results = [
    "text",
    new Blob(["b"]),
    new ArrayBuffer(2),
    new DataView(new ArrayBuffer(3)),
    7,
    null,
    undefined,
    { toString: () => "own" },
    [1, 2],
  ].map((data) => socket.send(data));
  socket.close();
  note("closing", socket);
  socket.send("discarded");
  socket.send(new ArrayBuffer(100));
  note("discarded", socket);
  await next(socket, "close");
  note("closed", socket);
  socket.close();
  const early = new WebSocket(`${origin.replace("http", "ws")}/unanswered`);
  const order = [];
  for (const type of ["open", "error", "close"])
    early.addEventListener(type, (event) => order.push([type, early.readyState, event.code, event.wasClean]));
  early.close();
  order.push(early.readyState);
  await next(early, "close");
  const refused = new WebSocket(`${origin.replace("http", "ws")}/refused`);
  const told = [];
  for (const type of ["open", "error", "close"])
    refused.addEventListener(type, (event) =>
      told.push([type, refused.readyState, event.code, event.reason, event.wasClean]),
    );
  await next(refused, "close");
  return { steps, kinds, results, order, told };
};

cases["how often the page's code is run for an argument"] = async () => {
  const calls = [];
  const counting = (name, text) => ({
    toString: () => void calls.push(name) ?? text,
    valueOf: () => void calls.push(`${name} valueOf`) ?? text,
  });
  const protocols = new Proxy(["v1"], {
    get(target, key) {
      calls.push(`protocols ${String(key)}`);
      return target[key];
    },
  });
  const socket = new WebSocket(counting("url", socketUrl), {
    *[Symbol.iterator]() {
      calls.push("iterate");
      yield counting("protocol", "v1");
    },
  });
  await next(socket, "open");
  const heard = next(socket, "message");
  socket.send(counting("data", "text"));
  const { data } = await heard;
  socket.addEventListener(counting("type", "x"), null, {
    get capture() {
      calls.push("capture");
      return false;
    },
    get once() {
      calls.push("once");
      return false;
    },
  });
  socket.close(counting("code", "3000"), counting("reason", "why"));
  const { code, reason } = await next(socket, "close");
  void protocols;
  return { calls, data, code, reason, protocol: socket.protocol };
};

cases["a library that patches after the browser"] = async () => {
  const calls = [];
  const Native = WebSocket;
  const nativeSend = Native.prototype.send;
  Native.prototype.send = function send(data) {
    calls.push(["send", data]);
    return nativeSend.call(this, data);
  };
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function patched(type, ...rest) {
    calls.push(["listen", type, this === socket]);
    return addEventListener.call(this, type, ...rest);
  };
  let socket;
  window.WebSocket = function Wrapped(...args) {
    calls.push(["new", ...args]);
    return new Native(...args);
  };
  window.WebSocket.prototype = Native.prototype;
  Object.assign(window.WebSocket, { OPEN: Native.OPEN });
  socket = new WebSocket(socketUrl);
  await next(socket, "open");
  const heard = next(socket, "message");
  socket.send("x");
  await heard;
  const property = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data");
  let reads = 0;
  Object.defineProperty(MessageEvent.prototype, "data", {
    ...property,
    get() {
      reads += 1;
      return property.get.call(this);
    },
  });
  const again = next(socket, "message");
  socket.send("y");
  const event = await again;
  return { calls, reads, data: event.data, after: reads, instance: socket instanceof WebSocket };
};

cases["natives of a fresh frame"] = async () => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const { WebSocket: Foreign, EventTarget: ForeignTarget, Function: ForeignFunction } = frame.contentWindow;
  const textOf = ForeignFunction.prototype.toString;
  const socket = await openSocket(Foreign);
  Foreign.prototype.send.call(socket, "a");
  const first = (await next(socket, "message")).data;
  const own = await openSocket();
  const answers = [];
  for (const send of [Foreign.prototype.send, WebSocket.prototype.send]) {
    for (const it of [socket, own]) {
      const heard = next(it, "message");
      answers.push(attempt(() => send.call(it, "b")));
      answers.push((await heard).data);
    }
  }
  ForeignTarget.prototype.addEventListener.call(own, "close", () => answers.push("closed"));
  own.close();
  await next(own, "close");
  const texts = [textOf.call(Foreign), textOf.call(Foreign.prototype.send), textOf.call(textOf)];
  const bad = attempt(() => new Foreign("bad:address"));
  frame.remove();
  return { first, answers, texts, bad, after: attempt(() => textOf.call(Foreign)) };
};

cases["text of one frame's functions by another's toString"] = () => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const textOf = frame.contentWindow.Function.prototype.toString;
  const texts = [WebSocket, WebSocket.prototype.send, Function.prototype.toString].map((it) =>
    textOf.call(it),
  );
  texts.push(Function.prototype.toString.call(frame.contentWindow.WebSocket));
  return texts;
};

cases["a page that freezes and deletes"] = async () => {
  const seen = [];
  Object.freeze(WebSocket);
  Object.freeze(WebSocket.prototype);
  Object.freeze(Function.prototype);
  Object.freeze(Array.prototype);
  Object.freeze(Object.prototype);
  Object.defineProperty(window, "WebSocket", { writable: false, configurable: false });
  seen.push(Object.isFrozen(WebSocket), describeProperty(window, "WebSocket"));
  seen.push(
    attempt(() => {
      WebSocket.extra = 1;
    }),
    attempt(() => {
      window.WebSocket = null;
    }),
    attempt(() => delete window.WebSocket),
  );
  const socket = await openSocket();
  const heard = next(socket, "message");
  socket.send("x");
  seen.push((await heard).data);
  seen.push(
    attempt(() => delete window.EventSource),
    typeof EventSource,
  );
  seen.push(
    attempt(() => delete EventTarget.prototype.addEventListener),
    typeof socket.addEventListener,
  );
  seen.push(attempt(() => delete Function.prototype.toString));
  socket.close();
  return seen;
};

cases["a page that deletes, and puts something in its place"] = async () => {
  const Native = WebSocket;
  const seen = [delete window.WebSocket, typeof WebSocket, "WebSocket" in window];
  window.WebSocket = class WebSocket {
    readyState = 7;
  };
  seen.push(describeProperty(window, "WebSocket"), new WebSocket("x").readyState);
  seen.push(delete Native.prototype.send, "send" in Native.prototype);
  const socket = await openSocket(Native);
  seen.push(attempt(() => socket.send("x")));
  seen.push(delete window.EventSource, typeof window.EventSource);
  seen.push(
    delete Function.prototype.toString,
    attempt(() => Native.toString()),
  );
  socket.close();
  return [...seen, socket.constructor === Native];
};

cases["functions of a frame: is each its own, and its parent's alike"] = async () => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const inner = frame.contentWindow;
  const same = ["WebSocket", "EventSource", "EventTarget"].map((it) => window[it] === inner[it]);
  const shapes = ["WebSocket", "EventSource"].map((it) => Reflect.ownKeys(inner[it]).map(String));
  const other = Reflect.construct(WebSocket, [socketUrl], inner.WebSocket);
  const theirs = Reflect.construct(inner.WebSocket, [socketUrl], WebSocket);
  const kinds = [other, theirs].map((it) => [
    it instanceof WebSocket,
    it instanceof inner.WebSocket,
    Object.getPrototypeOf(it) === WebSocket.prototype,
    Object.getPrototypeOf(it) === inner.WebSocket.prototype,
  ]);
  await Promise.all([next(other, "open"), next(theirs, "open")]);
  const errors = [
    attempt(() => new inner.WebSocket("bad:address")),
    attempt(() => inner.WebSocket.prototype.send.call(other)),
    attempt(() => inner.EventTarget.prototype.addEventListener.call({}, "x", null)),
  ].map((it) => [it.name, it.message, it.realm, it.stack]);
  other.close();
  theirs.close();
  const { WebSocket: Gone, EventSource: GoneSource } = inner;
  const gone = await openSocket(Gone);
  frame.remove();
  const detached = [
    attempt(() => gone.send("x")),
    gone.readyState,
    attempt(() => gone.addEventListener("message", () => {})),
    attempt(() => new Gone(socketUrl).readyState),
    attempt(() => new GoneSource(`${origin}/events`).readyState),
    attempt(() => gone.close()),
  ].map((it) => (typeof it === "object" ? [it.value, it.name, it.message] : it));
  return { same, shapes, kinds, errors, detached };
};

cases["sealed and prevented constructors"] = () => {
  Object.preventExtensions(WebSocket);
  const seen = [
    Object.isExtensible(WebSocket),
    attempt(() => {
      Object.setPrototypeOf(WebSocket, null);
    }),
    attempt(() => Reflect.setPrototypeOf(WebSocket, Object)),
  ];
  WebSocket.prototype.constructor = null;
  seen.push(
    new WebSocket(socketUrl).constructor,
    describeProperty(WebSocket, "prototype"),
    attempt(() => Object.defineProperty(WebSocket, "OPEN", { value: 2 })),
  );
  return seen;
};
