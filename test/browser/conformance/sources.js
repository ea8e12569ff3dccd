import { attempt, cases, next, origin } from "./describe.js";

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

cases["a source: types made of code, what is asked for them and in which order"] = async () => {
  const asked = [];
  const heard = [];
  const source = new EventSource(`${origin}/events`);
  const type = (text) => ({
    [Symbol.toPrimitive]: (hint) => {
      asked.push(`${text} as a ${hint}`);
      return text;
    },
  });
  const option = (name) => ({ enumerable: true, get: () => void asked.push(name) });
  const options = Object.defineProperties({}, { once: option("once"), signal: option("signal") });
  const listen = (...args) => attempt(() => source.addEventListener(...args));
  const refuse = () => {
    asked.push("refused");
    throw new RangeError("the page's own");
  };
  const answers = [
    listen(type("price"), ({ data }) => heard.push(data), options),
    listen(type("alone")),
    listen(type("wrong"), 7),
    listen(Symbol("none"), () => {}),
    listen({ toString: refuse }, () => {}, options),
    listen({ toString: () => ({}), valueOf: () => 7 }, null),
    listen(),
  ];
  await next(source, "last");
  source.close();
  return { asked, heard, answers: answers.map((it) => (it?.name ? [it.name, it.message] : it)) };
};

cases["sources: subclasses, other targets, handlers and their order"] = async () => {
  const order = [];
  class Own extends EventSource {
    #secret = 7;
    constructor(path) {
      super(`${origin}${path}`);
      this.target = new.target === Own;
    }
    get secret() {
      return this.#secret;
    }
    addEventListener(type, ...rest) {
      order.push(["listen", type]);
      return super.addEventListener(type, ...rest);
    }
  }
  const source = new Own("/events");
  const aborter = new AbortController();
  const say = (what) => (event) => order.push([what, event?.data, event?.isTrusted]);
  source.onmessage = say("on");
  source.addEventListener("price", { handleEvent: say("object") });
  source.addEventListener("price", say("aborted"), { signal: aborter.signal });
  source.addEventListener("price", say("once"), { once: true });
  const twice = say("twice");
  source.addEventListener("price", twice);
  source.addEventListener("price", twice);
  source.addEventListener("unheard", twice);
  source.removeEventListener("unheard", twice);
  aborter.abort();
  await next(source, "price");
  source.dispatchEvent(new MessageEvent("price", { data: "made up" }));
  source.close();
  function Old() {}
  Old.prototype = Object.create(EventSource.prototype);
  const odd = Reflect.construct(EventSource, [`${origin}/events`], Old);
  odd.close();
  const spied = new Proxy(EventSource, {});
  const bound = new (spied.bind(null, `${origin}/events`))();
  bound.close();
  return {
    order,
    own: [Reflect.ownKeys(source), source.target, source.secret, source.constructor === Own],
    odd: [odd instanceof Old, odd instanceof EventSource, odd.readyState],
    bound: [bound.url, bound instanceof EventSource],
    handler: String(source.onmessage),
    null: source.onerror,
    constants: ["CONNECTING", "OPEN", "CLOSED"].map((it) => [
      EventSource[it],
      source[it],
      attempt(() => delete EventSource[it]),
    ]),
  };
};
