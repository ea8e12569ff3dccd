import { expect, it } from "vitest";
import { endpointOf } from "../../../../src/core/analysis/polling/empty-rule.ts";
import {
  DEFAULT_POLLING,
  parsePollingSettings,
  parseUsers,
  teachEndpoint,
} from "../../../../src/core/analysis/polling/polling-settings.ts";

it("reads what it has written, and what is not as it should be as at first", () => {
  const rule = { field: { path: "data.items", is: "[]" }, atMostBytes: 20 };
  const kept = teachEndpoint({ users: 5, hours: 2.5, taught: [] }, "GET https://a.example/x", rule);
  expect(parsePollingSettings(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  for (const wrong of [
    undefined,
    null,
    1,
    [],
    { users: "5", hours: -1, taught: [["x"], [1, {}], ["y", {}]] },
  ]) {
    expect(parsePollingSettings(wrong)).toEqual(DEFAULT_POLLING);
  }
  expect(parseUsers(1e99)).toBe(1e10);
  expect(parseUsers(Number.NaN)).toBeNull();
});

it("has one rule an endpoint, takes it back, and keeps the newest of very many", () => {
  const endpoint = endpointOf({ method: "GET", url: "https://a.example/x?token=secret", name: "GraphQL A" });
  expect(endpoint).toBe("GET https://a.example/x GraphQL A");
  let settings = teachEndpoint(DEFAULT_POLLING, endpoint, { status: 200 });
  settings = teachEndpoint(settings, endpoint, { status: 202 });
  expect(settings.taught).toEqual([[endpoint, { status: 202 }]]);
  expect(teachEndpoint(settings, endpoint, null).taught).toEqual([]);
  for (let index = 0; index < 600; index += 1)
    settings = teachEndpoint(settings, `GET ${index}`, { status: 200 });
  expect(settings.taught).toHaveLength(500);
  expect(settings.taught.at(-1)?.[0]).toBe("GET 599");
});
