/** What the frame of a policy tells its parent: a socket, a source, and what was reported meanwhile. */
{
  const told = [];
  const errors = [];
  const own = new URL(document.currentScript.src).origin;
  addEventListener("securitypolicyviolation", (event) => {
    if (event.effectiveDirective !== "connect-src") return;
    told.push([event.violatedDirective, event.disposition, event.sample, event.blockedURI.replace(own, "")]);
    told.push(["place", event.sourceFile?.replace(own, ""), event.lineNumber, event.columnNumber]);
  });
  addEventListener("error", (event) => errors.push(event.message ?? event.type));
  const ended = (target, types) =>
    new Promise((resolve) => {
      for (const type of types) target.addEventListener(type, () => resolve(type));
    });
  const attempt = async (run) => {
    try {
      return await run();
    } catch (error) {
      return [error.name, error.message, error.stack?.replaceAll(own, "")];
    }
  };
  const socket = () =>
    attempt(async () => {
      const it = new WebSocket(`${own.replace("http", "ws")}/socket`);
      const first = await ended(it, ["open", "error"]);
      if (first === "error") return [first, it.readyState];
      const heard = ended(it, ["message"]);
      it.send("x");
      await heard;
      it.close();
      return [first, await ended(it, ["close"])];
    });
  const source = () =>
    attempt(async () => {
      const it = new EventSource(`${own}/events`);
      const first = await ended(it, ["message", "error"]);
      it.close();
      return [first, it.readyState];
    });
  (async () => {
    const answers = [await socket(), await source()];
    const numbers = [typeof WebSocket, String(WebSocket), typeof globalThis.trustedTypes, self.origin];
    // Reports come in tasks of their own: two of two connections, or none.
    const expected = /refusing|reporting/.test(location.search) ? 4 : 0;
    for (let turn = 0; turn < 1000 && (turn < 5 || told.length < expected); turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    parent.postMessage({ answers, told, errors, numbers }, "*");
  })();
}
