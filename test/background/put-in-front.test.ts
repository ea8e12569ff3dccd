import { afterEach, describe, expect, it, vi } from "vitest";
import type { WebRequest } from "webextension-polyfill";
import { putInFront } from "../../src/background/put-in-front.ts";

afterEach(() => void vi.restoreAllMocks());

/** A filter that refuses the calls that are named. */
function setUp(refuses: readonly string[] = []) {
  const log = { out: "", closed: 0 };
  const call = (name: string, done: () => void) => {
    if (refuses.includes(name)) throw new Error(`InvalidStateError: ${name}`);
    done();
  };
  const filter = {
    write: (data: Uint8Array | ArrayBuffer) =>
      call("write", () => {
        log.out += new TextDecoder().decode(data);
      }),
    close: () =>
      call("close", () => {
        log.closed += 1;
      }),
    disconnect: () => call("disconnect", () => expect.unreachable("the worker could wait for ever")),
  } as unknown as WebRequest.StreamFilter;
  putInFront(filter, "hook();");
  const attempt = (event: () => void) => {
    try {
      event();
    } catch {
      // The browser reports it.
    }
  };
  return {
    log,
    data: (text: string) =>
      attempt(() => filter.ondata?.({ data: new TextEncoder().encode(text).buffer } as never)),
    stop: () => attempt(() => filter.onstop?.({} as never)),
  };
}

describe("putting the hook in front of a script", () => {
  it("writes all that comes and closes at the end, and not before", () => {
    const { log, data, stop } = setUp();
    data("one();");
    expect(log).toEqual({ out: "hook();one();", closed: 0 });
    data("two();");
    stop();
    expect(log).toEqual({ out: "hook();one();two();", closed: 1 });
  });

  it("closes a script that has ended before its first statement, and an empty one", () => {
    const { log, data, stop } = setUp();
    data("/* no end");
    expect(log.out).toBe("");
    stop();
    expect(log).toEqual({ out: "hook();/* no end", closed: 1 });
    const empty = setUp();
    empty.stop();
    expect(empty.log).toEqual({ out: "hook();", closed: 1 });
  });

  it("hands the script on as it is where its beginning cannot be read", () => {
    const { log, data, stop } = setUp();
    const broken = vi.spyOn(String.prototype, "startsWith").mockImplementation(() => {
      throw new RangeError("no memory");
    });
    data("one();");
    broken.mockRestore();
    data("two();");
    stop();
    expect(log.out).toBe("one();two();");
    expect(log.closed).toBe(1);
  });

  it.each([["one();", "two();"], ["/* goes", " on */ one();"], []])(
    "closes even where nothing can be written any more",
    (...chunks) => {
      const { log, data, stop } = setUp(["write"]);
      for (const chunk of chunks) data(chunk);
      stop();
      expect(log).toEqual({ out: "", closed: 1 });
    },
  );

  it("does not throw on where it is closed already", () => {
    const { data, stop, log } = setUp(["close"]);
    data("one();");
    stop();
    expect(log).toEqual({ out: "hook();one();", closed: 0 });
  });
});
