import { expect, it } from "vitest";
import type { FoundNodes } from "../../../src/core/decode/find-in-tree.ts";
import { createTreeSearch } from "../../../src/panel/store/tree-search.ts";

it("goes from place to place, round the ends", async () => {
  const search = createTreeSearch(async () => ({ paths: [[0], [2, 1]], more: true }));
  search.find("a");
  expect(search.found.value, "it looks").toBeNull();
  await Promise.resolve();
  expect(search.found.value).toEqual({ count: 2, more: true });
  expect(search.path.value).toEqual([0]);
  search.go(1);
  expect(search.path.value).toEqual([2, 1]);
  search.go(1);
  expect(search.path.value).toEqual([0]);
  search.go(-1);
  expect(search.current.value).toBe(1);
  search.find("");
  expect(search.found.value).toEqual({ count: 0, more: false });
  expect(search.path.value).toBeNull();
});

it("shows what was looked for last, whatever comes when", async () => {
  const gives: ((found: FoundNodes | null) => void)[] = [];
  const search = createTreeSearch(() => new Promise((resolve) => gives.push(resolve)));
  search.find("a");
  search.find("ab");
  gives[1]?.({ paths: [[1]], more: false });
  gives[0]?.({ paths: [[7], [8]], more: false });
  await Promise.resolve();
  await Promise.resolve();
  expect(search.path.value).toEqual([1]);
  search.find("abc");
  gives[2]?.(null);
  await Promise.resolve();
  expect(search.found.value, "it was asked for something else meanwhile").toBeNull();
});
