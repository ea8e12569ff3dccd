import { expect, it } from "vitest";
import { hasNamesake } from "../../../src/panel/store/has-namesake.ts";

it("connections are told apart where what is shown of their addresses is the same", () => {
  const urls = ["wss://a.example/feed?try=1", "wss://a.example/feed?try=2", "wss://a.example/other"];
  const connections = new Map(urls.map((url, index) => [index + 1, { url }]));
  expect([1, 2, 3].map((id) => hasNamesake(id, [1, 2, 3], connections))).toEqual([true, true, false]);
  expect(hasNamesake(1, [1, 3], connections)).toBe(false);
});
