import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { releaseDebugger } from "../../src/background/release-debugger.ts";
import { tellBackground } from "../../src/devtools/tell-background.ts";

const OWN = "chrome-extension://own/";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A background and one devtools page, with ports between them that either end can lose. */
function setUp(url = `${OWN}devtools.html`) {
  const detach = vi.fn(async () => {});
  let connected: (port: object) => void = () => {};
  const ports: { lost(): void; left(): void }[] = [];
  releaseDebugger(
    {
      onConnect: {
        addListener(listener: (port: object) => void) {
          connected = listener;
        },
      },
      getURL: () => OWN,
    } as never,
    detach,
  );
  const connect = ({ name }: { name: string }) => {
    let heard: (message: unknown) => void = () => {};
    const ends: Record<"here" | "there", () => void> = { here: () => {}, there: () => {} };
    connected({
      name,
      sender: { url },
      onMessage: {
        addListener(listener: typeof heard) {
          heard = listener;
        },
      },
      onDisconnect: {
        addListener(listener: () => void) {
          ends.there = listener;
        },
      },
    });
    ports.push({ lost: () => ends.here(), left: () => ends.there() });
    return {
      postMessage: (message: unknown) => heard(message),
      onDisconnect: {
        addListener(listener: () => void) {
          ends.here = listener;
        },
      },
    };
  };
  return { detach, ports, held: tellBackground({ connect } as never) };
}

describe("what a devtools page has attached", () => {
  it("is let go when that page is gone, as far as it still holds it", () => {
    const { held, ports, detach } = setUp();
    held([{ tabId: 7 }]);
    held([{ tabId: 7 }, { targetId: "S" }]);
    expect(detach).not.toHaveBeenCalled();
    ports[0]?.left();
    expect(detach.mock.calls).toEqual([[{ tabId: 7 }], [{ targetId: "S" }]]);
  });

  it("is told again to a background that was stopped", async () => {
    const { held, ports, detach } = setUp();
    held([{ tabId: 7 }]);
    ports[0]?.lost();
    await vi.advanceTimersByTimeAsync(1000);
    expect(ports).toHaveLength(2);
    ports[1]?.left();
    expect(detach).toHaveBeenCalledExactlyOnceWith({ tabId: 7 });
  });

  it("needs no port while there is nothing, and no page can speak of it", async () => {
    const { held, ports } = setUp();
    held([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ports).toHaveLength(0);
    const other = setUp("https://shop.example/");
    other.held([{ tabId: 7 }]);
    other.ports[0]?.left();
    expect(other.detach).not.toHaveBeenCalled();
  });
});
