import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createNetworkLog } from "../../src/devtools/network-log.ts";

/** A log whose browser says whether it is listened to. */
function createLog() {
  let listened = false;
  const finished = {
    addListener() {
      listened = true;
    },
    removeListener() {
      listened = false;
    },
  };
  const log = createNetworkLog(
    finished,
    () => {},
    () => {},
  );
  return { log, isOn: () => listened };
}

/** A socket opens, says much, and has been quiet for so long that the log is listened to again. */
function beBusy(log: ReturnType<typeof createLog>["log"], url: string): void {
  log.socketOpened(url);
  log.traffic(1001);
  vi.advanceTimersByTime(2000);
}

describe("the network log", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is not listened to while sockets are busy", () => {
    const { log, isOn } = createLog();
    expect(isOn()).toBe(true);
    log.traffic(1001);
    expect(isOn()).toBe(false);
    vi.advanceTimersByTime(1000);
    log.traffic(101);
    vi.advanceTimersByTime(1000);
    expect(isOn()).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(isOn()).toBe(true);
  });

  it("takes a socket for busy that was so before, for a second at least", () => {
    const { log, isOn } = createLog();
    beBusy(log, "wss://a.example/feed?token=1");
    expect(isOn()).toBe(true);

    vi.advanceTimersByTime(900);
    log.socketOpened("wss://a.example/other");
    expect(isOn()).toBe(true);
    log.socketOpened("wss://a.example/feed?token=2");
    expect(isOn()).toBe(false);
    vi.advanceTimersByTime(900);
    expect(isOn()).toBe(false);
    log.traffic(1001);
    vi.advanceTimersByTime(3000);
    expect(isOn()).toBe(true);
    log.socketOpened("wss://a.example/feed?token=3");
    expect(isOn()).toBe(false);
  });

  it("forgets it where the socket is not busy any more", () => {
    const { log, isOn } = createLog();
    beBusy(log, "wss://a.example/feed");
    log.socketOpened("wss://a.example/feed");
    vi.advanceTimersByTime(2000);
    expect(isOn()).toBe(true);
    log.socketOpened("wss://a.example/feed");
    expect(isOn()).toBe(true);
  });

  it("takes none for busy that says much in the course of time", () => {
    const { log, isOn } = createLog();
    log.socketOpened("wss://a.example/chat");
    for (let second = 0; second < 30; second += 1) {
      log.traffic(90);
      vi.advanceTimersByTime(1000);
    }
    expect(log.wasOff(0, Date.now())).toBe(true);
    log.socketOpened("wss://a.example/chat");
    expect(isOn()).toBe(true);
  });
});
