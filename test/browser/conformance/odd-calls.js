import { attempt, cases, describe, describeError, next, openSocket, origin, socketUrl } from "./describe.js";

/** Calls that are refused by a promise: their errors are made within the call, and say from where it came. */
const refused = {
  "a body that was read": async () => {
    const response = new Response("x");
    await response.text();
    return response.text();
  },
  "a body that was read, as another": async () => {
    const response = await fetch(`${origin}/page.html`);
    await response.blob();
    return response.json();
  },
  "a body that is being read": () => {
    const response = new Response("x");
    response.text();
    return response.arrayBuffer();
  },
  "what is no response": () => Response.prototype.text.call({}),
  "no JSON": () => new Response("{").json(),
};

cases["errors of calls that are refused by a promise, with their stacks"] = async () => {
  const errors = {};
  for (const [what, run] of Object.entries(refused)) errors[what] = await run().then(describe, describeError);
  errors["a bad status"] = attempt(() => new Response("", { status: 1 }));
  const unhandled = [];
  const hear = (event) => {
    event.preventDefault();
    unhandled.push([event.promise === left, event.reason.message]);
  };
  addEventListener("unhandledrejection", hear);
  const left = refused["a body that is being read"]();
  await new Promise((resolve) => setTimeout(resolve, 100));
  removeEventListener("unhandledrejection", hear);
  return { errors, unhandled };
};

cases["what the page captures of its stack, and errors of its own"] = async () => {
  class Own extends Error {
    constructor() {
      super("own");
      Error.captureStackTrace?.(this, Own);
    }
  }
  const ofUs = (stack) => /extension:|anonymous code|hook\.js/.test(stack);
  const target = new EventTarget();
  const seen = [];
  target.addEventListener("go", () => {
    const plain = {};
    Error.captureStackTrace?.(plain);
    const shape = Object.getOwnPropertyDescriptor(plain, "stack");
    seen.push(
      ofUs(plain.stack),
      ofUs(new Own().stack),
      shape && Object.keys(shape),
      new Own().stack.length > 0,
    );
  });
  target.dispatchEvent(new Event("go"));
  const frozen = Object.freeze({});
  const bad = [frozen, 7, undefined].map((it) => attempt(() => Error.captureStackTrace(it)));
  return { seen, bad: bad.map(({ name, message }) => [name, message]) };
};

cases["whose word it is where a frame is given a bound function to listen with"] = async () => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const inner = frame.contentWindow;
  const heard = [];
  inner.addEventListener("message", ({ source }) => heard.push(source === window ? "the page" : "the frame"));
  const { body } = frame.contentDocument;
  const say = () => inner.postMessage.bind(inner, "said", "*", undefined);
  body.addEventListener("click", say());
  inner.EventTarget.prototype.addEventListener.call(body, "click", say());
  inner.eval("addEventListener('click', postMessage.bind(window, 'said', '*', undefined), true)");
  body.addEventListener("click", inner.eval("postMessage.bind(window, 'said', '*', undefined)"));
  const all = new Promise((resolve) =>
    inner.addEventListener("message", () => heard.length === 4 && resolve()),
  );
  inner.setTimeout("document.body.click()");
  await all;
  frame.remove();
  return heard;
};

cases["errors of readers and pipes of streams that are no connection's"] = async () => {
  const made = () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue("x");
        controller.close();
      },
    });
  const locked = made();
  const reader = locked.getReader();
  const released = made().getReader();
  released.releaseLock();
  const calls = {
    "a locked stream": () => locked.getReader(),
    "a locked stream's tee": () => locked.tee(),
    "a locked stream's iterator": () => locked.values(),
    "a locked stream's pipe": () => locked.pipeThrough(new TextEncoderStream()),
    "a reader of nothing": () => new ReadableStreamDefaultReader({}),
    "a reader in a bad mode": () => made().getReader({ mode: "x" }),
    "a locked stream is cancelled": () => locked.cancel(),
    "a pipe to nothing": () => made().pipeTo({}),
    "a locked stream is piped": () => locked.pipeTo(new WritableStream()),
    "a reader that was let go": () => released.read(),
    "a reader that was let go is cancelled": () => released.cancel(),
    "what is no reader": () => ReadableStreamDefaultReader.prototype.read.call({}),
    "what is no writer": () => WritableStreamDefaultWriter.prototype.write.call({}),
    "what is no WritableStream": () => WritableStream.prototype.abort.call({}),
  };
  const errors = {};
  for (const [what, run] of Object.entries(calls)) {
    try {
      errors[what] = describe(await run());
    } catch (error) {
      errors[what] = describeError(error);
    }
  }
  reader.releaseLock();
  return errors;
};

cases["what a function that natives call is told of its caller"] = async () => {
  const socket = await openSocket();
  const source = new EventSource(`${origin}/events`);
  const seen = [];
  // Sloppy, as no function of a module is.
  const sloppy = new Function(
    "seen",
    "return function named() { seen.push(named.caller === null ? null : String(named.caller)); return 'x'; }",
  )(seen);
  const text = { toString: sloppy };
  const calls = [
    () => socket.send(text),
    () => source.addEventListener(text, null),
    () => new WebSocket(text).close(),
    () => socket.close(3000, text),
  ];
  for (const call of calls) attempt(call);
  source.close();
  return seen;
};

cases["what send makes of odd buffers"] = async () => {
  const socket = await openSocket();
  socket.binaryType = "arraybuffer";
  const shared = () => new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer;
  const resizable = (by) => {
    const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
    const view = new Uint8Array(buffer, 4);
    buffer.resize(by);
    return view;
  };
  const transferred = new Uint8Array(3);
  structuredClone(transferred.buffer, { transfer: [transferred.buffer] });
  const odd = [shared(), new Uint8Array(shared(), 0, 2), new DataView(shared(), 0, 2)];
  odd.push(resizable(12), resizable(2), resizable(12).buffer, transferred, transferred.buffer);
  odd.push(new Float32Array(1), new BigInt64Array(1), new Uint8ClampedArray(2), document.all);
  odd.push(Object.setPrototypeOf(new Uint8Array(4), Array.prototype), new File(["abc"], "a"));
  const results = [];
  let heard = 0;
  socket.onmessage = ({ data }) => {
    heard += 1;
    results.push(typeof data === "string" ? data : [...new Uint8Array(data)]);
  };
  let sent = 0;
  for (const it of odd) {
    const answer = attempt(() => socket.send(it));
    results.push(answer.name === undefined ? "sent" : [answer.name, answer.message]);
    if (answer.name === undefined) sent += 1;
    // Each answer behind its call.
    if (heard < sent) await next(socket, "message");
  }
  socket.close();
  return results;
};

cases["what a frame's natives do once it is removed"] = async () => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const {
    WebSocket: Foreign,
    EventSource: ForeignSource,
    XMLHttpRequest: ForeignRequest,
  } = frame.contentWindow;
  const socket = await openSocket(Foreign);
  const answers = [attempt(() => socket.send({ toString: () => void frame.remove() ?? "last" }))];
  answers.push(
    socket.readyState,
    attempt(() => socket.send("more")),
    attempt(() => socket.close()),
  );
  answers.push(
    attempt(() => new Foreign(socketUrl).readyState),
    attempt(() => new Foreign("bad:address")),
  );
  answers.push(attempt(() => new ForeignSource(`${origin}/events`).readyState));
  answers.push(attempt(() => new ForeignRequest().open("GET", `${origin}/page.html`)));
  return answers.map((it) => (it?.name === undefined ? it : [it.name, it.message]));
};

cases["what pipes ask of Object.prototype"] = async () => {
  const asked = {};
  const names = ["highWaterMark", "size", "type", "start", "write", "signal", "preventClose"];
  for (const name of names) {
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      get: () => {
        asked[`${name} `] = (asked[`${name} `] ?? 0) + 1;
      },
    });
  }
  const aborter = new AbortController();
  const { body } = await fetch(`${origin}/events`, { __proto__: null, signal: aborter.signal });
  const into = new WritableStream({ __proto__: null }, { __proto__: null });
  const piped = body.pipeTo(into).catch(({ name }) => name);
  await new Promise((resolve) => setTimeout(resolve, 100));
  aborter.abort();
  const end = await piped;
  for (const name of names) delete Object.prototype[name];
  return { asked, end };
};
