import { describe, expect, it } from "vitest";
import { createTextSearch, placesWithin } from "../../../src/panel/store/text-search.ts";

describe("createTextSearch", () => {
  it("finds, and goes round", () => {
    const search = createTextSearch("one two One");
    search.find("ONE");
    expect([...(search.places.value?.starts ?? [])]).toEqual([0, 8]);
    expect([search.current.value, search.place.value]).toEqual([0, { start: 0, end: 3 }]);
    search.go(1);
    expect(search.place.value).toEqual({ start: 8, end: 11 });
    search.go(1);
    expect(search.current.value).toBe(0);
    search.go(-1);
    expect(search.current.value).toBe(1);
    search.find("three");
    expect([search.current.value, search.place.value]).toEqual([null, null]);
    search.go(1);
    expect(search.current.value).toBeNull();
  });
});

describe("placesWithin", () => {
  it("are those that lie in a part, even half", () => {
    const search = createTextSearch("abcabcabc");
    search.find("abc");
    const places = search.places.value ?? { starts: new Uint32Array(0), more: false };
    expect(placesWithin(places, 3, 2, 7)).toEqual([
      { start: 2, end: 3, index: 0 },
      { start: 3, end: 6, index: 1 },
      { start: 6, end: 7, index: 2 },
    ]);
    expect(placesWithin(places, 3, 9, 12)).toEqual([]);
  });
});
