import { attempt, cases, describeError, next, openSocket, origin, socketUrl } from "./describe.js";

const badSockets = {
  nothing: () => new WebSocket(),
  "an empty address": () => new WebSocket(""),
  "a bad scheme": () => new WebSocket("bad:address"),
  "a bad address": () => new WebSocket("ws://"),
  "a fragment": () => new WebSocket("ws://localhost/#fragment"),
  "a bad protocol": () => new WebSocket(socketUrl, "a b"),
  "a protocol twice": () => new WebSocket(socketUrl, ["a", "a"]),
  "a symbol": () => new WebSocket(Symbol("a")),
  "a protocol that is a symbol": () => new WebSocket(socketUrl, Symbol("a")),
  "an iterator that is none": () => new WebSocket(socketUrl, { [Symbol.iterator]: 1 }),
  "no new": () => WebSocket(socketUrl),
  "no new, by call": () => WebSocket.call({}, socketUrl),
  "an address that throws": () => new WebSocket({ toString: throwFromPage }),
  "an address that is no text": () => new WebSocket({ toString: () => ({}) }),
  "protocols that throw": () =>
    new WebSocket(socketUrl, {
      get [Symbol.iterator]() {
        return throwFromPage();
      },
    }),
  "a prototype that throws": () => Reflect.construct(WebSocket, [socketUrl], throwingTarget()),
  "Reflect.construct with nothing": () => Reflect.construct(WebSocket, []),
  "Reflect.construct with no target": () => Reflect.construct(WebSocket, [socketUrl], {}),
  "a subclass": () =>
    new (class Own extends WebSocket {
      constructor() {
        super("bad:address");
      }
    })(),
};
const badCalls = {
  "send of nothing": (socket) => socket.send(),
  "send while connecting": (socket) => socket.send("x"),
  "send of a symbol": (socket) => socket.send(Symbol("x")),
  "send of what throws": (socket) => socket.send({ toString: throwFromPage }),
  "send on something else": () => WebSocket.prototype.send.call({}, "x"),
  "send on nothing": () => WebSocket.prototype.send.call(undefined, "x"),
  "send as a function": () => {
    const { send } = WebSocket.prototype;
    send("x");
  },
  "close with a bad code": (socket) => socket.close(7),
  "close with a bad code of many": (socket) => socket.close(1001, "x"),
  "close with a long reason": (socket) => socket.close(3000, "x".repeat(124)),
  "close with what throws": (socket) => socket.close({ valueOf: throwFromPage }),
  "close on something else": () => WebSocket.prototype.close.call({}),
  "close as a constructor": () => new WebSocket.prototype.close(),
  "addEventListener with nothing": (socket) => socket.addEventListener(),
  "addEventListener with one": (socket) => socket.addEventListener("x"),
  "addEventListener with a number": (socket) => socket.addEventListener("x", 7),
  "addEventListener with what throws": (socket) => socket.addEventListener({ toString: throwFromPage }, null),
  "addEventListener with a signal that is none": (socket) =>
    socket.addEventListener("x", null, { signal: 1 }),
  "addEventListener on something else": () => EventTarget.prototype.addEventListener.call({}, "x", null),
  "addEventListener on window": () => addEventListener.call(undefined, "x", null),
};
const badSources = {
  nothing: () => new EventSource(),
  "a bad address": () => new EventSource("http://"),
  "no new": () => EventSource(`${origin}/events`),
  "an option that throws": () =>
    new EventSource(`${origin}/events`, {
      get withCredentials() {
        return throwFromPage();
      },
    }),
  "options that are none": () => new EventSource(`${origin}/events`, 7),
  "close on something else": () => EventSource.prototype.close.call({}),
};

function throwFromPage() {
  throw new RangeError("the page's own");
}

function throwingTarget() {
  return new Proxy(function Target() {}, {
    get(target, key) {
      return key === "prototype" ? throwFromPage() : target[key];
    },
  });
}

function allErrors() {
  const errors = {};
  for (const [what, run] of Object.entries(badSockets)) errors[`socket: ${what}`] = attempt(run);
  for (const [what, run] of Object.entries(badSources)) errors[`source: ${what}`] = attempt(run);
  const socket = new WebSocket(socketUrl);
  for (const [what, run] of Object.entries(badCalls)) errors[what] = attempt(() => run(socket));
  return errors;
}

cases["errors of bad calls, with their stacks"] = allErrors;

cases["errors under a stackTraceLimit of the page"] = () =>
  [0, 1, 2, 100, Infinity, -1, "3", undefined].map((limit) => {
    Error.stackTraceLimit = limit;
    return allErrors();
  });

cases["errors without a stackTraceLimit"] = () => {
  delete Error.stackTraceLimit;
  return allErrors();
};

cases["errors deep in the page"] = () => {
  const deep = (count) => (count === 0 ? allErrors() : deep(count - 1));
  return deep(30);
};

cases["errors of a frame that was removed"] = () => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const { WebSocket, EventSource, XMLHttpRequest } = frame.contentWindow;
  frame.remove();
  return {
    socket: attempt(() => new WebSocket(socketUrl)),
    source: attempt(() => new EventSource(`${origin}/events`)),
    request: attempt(() => new XMLHttpRequest().open("GET", `${origin}/events`)),
  };
};

cases["errors under a prepareStackTrace of the page"] = () => {
  const calls = [];
  Error.prepareStackTrace = (error, sites) => {
    const places = sites.map?.(
      (site) => `${site.getFunctionName()} ${site.getFileName()} ${site.getLineNumber()}`,
    );
    calls.push(error.message);
    return { prepared: error.message, places };
  };
  const seen = {};
  const socket = new WebSocket(socketUrl);
  const runs = {
    ...badSockets,
    ...Object.fromEntries(Object.entries(badCalls).map(([what, run]) => [what, () => run(socket)])),
  };
  for (const [what, run] of Object.entries(runs)) {
    // What the page throws itself: the hook may not read that stack before the page does.
    if (/throw/.test(what)) continue;
    try {
      run();
    } catch (error) {
      const before = calls.length;
      seen[what] = [before, error.stack?.places ?? error.stack, calls.length - before];
    }
  }
  return seen;
};

cases["when a prepareStackTrace of the page is called, wherever it is"] = async () => {
  const socket = new WebSocket(socketUrl);
  const read = await fetch(`${origin}/events`);
  await read.text();
  const runs = {
    "a bad address": () => new WebSocket("bad:address"),
    "an address that is told by code": () => new WebSocket({ toString: () => "bad:address" }),
    "send of what throws": () => socket.send({ toString: throwFromPage }),
    "a bad code": () => socket.close(7),
    "a source's address": () => new EventSource("http://"),
    "a body that was read": () => read.text(),
    "a text of no function": () => Function.prototype.toString.call({}),
  };
  const seen = {};
  for (const [name, holder] of Object.entries({
    Error,
    function: Function.prototype,
    all: Object.prototype,
  })) {
    let prepared = [];
    const value = (error) => {
      prepared.push([Object.prototype.toString.call(error), error.message]);
      return "prepared";
    };
    Object.defineProperty(holder, "prepareStackTrace", {
      __proto__: null,
      configurable: true,
      writable: true,
      value,
    });
    for (const [what, run] of Object.entries(runs)) {
      prepared = [];
      try {
        await run();
      } catch (error) {
        const early = prepared.length;
        seen[`${what}, on ${name}`] = [early, typeof error.stack, prepared];
      }
    }
    delete holder.prepareStackTrace;
  }
  socket.close();
  return seen;
};

cases["uncaught errors of bad calls"] = async () => {
  const told = [];
  window.onerror = (message, file, line, column, error) => {
    told.push([message, file, line, column, describeError(error)]);
    return true;
  };
  const listened = [];
  addEventListener("error", (event) =>
    listened.push([event.message, event.filename, event.lineno, event.colno]),
  );
  for (const run of [
    () => new WebSocket("bad:address"),
    () => new WebSocket(),
    () => new EventSource("http://"),
  ]) {
    setTimeout(run);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { told, listened };
};

cases["errors of the page's handlers"] = async () => {
  const told = [];
  window.onerror = (message, file, line, column, error) => {
    told.push([message, file, line, column, error?.stack]);
    return true;
  };
  const socket = await openSocket();
  socket.onmessage = () => throwFromPage();
  socket.addEventListener("message", function named() {
    throw new TypeError("second");
  });
  socket.addEventListener("message", { handleEvent: () => null.missing });
  socket.addEventListener("message", { handleEvent: 7 });
  const heard = next(socket, "message");
  socket.send("x");
  await heard;
  const source = new EventSource(`${origin}/events`);
  source.onmessage = () => throwFromPage();
  await next(source, "message");
  source.close();
  socket.close();
  return told;
};

cases["errors of the page's listeners once it has an EventSource"] = async () => {
  const told = [];
  window.onerror = (message, file, line, column, error) => {
    told.push([message, file, line, column, error?.stack]);
    return true;
  };
  const source = new EventSource(`${origin}/events`);
  source.addEventListener("message", function named() {
    throw new TypeError("first");
  });
  await next(source, "message");
  source.close();
  return told;
};

cases["stacks that the page takes within its handlers"] = async () => {
  const socket = await openSocket();
  const stacks = [];
  socket.onmessage = () => stacks.push(new Error("here").stack);
  const heard = next(socket, "message");
  socket.send("x");
  await heard;
  return stacks;
};

cases["stacks of asynchronous functions, and rejections"] = async () => {
  const rejected = [];
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    rejected.push([describeError(event.reason), event.isTrusted]);
  });
  async function open() {
    const socket = await openSocket();
    const heard = next(socket, "message");
    socket.send("x");
    await heard;
    return [new Error("here").stack, socket];
  }
  const [stack, socket] = await open();
  const bad = async () => {
    await null;
    return new WebSocket("bad:address");
  };
  const caught = await bad().catch(describeError);
  const inPromise = await new Promise(() => socket.close(7)).catch(describeError);
  const inThen = await Promise.resolve("bad:address")
    .then((it) => new WebSocket(it))
    .catch(describeError);
  bad();
  Promise.reject(attempt(() => socket.send()));
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.close();
  return { stack, caught, inPromise, inThen, rejected };
};
