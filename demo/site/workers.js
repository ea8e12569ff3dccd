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

document.getElementById("start").onclick = () => run();
window.demo = { workers: run };
