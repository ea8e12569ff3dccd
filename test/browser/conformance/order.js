import { attempt, cases, next, openSocket, origin, socketUrl } from "./describe.js";

/** What went wrong, without the place of it. */
const told = (run) => {
  const { name, message, value } = attempt(run);
  return name === undefined ? value : [name, message];
};

cases["order: what is asked of an iterator of subprotocols, and where it is left"] = () => {
  const asked = [];
  const ask = (name, value) => {
    asked.push(name);
    return value;
  };
  const answers = (values) => {
    const left = [...values];
    return () =>
      left.length === 0
        ? { done: true }
        : {
            get done() {
              return ask("done", false);
            },
            get value() {
              return ask("value", left.shift());
            },
          };
  };
  const iterable = (...values) => ({
    get [Symbol.iterator]() {
      return ask("iterator", () => ({
        get next() {
          return ask("next", answers(values));
        },
        get return() {
          return ask("return", () => ({}));
        },
      }));
    },
  });
  const text = (it) => ({ toString: () => ask("text", it) });
  const refused = { toString: () => ask("refused", {}).missing.field };
  const given = [iterable("a", text("b")), iterable("a", "a"), iterable("a b"), iterable(refused, "c")];
  given.push(new Set(["s"]), Object.assign(["a"], { length: 2 }), new String("one"), 7, null, {});
  const results = given.map((protocols) => {
    asked.push("|");
    return told(() => {
      const socket = new WebSocket(socketUrl, protocols);
      socket.close();
      return socket.readyState;
    });
  });
  return { asked, results: results.map((it) => (Array.isArray(it) ? it[0] : it)) };
};

cases["order: handlers that change the list they are called from"] = async () => {
  const order = [];
  const socket = await openSocket();
  const late = () => order.push("late");
  const second = () => order.push("second");
  const first = () => {
    order.push("first");
    socket.removeEventListener("message", second);
    socket.addEventListener("message", late);
    socket.onmessage = () => order.push("new handler");
  };
  socket.onmessage = () => order.push("old handler");
  socket.addEventListener("message", first, { once: true });
  socket.addEventListener("message", second);
  for (const text of ["1", "2"]) {
    socket.send(text);
    await next(socket, "message");
    order.push("|");
  }
  socket.close();
  const source = new EventSource(`${origin}/events`);
  source.addEventListener("price", () => {
    order.push("price");
    source.addEventListener("unheard", () => order.push("heard since"));
  });
  await next(source, "last");
  source.close();
  return order;
};

cases["order: what new.target is asked, and what it may be"] = () => {
  const asked = [];
  const target = new Proxy(function Own() {}, {
    get(own, key, receiver) {
      asked.push(String(key));
      return Reflect.get(own, key, receiver);
    },
  });
  const failing = new Proxy(function Own() {}, {
    get() {
      throw new RangeError("the page's own");
    },
  });
  const none = Object.assign(function Own() {}, { prototype: null });
  const made = (Interface, args, newTarget) =>
    told(() => {
      const it = Reflect.construct(Interface, args, newTarget);
      it.close?.();
      return Object.getPrototypeOf(it) === Interface.prototype;
    });
  return {
    answers: [
      [WebSocket, [socketUrl]],
      [EventSource, [`${origin}/events`]],
      [Response, ["x"]],
      [XMLHttpRequest, []],
    ].map(([Interface, args]) => [
      made(Interface, args, target),
      made(Interface, args, failing),
      made(Interface, args, none),
      made(Interface, args, Interface.prototype.close ?? Interface.prototype.text),
    ]),
    bad: [made(WebSocket, ["bad:"], target), made(WebSocket, [], target)],
    asked,
  };
};

cases["order: promises, streams and functions are the same each time"] = async () => {
  const response = await fetch(`${origin}/events`);
  const reader = response.body.getReader();
  const same = (it, name) => new Set([it[name], it[name]]).size === 1;
  const answers = [same(response, "body"), same(response, "headers"), same(reader, "closed")];
  answers.push(Reflect.ownKeys(reader.closed).length);
  answers.push(Object.getPrototypeOf(reader.read()) === Promise.prototype);
  await reader.cancel();
  const text = (await fetch(`${origin}/events`)).text();
  answers.push(Reflect.ownKeys(text).length, Promise.resolve(text) === text, Object.isExtensible(text));
  const branches = (await fetch(`${origin}/events`)).body.tee();
  answers.push(Object.getPrototypeOf(branches) === Array.prototype, Reflect.ownKeys(branches).map(String));
  const transform = new TransformStream();
  answers.push(new Response("x").body.pipeThrough(transform) === transform.readable);
  const set = new WeakSet([WebSocket, WebSocket.prototype.send, Function.prototype.toString]);
  answers.push(set.has(WebSocket.prototype.constructor), set.has(new Image().toString.constructor));
  answers.push(new WeakRef(EventSource).deref() === EventSource);
  await Promise.all([text, ...branches.map((it) => it.cancel())]);
  return answers;
};

cases["order: signals that are combined, and the reasons that readers are told"] = async () => {
  const order = [];
  const reason = { of: "the page" };
  const aborter = new AbortController();
  const signal = AbortSignal.any([aborter.signal]);
  signal.addEventListener("abort", () => order.push("signal"));
  const { readable, writable } = new TransformStream();
  const piping = new Response(readable).body.pipeTo(new WritableStream(), { signal });
  piping.catch((error) => order.push(["pipe", error === reason]));
  const socket = await openSocket();
  const heard = [];
  socket.addEventListener("message", ({ data }) => heard.push(data), { signal });
  socket.send("1");
  await next(socket, "message");
  aborter.abort(reason);
  order.push("abort() is over");
  queueMicrotask(() => order.push("microtask"));
  socket.send("2");
  await next(socket, "message");
  socket.close();
  await writable.abort().catch(() => {});
  return { order, heard };
};
