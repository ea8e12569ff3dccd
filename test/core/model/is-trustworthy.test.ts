import { expect, it } from "vitest";
import { isTrustworthy } from "../../../src/core/model/is-trustworthy.ts";

it.each([
  ["https://shop.example/", true],
  ["http://shop.example/", false],
  ["http://192.168.1.5:3000/", false],
  ["http://localhost.example/", false],
  ["http://127.0.0.1:8080/", true],
  ["http://[::1]/", true],
  ["http://app.localhost/", true],
  ["", false],
])("says of %s whether it is trustworthy: %s", (url, is) => {
  expect(isTrustworthy(url)).toBe(is);
});
