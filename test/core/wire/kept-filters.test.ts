import { describe, expect, it } from "vitest";
import {
  deleteFilter,
  MAX_RECENT,
  MAX_SAVED,
  NO_FILTERS,
  parseFilterMemory,
  rememberFilter,
  renameFilter,
  saveFilter,
} from "../../../src/core/wire/kept-filters.ts";

describe("kept filters", () => {
  it("have one text a name, in the order of their names", () => {
    let memory = saveFilter(NO_FILTERS, "slow", "rtt>1s");
    memory = saveFilter(memory, "errors", "$.error");
    memory = saveFilter(memory, "slow", "rtt>2s");
    expect(memory.saved).toEqual([
      { name: "errors", text: "$.error" },
      { name: "slow", text: "rtt>2s" },
    ]);
    memory = renameFilter(memory, "slow", "errors");
    expect(memory.saved).toEqual([{ name: "errors", text: "rtt>2s" }]);
    expect(deleteFilter(memory, "errors").saved).toEqual([]);
  });

  it("refuse what has no name or no text, and more than one would ever name", () => {
    expect(saveFilter(NO_FILTERS, " ", "a")).toEqual(NO_FILTERS);
    expect(saveFilter(NO_FILTERS, "a", "")).toEqual(NO_FILTERS);
    let memory = NO_FILTERS;
    for (let index = 0; index <= MAX_SAVED; index += 1) memory = saveFilter(memory, `name ${index}`, "x");
    expect(memory.saved).toHaveLength(MAX_SAVED);
    expect(saveFilter(memory, "name 0", "y").saved.find((it) => it.name === "name 0")?.text).toBe("y");
  });

  it("remember the last ones first, each once", () => {
    let memory = NO_FILTERS;
    for (const text of ["a", "b", " a ", "", "x".repeat(5000)]) memory = rememberFilter(memory, text);
    expect(memory.recent).toEqual(["a", "b"]);
    for (let index = 0; index < 20; index += 1) memory = rememberFilter(memory, `t${index}`);
    expect(memory.recent).toHaveLength(MAX_RECENT);
    expect(memory.recent[0]).toBe("t19");
  });

  it("are read back as they were, and leave out what is not as it should be", () => {
    const memory = rememberFilter(saveFilter(NO_FILTERS, "n", "t"), "r");
    expect(parseFilterMemory(structuredClone(memory))).toEqual(memory);
    for (const input of [null, 1, "x", {}, { saved: 1, recent: {} }]) {
      expect(parseFilterMemory(input)).toEqual(NO_FILTERS);
    }
    const mixed = { saved: [null, { name: 1, text: "a" }, { name: "a", text: "b" }], recent: [1, "ok", ""] };
    expect(parseFilterMemory(mixed)).toEqual({ saved: [{ name: "a", text: "b" }], recent: ["ok"] });
  });
});
