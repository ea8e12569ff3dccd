/** What `new Worker` is told of `/workers/echo.js` by those whose script has no address of its own. */
async function inlined(client) {
  const text = await (await fetch("/workers/echo.js")).text();
  // Such a worker does not know where its page is.
  return `"use strict"; self.page = "${location.origin}"; self.client = "${client}";${text}`;
}

const start = {
  dedicated: () => new Worker("/workers/echo.js?client=dedicated"),
  nested: () => new Worker("/workers/nested.js"),
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
