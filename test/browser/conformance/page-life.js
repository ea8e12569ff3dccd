import { cases, describeProperties, next, openSocket, origin } from "./describe.js";

cases["nothing is said to the page's own listeners"] = async () => {
  const heard = [];
  const names = [
    "message",
    "messageerror",
    "focus",
    "focusin",
    "batch",
    "ready",
    "arm",
    "idle",
    "duplex-link-ask",
    "duplex-link-hello",
    "error",
    "unhandledrejection",
    "securitypolicyviolation",
  ];
  for (const target of [window, document, document.documentElement]) {
    for (const name of names) target.addEventListener(name, (event) => heard.push([name, event.type]), true);
  }
  const { dispatchEvent, addEventListener } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function dispatch(event) {
    heard.push(["dispatch", event.type]);
    return dispatchEvent.call(this, event);
  };
  EventTarget.prototype.addEventListener = function listen(...args) {
    heard.push(["listen", args[0]]);
    return addEventListener.apply(this, args);
  };
  const socket = await openSocket();
  for (let count = 0; count < 3; count += 1) {
    const answered = next(socket, "message");
    socket.send(`x${count}`);
    await answered;
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  const frame = document.createElement("iframe");
  document.body.append(frame);
  await new Promise((resolve) => setTimeout(resolve, 100));
  frame.remove();
  socket.close();
  return heard;
};

cases["what resources and entries the page sees"] = async () => {
  const socket = await openSocket();
  socket.close();
  return {
    entries: performance
      .getEntries()
      .map(({ entryType, name }) => [entryType, name])
      .filter(([type]) => type === "resource" || type === "mark")
      // The modules of this page load in any order.
      .sort(),
    scripts: [...document.scripts].map(({ src }) => src),
    elements: document.querySelectorAll("*").length,
    frames: frames.length,
  };
};

cases["a document that is written over"] = async () => {
  const before = WebSocket;
  document.open();
  document.write("<!doctype html><p>again");
  document.close();
  const socket = await openSocket();
  const heard = next(socket, "message");
  socket.send("x");
  const { data } = await heard;
  socket.close();
  return { data, same: before === WebSocket, shape: describeProperties(WebSocket) };
};

/** Makes sockets and a source, ends and forgets them; `globalThis.collected()` counts those that are gone. */
globalThis.makeGarbage = async () => {
  const refs = [];
  for (let count = 0; count < 5; count += 1) {
    const socket = await openSocket();
    socket.onmessage = () => {};
    const heard = next(socket, "message");
    socket.send("x");
    await heard;
    const closed = next(socket, "close");
    socket.close();
    await closed;
    refs.push(new WeakRef(socket));
  }
  const source = new EventSource(`${origin}/events`);
  source.addEventListener("price", () => {});
  await next(source, "open");
  source.close();
  refs.push(new WeakRef(source));
  globalThis.collected = () => refs.filter((ref) => ref.deref() === undefined).length;
};
globalThis.useSocket = async () => {
  const socket = await openSocket();
  const closed = next(socket, "close");
  socket.close();
  await closed;
};
globalThis.shown = [];
addEventListener("pageshow", ({ persisted }) => globalThis.shown.push(persisted));
