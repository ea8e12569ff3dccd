import { describe, expect, it } from "vitest";
import { createWorkerLinks } from "../../src/channel/worker-links.ts";

/** A document's relay, and a worker on a channel that delivers at once. */
function setUp({ taking = true } = {}) {
  const channels = new Map<string, { hear: (data: unknown) => void; heard: unknown[] }>();
  class FakeChannel {
    heard: unknown[] = [];
    hear: (data: unknown) => void = () => {};
    constructor(name: string) {
      channels.set(name, this);
    }
    postMessage(data: unknown) {
      this.heard.push(data);
    }
    addEventListener(_: string, listener: (event: { data: unknown }) => void) {
      this.hear = (data) => listener({ data });
    }
  }
  const state = { taking };
  const taken: unknown[] = [];
  const links: { ready(): void; arm(): void; idle(): void }[] = [];
  const join = createWorkerLinks(
    { BroadcastChannel: FakeChannel, location: { href: "https://shop.example/a#part" } } as never,
    (batch) => {
      if (state.taking) taken.push(batch);
      return state.taking;
    },
    (link) => links.push(link),
  );
  return { channels, join, links, state, taken };
}

const notice = (documentUrl: string | null, channel = "c") => ({ channel, documentUrl });

/** Batches that differ. */
const batch = (number: number) => ({ rows: [], text: "", bytes: [], number });

describe("a relay's links to workers", () => {
  it("asks, and links a worker once it answers", () => {
    const { channels, join, links } = setUp();
    join(notice(null));
    const worker = channels.get("c");
    expect([worker?.heard, links]).toEqual([["ask"], []]);
    worker?.hear({ kind: "hello" });
    worker?.hear({ kind: "hello" });
    expect(links).toHaveLength(1);
    links[0]?.ready();
    links[0]?.arm();
    links[0]?.idle();
    expect(worker?.heard).toEqual(["ask", "ready", "arm", "idle"]);
  });

  it("takes up service workers that are started again, on the one channel that they have", () => {
    const { channels, join, links } = setUp();
    join(notice(null));
    const first = channels.get("c");
    join(notice(null));
    expect(channels.get("c")).toBe(first);
    first?.hear({ kind: "hello" });
    links[0]?.ready();
    first?.hear({ kind: "hello" });
    expect([links.length, first?.heard]).toEqual([1, ["ask", "ready", "ready"]]);
  });

  it("joins a shared worker of its own document alone", () => {
    const { channels, join } = setUp();
    join(notice("https://shop.example/b", "other"));
    join(notice("https://shop.example/a", "own"));
    expect([...channels.keys()]).toEqual(["own"]);
  });

  it("keeps what it cannot pass on, in order, and says so", () => {
    const { channels, join, links, state, taken } = setUp({ taking: false });
    join(notice(null));
    const worker = channels.get("c");
    worker?.hear({ kind: "hello" });
    worker?.hear({ kind: "batch", batch: batch(1) });
    state.taking = true;
    worker?.hear({ kind: "batch", batch: batch(2) });
    expect([taken, worker?.heard]).toEqual([[], ["ask", "hold", "hold"]]);
    links[0]?.ready();
    worker?.hear({ kind: "batch", batch: batch(3) });
    expect([taken, worker?.heard.at(-1)]).toEqual([[batch(1), batch(2), batch(3)], "ready"]);
  });

  it("passes on to a new listener what came when the last had gone, and what follows", () => {
    const { channels, join, links, state, taken } = setUp();
    join(notice(null));
    const worker = channels.get("c");
    worker?.hear({ kind: "hello" });
    links[0]?.arm();
    state.taking = false;
    links[0]?.idle();
    worker?.hear({ kind: "batch", batch: batch(1) });
    state.taking = true;
    links[0]?.arm();
    worker?.hear({ kind: "batch", batch: batch(2) });
    expect(taken).toEqual([batch(1), batch(2)]);
    expect(worker?.heard.at(-1)).toBe("arm");
  });

  it("takes nothing that cannot be weighed", () => {
    const { channels, join, taken } = setUp();
    join(notice(null));
    channels.get("c")?.hear({ kind: "batch", batch: 1 });
    expect(taken).toEqual([]);
  });

  it("goes on where another document's listener goes", () => {
    const { channels, join, links } = setUp();
    join(notice(null));
    const worker = channels.get("c");
    worker?.hear({ kind: "hello" });
    worker?.hear("idle");
    expect(worker?.heard).toEqual(["ask"]);
    links[0]?.ready();
    worker?.hear("idle");
    expect(worker?.heard).toEqual(["ask", "ready", "ready"]);
    links[0]?.idle();
    worker?.hear("idle");
    expect(worker?.heard.slice(3)).toEqual(["idle"]);
  });

  it("does not take another relay's words for the worker's", () => {
    const { channels, join, links } = setUp();
    join(notice(null));
    channels.get("c")?.hear("ask");
    expect(links).toEqual([]);
  });
});
