import { describe, expect, it } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import { createFinder, type FoundAmong } from "../../src/engine/finder.ts";
import { createScanWorkers } from "../../src/engine/scan-workers.ts";
import { createFakeScanWorkers } from "../support/fake-scan-worker.ts";
import { frameBatches } from "../support/frame-batches.ts";

function setUp(texts: readonly string[], times: (index: number) => number = (index) => index) {
  const session = createSession();
  const frame = frameBatches("f");
  const add = (more: readonly string[]) =>
    more.forEach((text, index) => void session.accept(frame.text(times(index), 1 + (index % 2), text)));
  add(texts);
  const all: FoundAmong = { session, annotations: new Map(), scope: null, filter: null };
  const workers = createFakeScanWorkers();
  const finder = createFinder(createScanWorkers(workers.start.bind(workers)), () => {}, all);
  async function settle() {
    do {
      finder.advance(() => 0);
      await new Promise((resolve) => setTimeout(resolve, 0));
    } while (finder.busy);
  }
  return { all, finder, settle, add };
}

describe("a finder", () => {
  it("goes from match to match, in both directions and round the ends", async () => {
    const { finder, settle } = setUp(["apple", "pear", "apple pie", "plum", "Apple"]);
    finder.find("apple");
    await settle();
    expect(finder.state).toMatchObject({ text: "apple", matched: 3, looking: false });
    const rows = (row: number | null, by: -1 | 0 | 1) => {
      const found = finder.from(row, by);
      return found && [found.row, found.ordinal];
    };
    expect([rows(null, 1), rows(0, 1), rows(2, 1), rows(4, 1)]).toEqual([
      [0, 1],
      [2, 2],
      [4, 3],
      [0, 1],
    ]);
    expect([rows(null, -1), rows(4, -1), rows(3, -1), rows(0, -1)]).toEqual([
      [4, 3],
      [2, 2],
      [2, 2],
      [4, 3],
    ]);
    expect([rows(null, 0), rows(1, 0), rows(2, 0), rows(3, 1)]).toEqual([
      [0, 1],
      [2, 2],
      [2, 2],
      [4, 3],
    ]);
    expect([0, 1, 2, 3, 4].filter(finder.has)).toEqual([0, 2, 4]);
  });

  it("looks in the rows that are shown alone, and anew where these are others", async () => {
    const { all, finder, settle } = setUp(["apple", "apple pie", "apple tart", "pear"]);
    finder.find("apple");
    const before = finder.revision;
    finder.among({
      ...all,
      scope: { connections: new Set([1]), span: null },
      filter: parseQuery("-tart").query ?? null,
    });
    await settle();
    expect(finder.state?.matched).toBe(1);
    expect(finder.revision).toBeGreaterThan(before);
    finder.among(all);
    await settle();
    expect(finder.state?.matched).toBe(3);
  });

  it("stands among rows of the same time by their numbers", async () => {
    const { finder, settle } = setUp(["a", "b", "a", "b", "a"], () => 7);
    finder.find("a");
    await settle();
    expect([0, 1, 2, 3, 4].map((row) => finder.from(row, 1)?.row)).toEqual([2, 2, 4, 4, 0]);
  });

  it("finds what comes later", async () => {
    const { finder, settle, add } = setUp(["apple"]);
    finder.find("pear");
    await settle();
    expect(finder.from(null, 1)).toBeNull();
    add(["pear"]);
    await settle();
    expect(finder.from(null, 1)).toEqual({ row: 1, ordinal: 1 });
  });

  it("says what is wrong, and looks for nothing where nothing is asked", async () => {
    const { finder, settle } = setUp(["apple"]);
    finder.find("size>many");
    await settle();
    expect(finder.state).toMatchObject({ matched: 0, wrong: { start: 5, end: 9 } });
    finder.find("");
    expect(finder.state).toBeNull();
    expect(finder.from(null, 1)).toBeNull();
    finder.dispose();
  });
});
