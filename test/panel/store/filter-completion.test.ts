import { describe, expect, it } from "vitest";
import { createFilterCompletion } from "../../../src/panel/store/filter-completion.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";

async function open() {
  const engine = createFakeEngine({ rows: 10 });
  const completion = createFilterCompletion(engine);
  completion.suggest("", 0, false);
  await new Promise((resolve) => setTimeout(resolve, 0));
  const texts = () => completion.candidates.value.map(({ text }) => text);
  return { engine, completion, texts };
}

describe("createFilterCompletion", () => {
  it("shows nothing to one who writes words, and all fields to one who asks", async () => {
    const { completion, texts } = await open();
    completion.suggest("hello ", 6, false);
    expect(texts()).toEqual([]);
    completion.suggest("hello ", 6, true);
    expect(texts()).toContain("dir:");
  });

  it("goes on from a field to its values, and closes with one that is whole", async () => {
    const { completion, texts } = await open();
    completion.suggest("di", 2, false);
    expect(texts()).toEqual(["dir:"]);
    const field = completion.candidates.value[0];
    if (field === undefined) throw new Error("No candidate");
    const { text, cursor } = completion.take(field);
    expect([text, cursor]).toEqual(["dir:", 4]);
    completion.suggest(text, cursor, false);
    expect(texts()).toEqual(["dir:sent", "dir:received"].map((it) => it.slice(4)));
    const value = completion.candidates.value[0];
    if (value === undefined) throw new Error("No candidate");
    expect(completion.take(value)).toEqual({ text: "dir:sent ", cursor: 9 });
    completion.suggest("dir:sent", 8, false);
    expect(texts()).toEqual([]);
  });

  it("offers what is in the session, and does without where the engine fails", async () => {
    const { engine, completion, texts } = await open();
    completion.suggest("event:", 6, false);
    expect(texts()).toEqual(["price"]);
    engine.failNext("vocabulary", "No.");
    completion.close();
    completion.suggest("", 0, false);
    await new Promise((resolve) => setTimeout(resolve, 0));
    completion.suggest("event:pr", 8, false);
    expect(texts()).toEqual(["price"]);
  });

  it("moves round, with a place where none is active", async () => {
    const { completion } = await open();
    completion.suggest("dir:", 4, false);
    const seen = [1, 1, 1, -1].map((by) => {
      completion.moveActive(by);
      return completion.active.value;
    });
    expect(seen).toEqual([0, 1, -1, 1]);
  });
});
