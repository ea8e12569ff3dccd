import { attempt, cases, describeProperties, next, openSocket, origin } from "./describe.js";

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
    "load",
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

cases["what a page hears on a window before its document has loaded"] = async () => {
  const heard = [];
  // The last two are what Duplex once called events of its own.
  const names = ["focus", "load", "readystatechange", "DOMContentLoaded", "pageshow", "message"];
  names.push("duplex-link-ask", "duplex-link-hello");
  const listen = (window, where) => {
    for (const name of names) {
      const hear = ({ type, target, isTrusted, relatedTarget, submitter }) =>
        heard.push([where, type, String(target), isTrusted, String(relatedTarget), String(submitter)]);
      window.addEventListener(name, hear, true);
    }
    window.mark = where;
  };
  const marks = [];
  for (const src of ["policy.html?none", "javascript:'<p>text'"]) {
    const frame = document.createElement("iframe");
    frame.src = src;
    const loaded = next(frame, "load");
    document.body.append(frame);
    listen(frame.contentWindow, src);
    await loaded;
    await new Promise((resolve) => setTimeout(resolve, 100));
    marks.push(frame.contentWindow.mark);
  }
  return { heard: heard.map(String).sort(), marks };
};

/** What is taken from a page's own frame before that has loaded: the window stays, so that its scripts find it gone. */
const taken = "Reflect Math WeakMap Uint8Array DataView Blob FileReader performance".split(" ");
taken.push("EventTarget", "Event", "CustomEvent", "SubmitEvent", "MessageEvent", "CloseEvent", "Response");

cases["errors in a frame from which something is taken before it loads"] = async () => {
  const answers = taken.map(async (name) => {
    const heard = [];
    const frame = document.createElement("iframe");
    frame.src = "policy.html?none";
    const loaded = next(frame, "load");
    document.body.append(frame);
    const { contentWindow } = frame;
    contentWindow.addEventListener("error", ({ message }) => heard.push(message));
    contentWindow.onerror = (message) => void heard.push(`onerror: ${message}`);
    Object.defineProperty(contentWindow, name, {
      configurable: true,
      value() {
        throw new Error(`no ${name}`);
      },
    });
    await loaded;
    const socket = await openSocket(contentWindow.WebSocket);
    const answered = next(socket, "message");
    socket.send("x");
    const { data } = await answered;
    const closed = next(socket, "close");
    socket.close(3000, "y");
    const { reason } = await closed;
    frame.remove();
    return [name, heard, data, reason];
  });
  return Promise.all(answers);
};

cases["what is asked of an instance that is written to the console"] = async () => {
  const asked = [];
  const socket = await openSocket();
  const source = new EventSource(`${origin}/events`);
  for (const it of [socket, source]) {
    for (const key of ["toString", "toJSON", "then", "nodeType", "own", Symbol.toStringTag]) {
      Object.defineProperty(it, key, { get: () => void asked.push(String(key)) });
    }
    console.log(it);
    console.dir(it);
    console.table([it]);
    console.log("%s", typeof it);
  }
  socket.send("x");
  await next(socket, "message");
  socket.close();
  source.close();
  await next(socket, "close");
  return asked;
};

cases["what can be posted and cloned"] = async () => {
  const socket = await openSocket();
  const source = new EventSource(`${origin}/events`);
  const { port1, port2 } = new MessageChannel();
  const answers = [];
  const event = next(socket, "message");
  socket.send("x");
  for (const it of [socket, source, await event, { socket }, WebSocket.prototype]) {
    answers.push(attempt(() => structuredClone(it)));
    answers.push(attempt(() => window.postMessage(it, "*")));
    answers.push(attempt(() => port1.postMessage(it)));
    answers.push(attempt(() => port1.postMessage(1, [it])));
    answers.push(attempt(() => history.replaceState(it, "")));
  }
  const { error } = await new Promise((resolve) => {
    const request = indexedDB.open("conformance");
    request.onupgradeneeded = () => request.result.createObjectStore("all");
    request.onsuccess = () => {
      const error = attempt(() =>
        request.result.transaction("all", "readwrite").objectStore("all").put(socket, 1),
      );
      request.result.close();
      resolve({ error });
    };
  });
  port2.close();
  socket.close();
  source.close();
  return { answers, error };
};

cases["what resources and entries the page sees"] = async () => {
  const marks = [];
  const observer = new PerformanceObserver((list) => {
    for (const { entryType, name } of list.getEntries()) marks.push([entryType, name]);
  });
  observer.observe({ entryTypes: ["mark", "measure", "resource"] });
  const socket = await openSocket();
  for (let count = 0; count < 3; count += 1) {
    const heard = next(socket, "message");
    socket.send("x");
    await heard;
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  socket.close();
  return {
    marks: marks.sort(),
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
