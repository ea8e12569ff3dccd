import { describe, expect, it } from "vitest";
import { createFilterMemory } from "../../../src/panel/store/filter-memory.ts";
import { createFakeKeptFilters } from "../../support/fake-kept-filters.ts";

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("createFilterMemory", () => {
  it("keeps what was saved and used", async () => {
    const kept = createFakeKeptFilters();
    const store = createFilterMemory(
      kept,
      () => true,
      () => {},
    );
    await settled();
    store.used("price");
    store.save(" mine ", " dir:sent ");
    await settled();
    expect(kept.now).toEqual({ saved: [{ name: "mine", text: "dir:sent" }], recent: ["price"] });
    expect(store.memory.value).toEqual(kept.now);
    store.rename("mine", "ours");
    store.forgetRecent();
    await settled();
    expect(kept.now).toEqual({ saved: [{ name: "ours", text: "dir:sent" }], recent: [] });
    store.delete("ours");
    expect(store.memory.value.saved).toEqual([]);
  });

  it("keeps recent ones in memory alone where nothing may be written", async () => {
    const kept = createFakeKeptFilters({ saved: [], recent: ["before"] });
    const store = createFilterMemory(
      kept,
      () => false,
      () => {},
    );
    await settled();
    store.used("one");
    store.used("two");
    expect(store.memory.value.recent).toEqual(["two", "one", "before"]);
    store.save("asked for", "x");
    await settled();
    expect(kept.now.recent).toEqual(["before"]);
    expect(kept.now.saved).toHaveLength(1);
    expect(store.memory.value.recent).toEqual(["two", "one", "before"]);
    store.forgetRecent();
    expect(store.memory.value.recent).toEqual([]);
  });
});
