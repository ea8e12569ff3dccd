/** What `new Worker` is told of `/workers/echo.js` by those whose script has no address of its own. */
async function inlined(client) {
  const text = await (await fetch("/workers/echo.js")).text();
  // Such a worker does not know where its page is.
  return `"use strict"; self.page = "${location.origin}"; self.client = "${client}";${text}`;
}

/** Longer than it takes on any machine to make a worker. */
const MADE_WITHIN_MS = 10_000;

/**
 * A worker that makes another. In Firefox `new Worker` may never return in a worker, where the machine is busy: its thread and
 * the new one's wait for the same signal, and one of them gets it (seen without Duplex, too). Then another is started.
 */
function startNested() {
  const it = { onmessage: null };
  const begin = () => {
    const worker = new Worker("/workers/nested.js");
    let late;
    const beginAgain = () => {
      worker.terminate();
      begin();
    };
    worker.onmessage = (event) => {
      if (event.data === "begun") late = setTimeout(beginAgain, MADE_WITHIN_MS);
      else if (event.data === "made") clearTimeout(late);
      else it.onmessage(event);
    };
  };
  begin();
  return it;
}

const start = {
  dedicated: () => new Worker("/workers/echo.js?client=dedicated"),
  nested: startNested,
  module: () => new Worker("/workers/module.js", { type: "module" }),
  shared: () => new SharedWorker("/workers/echo.js?client=shared").port,
  blob: async () =>
    new Worker(URL.createObjectURL(new Blob([await inlined("blob")], { type: "text/javascript" }))),
  data: async () => new Worker(`data:text/javascript,${encodeURIComponent(await inlined("data"))}`),
  streams: () => new Worker("/workers/streams.js"),
};

/** Starts workers, all of them or those that are named, and resolves with what each has done. */
function run(names = Object.keys(start)) {
  const list = document.getElementById("done");
  return Promise.all(
    names.map(async (name) => {
      const worker = await start[name]();
      return new Promise((resolve) => {
        worker.onmessage = ({ data }) => {
          const item = document.createElement("li");
          item.textContent = `${data.client}: ${data.received} received`;
          list.append(item);
          resolve(data);
        };
      });
    }),
  );
}

/**
 * Registers the service worker, or has the browser look for an update of it, and waits for what that makes; then lets
 * the worker talk on a socket. Resolves with what it has done.
 */
async function service(client) {
  const script = "/workers/service.js";
  const registration = await navigator.serviceWorker.register(script, { scope: "/workers/" });
  await registration.update();
  const coming = registration.installing ?? registration.waiting;
  if (coming !== null) {
    await new Promise((resolve) => {
      const look = () => coming.state === "activated" && resolve();
      coming.onstatechange = look;
      look();
    });
  }
  const { port1, port2 } = new MessageChannel();
  registration.active.postMessage({ client }, [port2]);
  const done = await new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  return { ...done, updated: coming !== null };
}

document.getElementById("start").onclick = () => run();
window.demo = { workers: run, service };
