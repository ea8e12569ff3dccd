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
      .filter(([type]) => type === "resource" || type === "mark"),
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
