import { expect, it } from "vitest";
import { hidesHeartbeats, toggleHeartbeats } from "../../../src/core/query/toggle-heartbeats.ts";

it.each([
  ["", "-is:heartbeat"],
  ["dir:sent", "dir:sent -is:heartbeat"],
  ["a or b", "(a or b) -is:heartbeat"],
  ['"-is:heartbeat"', '"-is:heartbeat" -is:heartbeat'],
])("leaves them out, and takes that back: %s", (text, hidden) => {
  expect(hidesHeartbeats(text)).toBe(false);
  expect(toggleHeartbeats(text)).toBe(hidden);
  expect(hidesHeartbeats(hidden)).toBe(true);
  expect(toggleHeartbeats(hidden)).toBe(text.includes(" or ") ? `(${text})` : text);
});

it("takes them out of the middle", () => {
  expect(toggleHeartbeats("a  -IS:Heartbeat b")).toBe("a b");
});
