cases["a source: constants, states, named events, reconnection"] = async () => {
  const seen = [];
  const source = new EventSource(`${origin}/events`, { withCredentials: true });
  seen.push([source.readyState, source.url, source.withCredentials, EventSource.CLOSED, source.CONNECTING]);
  const note = (what) => (event) =>
    seen.push([
      what,
      event.type,
      event.data,
      event.lastEventId,
      event.origin,
      event.isTrusted,
      event.constructor.name,
      source.readyState,
      Reflect.ownKeys(event),
      event.currentTarget === source,
    ]);
  source.addEventListener("open", note("open 1"));
  source.onopen = note("on open");
  source.addEventListener("open", note("open 2"));
  source.onmessage = note("on message");
  source.addEventListener("message", note("message"));
  source.addEventListener("price", note("price"));
  source.addEventListener("price", note("price once"), { once: true });
  source.addEventListener("error", note("error"));
  source.onerror = note("on error");
  const unheard = () => seen.push("never");
  source.addEventListener("unheard", unheard);
  source.removeEventListener("unheard", unheard);
  await new Promise((resolve) => source.addEventListener("last", resolve));
  source.close();
  source.close();
  seen.push(source.readyState);
  return seen;
};

cases["a source that is closed in its handlers"] = async () => {
  const seen = [];
  const first = new EventSource(`${origin}/events`);
  first.onopen = () => first.close();
  first.onmessage = () => seen.push("never");
  await next(first, "open");
  const second = new EventSource(`${origin}/events`);
  second.addEventListener("message", () => {
    seen.push(["closed", second.readyState]);
    second.close();
  });
  second.addEventListener("message", () => seen.push(["after", second.readyState]));
  await next(second, "message");
  const third = new EventSource(`${origin}/events`);
  third.close();
  const failed = new EventSource(`${origin}/missing`);
  await next(failed, "error");
  await new Promise((resolve) => setTimeout(resolve, 50));
  return [seen, first.readyState, second.readyState, third.readyState, failed.readyState];
};

cases["other targets, and types that are odd"] = () => {
  const seen = [];
  const target = new EventTarget();
  const source = new EventSource(`${origin}/events`);
  for (const it of [target, source, document, new Proxy({}, {}), null, undefined]) {
    for (const type of ["x", 7, null, undefined, { toString: () => "own" }]) {
      seen.push(
        attempt(() => EventTarget.prototype.addEventListener.call(it, type, () => seen.push(String(type)))),
      );
    }
    attempt(() => it.dispatchEvent(new Event("x")));
  }
  source.close();
  return seen;
};
