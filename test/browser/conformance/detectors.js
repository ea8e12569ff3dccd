import { attempt, cases, describe, describeProperties, openSocket } from "./describe.js";

/** What scripts ask that look for functions which stand in for natives. */
const questions = {
  text: (it) => [`${it}`, it.toString(), Function.prototype.toString.call(it)],
  shape: (it) => [typeof it, it.name, it.length, Reflect.ownKeys(it).map(String).sort(), "prototype" in it],
  tag: (it) => Object.prototype.toString.call(it),
  properties: (it) => describeProperties(it),
  bound: (it) => [it.bind(null).name, it.bind(null).length, Function.prototype.toString.call(it.bind(null))],
  "text of what inherits": (it) => Object.create(it).toString(),
  "text of what inherits, made a string": (it) => `${Object.create(it)}`,
  caller: (it) => it.caller,
  arguments: (it) => it.arguments,
  "set caller": (it) => {
    it.caller = 1;
  },
  "call as a constructor": (it) => new it(),
  "call as a function": (it) => it(),
  "call on null": (it) => it.call(null),
  "call on itself": (it) => it.call(it),
  "apply with what is no list": (it) => it.apply(null, 1),
  "make a class": (it) => class extends it {},
  "instance of it": (it) => ({}) instanceof it,
  "instance of itself": (it) => it instanceof it,
  "instance of what inherits": (it) => it instanceof Object.create(it),
  clone: (it) => structuredClone(it),
  post: (it) => postMessage(it, "*"),
  json: (it) => String(JSON.stringify(it)),
  symbol: (it) => it[Symbol.toPrimitive],
  "a cycle of prototypes": (it) => Object.setPrototypeOf(it, Object.create(it)),
  "a cycle of prototypes, asked": (it) => Reflect.setPrototypeOf(it, Object.create(Object.create(it))),
  "a cycle of one": (it) => Reflect.setPrototypeOf(it, it),
  "a prototype that is a Proxy of it": (it) => Reflect.setPrototypeOf(it, new Proxy(it, {})),
  "a property that is nowhere, after that": (it) => "nowhere" in it,
  "another prototype": (it) => Reflect.setPrototypeOf(it, null),
  "back again": (it) => Reflect.setPrototypeOf(it, Object.getPrototypeOf(EventTarget)),
  "a property of the page": (it) => {
    it.own = 7;
    return [it.own, Object.keys(it), delete it.own];
  },
  "another name": (it) => {
    const { name } = it;
    Object.defineProperty(it, "name", { value: "other" });
    const changed = [it.name, Function.prototype.toString.call(it)];
    Object.defineProperty(it, "name", { value: name });
    return changed;
  },
  "what is fixed": (it) => Object.defineProperty(it, "prototype", { value: {} }),
};

const functions = () => ({
  WebSocket,
  EventSource,
  send: WebSocket.prototype.send,
  "close of a socket": WebSocket.prototype.close,
  "close of a source": EventSource.prototype.close,
  addEventListener: EventTarget.prototype.addEventListener,
  toString: Function.prototype.toString,
  Response,
  clone: Response.prototype.clone,
  text: Response.prototype.text,
  body: Object.getOwnPropertyDescriptor(Response.prototype, "body").get,
  getReader: ReadableStream.prototype.getReader,
  tee: ReadableStream.prototype.tee,
  pipeTo: ReadableStream.prototype.pipeTo,
  values: ReadableStream.prototype[Symbol.asyncIterator],
  "next of values": Object.getPrototypeOf(new ReadableStream().values()).next,
  Reader: ReadableStreamDefaultReader,
  read: ReadableStreamDefaultReader.prototype.read,
  "open of a request": XMLHttpRequest.prototype.open,
  "send of a request": XMLHttpRequest.prototype.send,
});

cases["what detectors of changed functions ask"] = () => {
  const answers = {};
  for (const [name, it] of Object.entries(functions())) {
    const before = Object.getPrototypeOf(it);
    for (const [what, ask] of Object.entries(questions)) {
      answers[`${name}: ${what}`] = attempt(() => JSON.stringify(plain(ask(it))));
    }
    Object.setPrototypeOf(it, before);
  }
  return answers;
};

/** What was answered, for `attempt` to describe: functions and objects by what they are. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "function" || typeof value === "symbol") return describe(value);
  return value === undefined ? "undefined" : value;
}

cases["how deep the page can call, to within the frames of a Proxy"] = () => {
  const depth = (call) => {
    let deepest = 0;
    const down = (level) => {
      deepest = level;
      call();
      down(level + 1);
    };
    try {
      down(0);
    } catch (error) {
      return [error.constructor.name, error.message, deepest > 100];
    }
  };
  return [depth(() => WebSocket.prototype.send.name), depth(() => String(WebSocket))];
};

cases["a call at the end of the stack"] = () => {
  const errors = new Set();
  const down = () => {
    try {
      Function.prototype.toString.call(WebSocket);
    } catch (error) {
      errors.add(`${error.constructor.name}: ${error.message}`);
    }
    down();
  };
  try {
    down();
  } catch (error) {
    errors.add(`${error.constructor.name}: ${error.message}`);
  }
  return [...errors].sort();
};

cases["what is sent at the end of the stack"] = async () => {
  const socket = await openSocket();
  const came = new Set();
  const end = new Promise((resolve) => {
    socket.onmessage = ({ data }) => (data === "end" ? resolve() : came.add(data));
  });
  const was = {};
  let count = 0;
  const down = () => {
    try {
      down();
    } catch {
      // Nothing is called here but what is asked about: there may be no room for anything else.
      const text = `${count}`;
      count += 1;
      was[text] = "refused";
      socket.send(text);
      was[text] = "sent";
    }
  };
  const from = (depth) => (depth > 0 ? from(depth - 1) : down());
  // Where the stack ends within a call hangs on where it began.
  for (let depth = 0; depth < 10; depth += 1) {
    try {
      from(depth);
    } catch {
      // No room for any.
    }
  }
  socket.send("end");
  await end;
  const wrong = Object.keys(was).filter((text) => came.has(text) !== (was[text] === "sent"));
  return { wrong: wrong.length, some: came.size > 0 };
};

cases["what a Proxy of the page hears"] = async () => {
  const heard = [];
  const watched = (target) =>
    new Proxy(
      target,
      new Proxy(
        {},
        {
          get: (_, trap) => {
            heard.push(String(trap));
          },
        },
      ),
    );
  const answers = [
    attempt(() => Function.prototype.toString.call(watched(() => {}))),
    attempt(() => Function.prototype.toString.call(watched({}))),
    attempt(() => EventTarget.prototype.addEventListener.call(watched(new EventTarget()), "x", null)),
    attempt(() => WebSocket.prototype.send.call(watched({}), "x")),
    attempt(() => WebSocket.prototype.close.call(watched({}))),
    attempt(() => EventSource.prototype.close.call(watched({}))),
    attempt(() => new (watched(WebSocket))("bad:address")),
    attempt(() => new WebSocket(watched({}))),
    attempt(() =>
      new EventTarget().addEventListener(
        watched({}),
        watched(() => {}),
        watched({}),
      ),
    ),
  ];
  return { answers, heard };
};
