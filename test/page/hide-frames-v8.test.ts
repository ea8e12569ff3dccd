import { runInThisContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mendStack } from "../../src/channel/mend-stack.ts";
import type { FrameHider } from "../../src/page/hide-frames.ts";
import { createV8FrameHider } from "../../src/page/hide-frames-v8.ts";
import { FakeWindow } from "../support/fake-window.ts";

type MakeCall = (native: () => unknown, hider: FrameHider) => () => unknown;
const withTrap = runInThisContext(
  `(native, hider) => {
    const trap = () => {
      try {
        return Reflect.apply(native, null, []);
      } catch (error) {
        throw hider.hide(error, trap, false);
      }
    };
    return trap;
  }`,
  { filename: "/ours/hook.js" },
) as MakeCall;
/** What a native refuses by a promise: the error is there after the call. */
const refusing = runInThisContext(
  `(native, hider) => {
    const trap = () => {
      const below = hider.below(trap);
      try {
        Reflect.apply(native, null, []);
      } catch (error) {
        return () => {
          throw hider.hide(error, below, false);
        };
      }
    };
    return trap;
  }`,
  { filename: "/ours/hook.js" },
) as MakeCall;
const page = runInThisContext("(call) => call()", { filename: "/page.js" }) as (
  call: () => unknown,
) => unknown;

const hider = createV8FrameHider(new FakeWindow().asWindow, (stack, below, limit) =>
  mendStack(stack, below, limit, "/ours/hook.js"),
);
const bare: MakeCall = (native) => () => native();

/** The functions and files of an error's stack, without the frames of this test itself. */
function stackOf(run: MakeCall, native: () => unknown): string[] {
  try {
    page(run(native, hider));
  } catch (error) {
    const lines = `${(error as Error).stack}`.split("\n");
    const end = lines.findIndex((line) => line.includes("/page.js"));
    return lines.slice(0, end + 1).filter((line) => !/Reflect.apply|hide-frames-v8.test/.test(line));
  }
  throw new Error("nothing thrown");
}

const { prepareStackTrace, stackTraceLimit } = Error;
beforeEach(() => Reflect.deleteProperty(Error, "prepareStackTrace"));
afterEach(() => Object.assign(Error, { prepareStackTrace, stackTraceLimit }));

describe("a stack that went through the hook", () => {
  const refuse = () => Function.prototype.toString.call({});
  const failInPage = runInThisContext("() => { throw new RangeError('mine') }", { filename: "/page.js" });

  it("has nothing of it, of an error that a native threw", () => {
    const stack = stackOf(withTrap, refuse);
    expect(stack.join()).not.toContain("/ours/");
    expect(stack).toEqual(stackOf(bare, refuse));
  });

  it("has nothing of it, of an error by which a call was refused, when that is over", () => {
    const later: MakeCall = (native, it) => {
      let refuse: unknown;
      page(() => {
        refuse = refusing(native, it)();
      });
      return refuse as () => unknown;
    };
    const stack = stackOf(later, refuse);
    expect(stack.join()).not.toContain("/ours/");
    expect(stack).toEqual(stackOf(bare, refuse));
  });

  it("has nothing of it, of an error that code of the page threw within the native", () => {
    expect(stackOf(withTrap, failInPage)).toEqual(stackOf(bare, failInPage));
  });

  it("is as long as the page wants it", () => {
    for (const limit of [0, 1, 3, 50]) {
      Error.stackTraceLimit = limit;
      try {
        withTrap(failInPage, hider)();
      } catch (error) {
        const frames = `${(error as Error).stack}`.split("\n    at ").length - 1;
        expect(frames).toBeLessThanOrEqual(limit);
        if (limit === 3) expect(frames).toBe(3);
      }
    }
  });

  it("is prepared by the page's own function", () => {
    const files: (string | null | undefined)[][] = [];
    Error.prepareStackTrace = (_, sites) => {
      files.push(sites.map((it) => it.getFileName()));
      return "prepared";
    };
    let thrown: unknown;
    try {
      withTrap(refuse, hider)();
    } catch (error) {
      thrown = error;
    }
    expect((thrown as Error).stack).toBe("prepared");
    expect(files.at(-1)).not.toContain("/ours/hook.js");
  });

  it.each([
    ["Error", Error],
    ["Function.prototype", Function.prototype],
    ["Object.prototype", Object.prototype],
  ])("is none that the page's function on %s is asked to prepare for us", (_, holder) => {
    const prepared: unknown[] = [];
    const prepare = (error: unknown) => prepared.push(error);
    Object.defineProperty(holder, "prepareStackTrace", {
      value: prepare,
      configurable: true,
      writable: true,
    });
    try {
      refusing(refuse, hider)();
    } finally {
      Reflect.deleteProperty(holder, "prepareStackTrace");
    }
    expect(prepared).toEqual([]);
  });
});
