import { describe, expect, it } from "vitest";
import { createGuard } from "../../src/page/guard.ts";
import { instrumentConstructor, instrumentMethod } from "../../src/page/instrument.ts";
import { takeNatives } from "../../src/page/natives.ts";
import { FakeWindow } from "../support/fake-window.ts";

function setUp(created: (instance: object, args: readonly unknown[]) => void = () => {}) {
  const window = new FakeWindow();
  const native = window.WebSocket;
  const failures: string[] = [];
  const guard = createGuard((message) => failures.push(message));
  const seen: { instance: object; args: readonly unknown[] }[] = [];
  instrumentConstructor(
    window.asWindow,
    "WebSocket",
    takeNatives(window.asWindow),
    guard,
    (instance, args) => {
      seen.push({ instance, args });
      created(instance, args);
    },
  );
  return { window, native, failures, seen };
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

  it("never fails the page by a failure of ours", () => {
    const { window, failures } = setUp(() => {
      throw new Error("ours");
    });
    expect(new window.WebSocket("wss://a.example/").readyState).toBe(0);
    expect(failures).toEqual(["Error: ours"]);
  });
});

describe("an instrumented method", () => {
  it("keeps name, length, descriptor, this, arguments and result", () => {
    class Page {
      factor = 3;
      times(value: number, _unused?: number) {
        return this.factor * value;
      }
    }
    const before = Object.getOwnPropertyDescriptor(Page.prototype, "times") as PropertyDescriptor;
    const calls: unknown[][] = [];
    instrumentMethod(Page.prototype, "times", (method, self, args) => {
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

  it("lets a method that is not there be", () => {
    const prototype = {
      get accessor() {
        return 1;
      },
    };
    instrumentMethod(prototype, "missing", () => 0);
    instrumentMethod(prototype, "accessor", () => 0);
    expect("missing" in prototype).toBe(false);
    expect(prototype.accessor).toBe(1);
  });
});
