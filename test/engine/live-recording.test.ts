import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { frameBatches, frameKey } from "../support/frame-batches.ts";
import { createMemoryStore, memoryLibrary } from "../support/memory-store.ts";
import { IFRAME, PAGE } from "../support/senders.ts";
import { startRecording } from "../support/start-recording.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const T = 1_000_000;

function setUp({ preserve = true } = {}) {
  const store = createMemoryStore();
  const clock = { now: T };
  const changes: boolean[] = [];
  const failures: string[] = [];
  const live = startRecording(
    memoryLibrary(store),
    () => clock.now,
    (why) => failures.push(why),
    (cleared) => changes.push(cleared),
  );
  live.setPreserve(preserve);
  const cleared = () => changes.filter(Boolean).length;
  const rows = () => {
    const { session } = live.current;
    return Array.from({ length: session.log.length }, (_, row) => {
      const record = session.record(row);
      return record?.type ?? Buffer.from(session.payload(row)).toString();
    });
  };
  const navigate = (at: number, url = "https://shop.example/next") =>
    live.record({ type: "navigated", at, url });
  return { live, store, clock, failures, changes, cleared, rows, navigate };
}

/** A page that has said something. */
function oldPage(live: ReturnType<typeof startRecording>) {
  const frame = frameBatches("old");
  live.accept(frame.start(T), PAGE);
  live.accept(frame.text(T + 1, 1, "old"), PAGE);
  live.accept(
    frame.batch((it) => it.record({ type: "frame-left", at: T + 2, url: "", kept: false })),
    PAGE,
  );
}

describe("a dedicated worker", () => {
  it.each([true, false])("ends with its document, with what it has open (preserve: %s)", (preserve) => {
    const { live, navigate } = setUp({ preserve });
    live.accept(frameBatches("page").start(T), PAGE);
    const [own, shared] = (["dedicated", "shared"] as const).map((worker) => {
      const frame = frameBatches(worker);
      const [url, origin] = ["https://shop.example/w.js", "https://shop.example"];
      live.accept(
        frame.batch((it) => it.record({ type: "frame-started", at: T + 1, url, origin, top: false, worker })),
        PAGE,
      );
      live.accept(frame.open(T + 2, 1), PAGE);
      return frame;
    });
    navigate(T + 60_000);
    const states = () => live.current.session.connections.map(({ frame, state }) => [frame, state]);
    expect(states()).toEqual([
      [own?.key, "closed"],
      [shared?.key, "open"],
    ]);
    // The next page's own is none of them.
    live.accept(frameBatches("next").start(T + 60_000), PAGE);
    expect(states().at(-1)?.[1]).toBe("open");
  });
});

describe("a recording", () => {
  it("writes nothing before the window is known, and then from the beginning", async () => {
    const { live, store } = setUp();
    live.accept(frameBatches("f").text(T, 1, "early"), PAGE);
    await vi.advanceTimersByTimeAsync(5000);
    expect(store.writes).toEqual([]);
    live.attached({ incognito: false, heard: true });
    await vi.advanceTimersByTimeAsync(150);
    expect(store.writes).toMatchObject([{ index: 0, batches: [{ frame: frameKey("f") }] }]);
  });

  it("of a private window writes nothing, ever, whatever is said later", async () => {
    const { live, store, failures } = setUp();
    const frame = frameBatches("f");
    live.attached({ incognito: true, heard: true });
    live.accept(frame.text(T, 1, "secret"), PAGE);
    live.current.rename("secret");
    await vi.advanceTimersByTimeAsync(1000);
    live.attached({ incognito: false, heard: true });
    live.clear();
    live.accept(frame.text(T, 1, "secret"), PAGE);
    await vi.advanceTimersByTimeAsync(1000);
    expect([store.writes, failures]).toEqual([[], []]);
    expect(await live.store).toBeNull();
    expect(live.current.empty).toBe(false);
  });

  it("refuses what is no batch, counts it, and goes on", () => {
    const { live, rows } = setUp();
    const good = frameBatches("f").text(T, 1, "good");
    for (const bad of [null, "x", {}, { ...good, rows: [1, 2] }, { ...good, bytes: [9] }]) {
      live.accept(bad, PAGE);
    }
    expect([live.refused, rows()]).toEqual([5, []]);
    live.accept(good, PAGE);
    expect([live.refused, rows()]).toEqual([5, ["good"]]);
  });

  it("does not take another frame for the page, whatever it says, nor one that is not shown yet", () => {
    const { live, cleared, rows } = setUp({ preserve: false });
    oldPage(live);
    live.accept(frameBatches("liar").start(T + 5000, { top: true }), IFRAME);
    const prepared = { ...PAGE, frameId: 99, documentId: "D", prerendering: true };
    live.accept(frameBatches("prepared").start(T + 6000, { top: true }), prepared);
    expect([cleared(), rows()]).toEqual([0, ["old"]]);
  });

  it("leaves out what is more than any page says, tells of it, and takes all of the others", () => {
    const { live, rows } = setUp();
    const flood = frameBatches("flood").batch((it) => {
      for (let index = 0; index < 60_000; index += 1)
        it.record({ type: "hook-failed", at: T, count: 1, message: "" });
    });
    live.accept(flood, IFRAME);
    live.accept(frameBatches("good").text(T, 1, "still here"), PAGE);
    expect(live.current.session.dropped).toBe(10_000);
    expect(rows().filter((it) => it !== "hook-failed")).toEqual(["messages-dropped", "still here"]);
  });

  it("records while wanted, and in the background as the setting says", () => {
    const { live, changes } = setUp();
    expect(live.recording).toBe(true);
    live.setRecordWhileHidden(false);
    expect(live.recording).toBe(false);
    live.setPanelShown(true);
    expect(live.recording).toBe(true);
    live.setRecording(false);
    expect(live.recording).toBe(false);
    live.setRecordWhileHidden(true);
    expect(live.recording).toBe(false);
    live.setRecording(true);
    live.setPanelShown(false);
    expect(live.recording).toBe(true);
    expect(changes).not.toContain(true);
  });

  it("stays paused over Clear", () => {
    const { live, rows, cleared } = setUp();
    const frame = frameBatches("f");
    live.accept(frame.text(T, 1, "a"), PAGE);
    live.setRecording(false);
    live.clear();
    live.accept(frame.text(T, 1, "b"), PAGE);
    expect([rows(), live.recording, cleared()]).toEqual([[], false, 1]);
  });

  it("that is paused and cleared keeps nothing that was said in the pause, however late it comes", () => {
    const { live, clock, rows } = setUp();
    live.setRecording(false);
    clock.now = T + 1000;
    live.clear();
    live.accept(frameBatches("f").text(T + 990, 1, "said in the pause"), PAGE);
    expect(rows()).toEqual([]);
  });

  it("that was cleared takes no request that was over before, however late it is told", () => {
    const { live, clock, rows } = setUp();
    clock.now = T + 1000;
    live.clear();
    const entry = (url: string) => ({
      startedDateTime: new Date(T + 500).toISOString(),
      time: 1,
      request: { method: "GET", url },
      response: { status: 304 },
    });
    live.record({ type: "request-finished", at: T + 900, entry: entry("https://shop.example/before") });
    expect(rows()).toEqual([]);
    live.record({ type: "request-finished", at: T + 1100, entry: entry("https://shop.example/held") });
    expect(rows()).toEqual(["request-finished"]);
  });

  it("says that a reload is needed where no frame was heard", () => {
    const { live } = setUp();
    expect(live.reloadNeeded).toBe(false);
    live.attached({ incognito: false, heard: false });
    expect(live.reloadNeeded).toBe(true);
    live.attached({ incognito: false, heard: true });
    expect(live.reloadNeeded).toBe(false);
  });

  it("knows of the page that is there alone that the browser withholds it", () => {
    const { live } = setUp();
    live.setPage("https://shop.example/");
    live.attached({ incognito: false, heard: true, withheld: true });
    live.setPage("https://shop.example/");
    expect(live.withheld).toBe(true);
    live.setPage("https://other.example/");
    expect(live.withheld).toBe(false);
  });

  it("gives a session after Clear the page it is on", () => {
    const { live, navigate } = setUp();
    live.setPage("https://first.example/");
    navigate(T + 5, "https://second.example/");
    live.clear();
    expect(live.current.describe().url).toBe("https://second.example/");
  });
});

describe("a navigation that is told after Clear", () => {
  it("but was before it is no mark of the new session", () => {
    const { live, clock, rows, navigate } = setUp();
    clock.now = T + 100;
    live.clear();
    navigate(T + 50);
    expect(rows()).toEqual([]);
  });

  it("still says which page it is that the session is of", () => {
    const { live, clock, navigate } = setUp();
    live.setPage("https://first.example/");
    clock.now = T + 100;
    live.clear();
    navigate(T + 50, "https://second.example/");
    live.clear();
    expect(live.current.describe().url).toBe("https://second.example/");
  });
});

describe("a navigation that is to begin anew", () => {
  it("with Preserve on is a mark", () => {
    const { live, navigate, cleared, rows } = setUp();
    oldPage(live);
    navigate(T + 5000);
    live.accept(frameBatches("new").start(T + 5000), PAGE);
    expect(cleared()).toBe(0);
    expect(rows()).toEqual(["old", "navigated"]);
  });

  it("told by the browser alone begins a session with that mark", () => {
    const { live, navigate, cleared, rows } = setUp({ preserve: false });
    oldPage(live);
    navigate(T + 5000);
    expect([cleared(), rows()]).toEqual([1, ["navigated"]]);
    expect(live.current.describe().url).toBe("https://shop.example/next");
  });

  it("told by the hook first begins one session, not two", () => {
    const { live, navigate, cleared, rows } = setUp({ preserve: false });
    oldPage(live);
    const frame = frameBatches("new");
    live.accept(frame.start(T + 5000), PAGE);
    live.accept(frame.text(T + 5010, 1, "new"), PAGE);
    navigate(T + 4990);
    expect([cleared(), rows()]).toEqual([1, ["new", "navigated"]]);
  });

  it("told by the browser long after the hook begins one session, not two; the next one begins another", () => {
    const { live, navigate, cleared, rows } = setUp({ preserve: false });
    oldPage(live);
    const frame = frameBatches("new");
    live.accept(frame.start(T + 5000), PAGE);
    live.accept(frame.text(T + 5010, 1, "new"), PAGE);
    navigate(T + 9000);
    expect([cleared(), rows()]).toEqual([1, ["new", "navigated"]]);
    navigate(T + 12_000);
    expect([cleared(), rows()]).toEqual([2, ["navigated"]]);
  });

  it("told by the browser first begins one session, not two", () => {
    const { live, navigate, cleared, rows } = setUp({ preserve: false });
    oldPage(live);
    navigate(T + 4990);
    const frame = frameBatches("new");
    live.accept(frame.start(T + 5000), PAGE);
    live.accept(frame.text(T + 5010, 1, "new"), PAGE);
    expect([cleared(), rows()]).toEqual([1, ["navigated", "new"]]);
  });

  it("does not throw away what came before a page's first socket, however late that is", () => {
    const { live, navigate, cleared, rows } = setUp({ preserve: false });
    oldPage(live);
    navigate(T + 5000);
    const entry = {
      startedDateTime: new Date(T + 20_000).toISOString(),
      time: 1,
      request: { method: "GET", url: "https://shop.example/api/new" },
      response: { status: 200 },
    };
    live.record({ type: "request-finished", at: T + 20_000, entry });
    // The hook speaks when there is something to say, and then says first when its document began.
    const frame = frameBatches("new");
    live.accept(frame.start(T + 5003), PAGE);
    live.accept(frame.open(T + 60_000, 1), PAGE);
    expect(cleared()).toBe(1);
    expect(rows()).toContain("request-finished");
  });

  it("is not what a frame within the page does", () => {
    const { live, cleared } = setUp({ preserve: false });
    oldPage(live);
    live.accept(frameBatches("inner").start(T + 5000, { top: false }), PAGE);
    expect(cleared()).toBe(0);
  });

  it("with nothing recorded yet begins nothing", () => {
    const { live, navigate, cleared } = setUp({ preserve: false });
    navigate(T + 1);
    expect([cleared(), live.current.describe().startedAt]).toEqual([0, T]);
  });

  it("leaves the connections of the page before behind", () => {
    const { live, navigate } = setUp({ preserve: false });
    const frame = frameBatches("old");
    live.accept(frame.start(T), PAGE);
    live.accept(frame.open(T + 1, 1), PAGE);
    live.accept(
      frame.batch((it) => it.record({ type: "frame-left", at: T + 9, url: "", kept: false })),
      PAGE,
    );
    navigate(T + 5000);
    expect(live.current.session.connections).toEqual([]);
  });

  it("takes every navigation of a row of them", () => {
    const { live, navigate, cleared } = setUp({ preserve: false });
    for (let page = 1; page <= 4; page += 1) {
      const frame = frameBatches(`page ${page}`);
      live.accept(frame.start(T + page * 5000), PAGE);
      live.accept(frame.text(T + page * 5000 + 10, 1, "x"), PAGE);
      navigate(T + page * 5000 + 2);
    }
    expect(cleared()).toBe(3);
  });
});
