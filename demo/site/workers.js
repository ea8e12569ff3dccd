const start = {
  dedicated: () => new Worker("/workers/echo.js?client=dedicated"),
  nested: () => new Worker("/workers/nested.js"),
  module: () => new Worker("/workers/module.js", { type: "module" }),
  shared: () => new SharedWorker("/workers/echo.js?client=shared").port,
};

/** Starts workers, all of them or those that are named, and resolves with what each has done. */
function run(names = Object.keys(start)) {
  const list = document.getElementById("done");
  return Promise.all(
    names.map(
      (name) =>
        new Promise((resolve) => {
          start[name]().onmessage = ({ data }) => {
            const item = document.createElement("li");
            item.textContent = `${data.client}: ${data.received} of 3`;
            list.append(item);
            resolve(data);
          };
        }),
    ),
  );
}

document.getElementById("start").onclick = () => run();
window.demo = { workers: run };
