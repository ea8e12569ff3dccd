import { describe, expect, it } from "vitest";
import { createGuard, type Guard } from "../../src/page/guard.ts";
import { createV8FrameHider } from "../../src/page/hide-frames-v8.ts";
import { createInstruments } from "../../src/page/instrument.ts";
import { FakeWindow } from "../support/fake-window.ts";

/** A guard for which the page has left no stack. */
const noRoom: Guard = Object.assign((run: () => void) => run(), {
  caught() {
    throw new RangeError("Maximum call stack size exceeded");
  },
});

function setUp(created: (instance: object, args: readonly unknown[]) => void = () => {}) {
  const window = new FakeWindow();
  const native = window.WebSocket;
  const failures: string[] = [];
  const guard = createGuard((message) => failures.push(message));
  const seen: { instance: object; args: readonly unknown[] }[] = [];
  const instruments = createInstruments(
    window.asWindow,
    createV8FrameHider(window.asWindow, () => ""),
    guard,
    (name) => failures.push(`refused ${name}`),
  );
  instruments.constructed(window, "WebSocket", (args) => (instance) => {
    seen.push({ instance, args });
    created(instance, args);
  });
  return { window, native, failures, seen, instruments };
}

describe("an instrumented constructor", () => {
  it("makes native instances and tells of each", () => {
    const { window, native, seen } = setUp();
    const socket = new window.WebSocket("wss://a.example/", ["v1"]);
    expect(Object.getPrototypeOf(socket)).toBe(native.prototype);
    expect(socket).toBeInstanceOf(native);
    expect(socket).toBeInstanceOf(window.WebSocket);
    expect(socket.url).toBe("wss://a.example/");
    expect(seen).toEqual([{ instance: socket, args: ["wss://a.example/", ["v1"]] }]);
  });

  it("looks like the native one: name, length, statics, prototype, constructor", () => {
    const { window, native } = setUp();
    expect(window.WebSocket).not.toBe(native);
    expect(window.WebSocket.name).toBe(native.name);
    expect(window.WebSocket).toHaveLength(native.length);
    expect(window.WebSocket.OPEN).toBe(1);
    expect(window.WebSocket.prototype).toBe(native.prototype);
    expect(window.WebSocket.prototype.constructor).toBe(window.WebSocket);
    expect(new window.WebSocket("wss://a.example/").constructor).toBe(window.WebSocket);
    expect(Object.keys(window.WebSocket)).toEqual(Object.keys(native));
  });

  it("keeps the property's descriptor, and that of prototype.constructor", () => {
    const untouched = new FakeWindow();
    const { window } = setUp();
    const shape = (object: object, name: string) => ({
      ...Object.getOwnPropertyDescriptor(object, name),
      value: null,
    });
    expect(shape(window, "WebSocket")).toEqual(shape(untouched, "WebSocket"));
    expect(shape(window.WebSocket.prototype, "constructor")).toEqual(
      shape(untouched.WebSocket.prototype, "constructor"),
    );
  });

  it("can be extended, and instances are of the page's class", () => {
    const { window, native, seen } = setUp();
    class Own extends window.WebSocket {
      readonly extra = 7;
      override send(data: unknown) {
        super.send(`own ${data}`);
      }
    }
    const socket = new Own("wss://a.example/");
    expect(Object.getPrototypeOf(socket)).toBe(Own.prototype);
    expect(socket).toBeInstanceOf(native);
    expect(socket.extra).toBe(7);
    socket.peer.open();
    socket.send("x");
    expect(socket.wire).toEqual(["own x"]);
    expect(seen).toHaveLength(1);
  });

  it("works with Reflect.construct and another new.target", () => {
    const { window, seen } = setUp();
    class Other {}
    const made = Reflect.construct(window.WebSocket, ["wss://a.example/"], Other);
    expect(Object.getPrototypeOf(made)).toBe(Other.prototype);
    expect(seen).toHaveLength(1);
  });

  it("leaves bad arguments and a call without new to the native one", () => {
    const { window, native, seen } = setUp();
    const errorOf = (run: () => unknown) => {
      try {
        return run();
      } catch (error) {
        return `${error}`;
      }
    };
    const call = (it: unknown) => errorOf(() => (it as (url: string) => unknown)("wss://a.example/"));
    expect(errorOf(() => new window.WebSocket("http:\\\\"))).toEqual(errorOf(() => new native("http:\\\\")));
    expect(call(window.WebSocket)).toEqual(call(native));
    expect(seen).toEqual([]);
  });

  it("refuses a cycle of prototypes as the native one does", () => {
    const { window, native } = setUp();
    for (const it of [native, window.WebSocket]) {
      expect(Reflect.setPrototypeOf(it, it)).toBe(false);
      expect(Reflect.setPrototypeOf(it, Object.create(Object.create(it) as object) as object)).toBe(false);
      expect(() => Object.setPrototypeOf(it, Object.create(it) as object)).toThrow(TypeError);
    }
    expect(Reflect.setPrototypeOf(window.WebSocket, null)).toBe(true);
    expect(Object.getPrototypeOf(native)).toBe(null);
  });

  it("survives a chain of the page's Proxies that throws, or has no end", () => {
    const { window } = setUp();
    const endless = (): object => new Proxy({}, { getPrototypeOf: endless });
    const throwing = new Proxy({}, { getPrototypeOf: () => JSON.parse("{") as null });
    expect(Reflect.setPrototypeOf(window.WebSocket, endless())).toBe(true);
    expect(Reflect.setPrototypeOf(window.WebSocket, throwing)).toBe(true);
  });

  it("never fails the page by a failure of ours", () => {
    const { window, failures } = setUp(() => {
      throw new Error("ours");
    });
    expect(new window.WebSocket("wss://a.example/").readyState).toBe(0);
    expect(failures).toEqual(["ours"]);
  });
});

describe("an instrumented property", () => {
  const instruments = () => setUp().instruments;
  const pass = (native: (...args: never[]) => unknown, self: unknown, args: unknown[]) =>
    Reflect.apply(native, self, args);

  it("keeps a method's name, length, descriptor, this, arguments and result", () => {
    class Page {
      factor = 3;
      times(value: number, _unused?: number) {
        return this.factor * value;
      }
    }
    const before = Object.getOwnPropertyDescriptor(Page.prototype, "times") as PropertyDescriptor;
    const calls: unknown[][] = [];
    instruments().called(Page.prototype, "times", (method, self, args) => {
      calls.push(args);
      return Reflect.apply(method, self, args);
    });
    const page = new Page();
    expect(page.times(7)).toBe(21);
    expect(calls).toEqual([[7]]);
    expect([page.times.name, page.times.length]).toEqual(["times", 2]);
    const after = Object.getOwnPropertyDescriptor(Page.prototype, "times");
    expect({ ...after, value: null }).toEqual({ ...before, value: null });
  });

  it("keeps a getter's name and its setter", () => {
    class Page {
      #body = "b";
      get body() {
        return this.#body;
      }
      set body(body: string) {
        this.#body = body;
      }
    }
    const before = Object.getOwnPropertyDescriptor(Page.prototype, "body") as PropertyDescriptor;
    instruments().getter(
      Page.prototype,
      "body",
      (read, self, args) => `seen ${Reflect.apply(read, self, args)}`,
    );
    const page = new Page();
    page.body = "c";
    expect(page.body).toBe("seen c");
    const after = Object.getOwnPropertyDescriptor(Page.prototype, "body") as PropertyDescriptor;
    expect([after.set, after.get?.name]).toEqual([before.set, before.get?.name]);
  });

  it("that is watched later is called without us until then, and looks the same all along", () => {
    const later = instruments().later();
    const other = instruments().later();
    const seen: unknown[] = [];
    const page = {
      where: () => new Error("where").stack?.includes("instrument.ts"),
      get size() {
        return 3;
      },
    };
    class Made {}
    const holder = { Made };
    later.watch(page, "where", () => void seen.push("where"));
    later.called(page, "size", () => 0);
    later.getter(page, "size", (read, self, args) => Number(Reflect.apply(read, self, args)) + 1);
    later.constructed(holder, "Made", () => void seen.push("made"));
    const { where } = page;
    other.wake();
    expect([page.where(), page.size, new holder.Made() instanceof Made, seen]).toEqual([false, 3, true, []]);
    later.wake();
    expect([where(), page.size, new holder.Made() instanceof Made, seen]).toEqual([
      true,
      4,
      true,
      ["where", "made"],
    ]);
    expect(page.where).toBe(where);
  });

  it("that is not there is let be; one that is fixed too, and is told of", () => {
    const { instruments, failures } = setUp();
    const prototype = Object.defineProperty(
      {
        get accessor() {
          return 1;
        },
      },
      "fixed",
      { value: () => 2 },
    ) as { accessor: number; fixed: () => number };
    instruments.called(prototype, "missing", () => 0);
    instruments.called(prototype, "accessor", () => 0);
    instruments.getter(prototype, "fixed", () => 0);
    instruments.called(prototype, "fixed", () => 0);
    instruments.constructed(prototype, "fixed", () => undefined);
    expect("missing" in prototype).toBe(false);
    expect([prototype.accessor, prototype.fixed()]).toEqual([1, 2]);
    expect(failures).toEqual(["refused fixed", "refused fixed"]);
  });

  it("has the native's text, and so has the function that tells it", () => {
    const { window, native, instruments } = setUp();
    const method = window.EventTarget.prototype.addEventListener;
    const { toString: before } = new FakeWindow().Function.prototype;
    instruments.called(window.EventTarget.prototype, "addEventListener", pass);
    const { toString: after } = window.Function.prototype;
    const textOf = (it: unknown) => after.call(it);
    expect(textOf(window.WebSocket)).toBe(before.call(native));
    expect(textOf(window.EventTarget.prototype.addEventListener)).toBe(before.call(method));
    expect(textOf(after)).toBe(before.call(before));
    expect(textOf(() => 7)).toBe("() => 7");
    expect(() => textOf({})).toThrow(TypeError);
    expect([after.name, after.length]).toEqual(["toString", 0]);
  });

  it("has no trap that a page puts on Object.prototype", () => {
    const { window } = setUp();
    const traps: PropertyKey[] = [
      "get",
      "has",
      "getPrototypeOf",
      "apply",
      "ownKeys",
      "getOwnPropertyDescriptor",
    ];
    const fell: PropertyKey[] = [];
    for (const trap of traps) {
      const value = () => void fell.push(trap);
      Reflect.defineProperty(Object.prototype, trap, { __proto__: null, configurable: true, value } as never);
    }
    try {
      void window.WebSocket.OPEN;
      void ("OPEN" in window.WebSocket);
      void Object.getPrototypeOf(window.WebSocket);
      Object.keys(window.WebSocket);
      window.Function.prototype.toString.call(window.WebSocket);
    } finally {
      for (const trap of traps) Reflect.deleteProperty(Object.prototype, trap);
    }
    expect(fell).toEqual([]);
  });
});

it("says nothing of a failure of ours, after the native call, where there is no stack left to tell of it", () => {
  const window = new FakeWindow();
  const frames = createV8FrameHider(window.asWindow, () => "");
  const instruments = createInstruments(window.asWindow, frames, noRoom, () => {});
  const holder = { done: 0, call: () => ++holder.done };
  instruments.watch(holder, "call", () => () => {
    throw new Error("ours");
  });
  expect(holder.call()).toBe(1);
});
