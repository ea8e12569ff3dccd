import { describe, expect, it } from "vitest";
import { createGuard } from "../../src/page/guard.ts";

describe("a guard", () => {
  it("tells with a failure how many before it could not be told, as at the end of the page's stack", () => {
    const told: [message: string, count: number][] = [];
    let hasRoom = true;
    const guard = createGuard((message, count) => {
      if (!hasRoom) throw new RangeError("Maximum call stack size exceeded");
      told.push([message, count]);
    });
    const fail = (message: string) =>
      guard(() => {
        throw new Error(message);
      });
    fail("first");
    hasRoom = false;
    fail("lost");
    guard.caught(new Error("lost, too"));
    hasRoom = true;
    fail("next");
    fail("last");
    expect(told).toEqual([
      ["first", 1],
      ["next", 3],
      ["last", 1],
    ]);
  });

  it("tells a failure that could not be told, and that none follows, with what it runs next", () => {
    const told: [message: string, count: number][] = [];
    let hasRoom = false;
    const guard = createGuard((message, count) => {
      if (!hasRoom) throw new RangeError("Maximum call stack size exceeded");
      told.push([message, count]);
    });
    guard.caught(new Error("lost"));
    guard(() => {});
    hasRoom = true;
    guard(() => {});
    guard(() => {});
    expect(told).toEqual([["lost", 1]]);
  });

  it("tells once what leads to the guard again as it is told", () => {
    let told = 0;
    const guard = createGuard(() => {
      told += 1;
      if (told < 9) guard(() => {});
    });
    guard.caught(new Error("once"));
    expect(told).toBe(1);
  });

  it("runs no code of the page for an error's message", () => {
    const told: string[] = [];
    const guard = createGuard((message) => told.push(message));
    let asked = 0;
    const count = () => {
      asked += 1;
      return "asked";
    };
    guard.caught(Object.defineProperty(new Error("own"), "message", { get: count }));
    guard.caught({ toString: count });
    guard.caught("a text");
    expect([told, asked]).toEqual([["unknown", "unknown", "unknown"], 0]);
  });
});
