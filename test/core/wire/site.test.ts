import { describe, expect, it } from "vitest";
import { formatSiteProblem } from "../../../src/core/format/format-site-problem.ts";
import { isClosed, matchesSite, parseSite, siteOf, toMatchPatterns } from "../../../src/core/wire/site.ts";

describe("a site that is typed", () => {
  it.each([
    ["shop.example", "shop.example"],
    ["  Shop.Example ", "shop.example"],
    ["*.shop.example", "*.shop.example"],
    ["https://shop.example/cart?id=1#top", "shop.example"],
    ["wss://shop.example/prices", "shop.example"],
    ["*://*.shop.example/*", "*.shop.example"],
    ["localhost", "localhost"],
    ["localhost:3000", "localhost:3000"],
    ["http://localhost:03000/", "localhost:3000"],
    ["shop.example:443", "shop.example:443"],
    ["127.0.0.1", "127.0.0.1"],
    ["[::1]", "[::1]"],
    ["http://[0:0::1]:8080/", "[::1]:8080"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["*.日本語.jp", "*.xn--wgv71a119e.jp"],
    ["file:", "file:"],
    ["file:///home/me/a.html", "file:"],
  ])("%s is %s", (text, site) => {
    expect(parseSite(text, true)).toEqual({ site });
    // What is written down is read as the same.
    expect(parseSite(site, true)).toEqual({ site });
  });

  it.each([
    ["", /Type a host/],
    ["*", /star/],
    ["*shop.example", /star/],
    ["shop.*.example", /star/],
    ["*.*.example", /star/],
    ["*.127.0.0.1", /IP address/],
    ["*.[::1]", /IP address/],
    ["chrome://settings", /web pages and files/],
    ["about:blank", /no host/],
    ["me@shop.example", /no host/],
    ["shop example", /no host/],
    ["shop.example:99999", /no host/],
    ["http://", /no host/],
    ["::1", /no host/],
    ["a".repeat(300), /no host/],
  ])("%j is refused with a sentence", (text, problem) => {
    const parsed = parseSite(text, true);
    expect("problem" in parsed && formatSiteProblem(parsed)).toMatch(problem);
  });

  it("may have no port where the browser cannot tell ports apart", () => {
    const parsed = parseSite("localhost:3000", false);
    expect("problem" in parsed && formatSiteProblem(parsed)).toMatch(/Firefox knows no ports/);
  });
});

describe("the site of a page", () => {
  it.each([
    ["https://shop.example/cart", "shop.example", "shop.example"],
    ["http://localhost:3000/", "localhost:3000", "localhost"],
    ["file:///tmp/a.html", "file:", "file:"],
    ["about:blank", null, null],
    ["", null, null],
  ])("%s", (url, withPort, withoutPort) => {
    expect([siteOf(url, true), siteOf(url, false)]).toEqual([withPort, withoutPort]);
  });
});

describe("match patterns", () => {
  it.each([
    ["shop.example", ["*://shop.example/*"]],
    ["*.shop.example", ["*://*.shop.example/*"]],
    ["[::1]", ["*://[::1]/*"]],
    ["localhost:3000", ["http://localhost:3000/*", "https://localhost:3000/*"]],
    ["[::1]:80", ["http://[::1]:80/*", "https://[::1]:80/*"]],
    ["file:", ["file:///*"]],
  ])("of %s", (site, patterns) => {
    expect(toMatchPatterns(site)).toEqual(patterns);
  });
});

describe("whether a page is of a site", () => {
  it.each([
    ["shop.example", "https://shop.example/a", true],
    ["shop.example", "http://shop.example:8080/a", true],
    ["shop.example", "https://www.shop.example/", false],
    ["shop.example", "https://notshop.example/", false],
    ["*.shop.example", "https://a.b.shop.example/", true],
    ["*.shop.example", "https://shop.example/", true],
    ["*.shop.example", "https://notshop.example/", false],
    ["localhost:3000", "http://localhost:3000/", true],
    ["localhost:3000", "http://localhost:3001/", false],
    ["shop.example:443", "https://shop.example/", true],
    ["shop.example:443", "http://shop.example/", false],
    ["[::1]", "http://[::1]:3000/", true],
    ["[::1]:3000", "http://[::1]:3000/", true],
    ["file:", "file:///tmp/a.html", true],
    ["file:", "https://shop.example/", false],
    ["shop.example", "file:///shop.example/", false],
    ["shop.example", "ftp://shop.example/", false],
    ["shop.example", "", false],
  ])("%s and %s: %s", (site, url, expected) => {
    expect(matchesSite(site, url)).toBe(expected);
  });
});

describe("a page that browsers keep extensions out of", () => {
  it.each([
    "chrome://version/",
    "about:license",
    "about:blankets",
    "moz-extension://1/a.html",
    "view-source:http://a/",
    "",
  ])("%s is one", (url) => expect(isClosed(url)).toBe(true));

  it.each([
    "http://a/",
    "https://a/",
    "file:///a.html",
    "data:text/html,a",
    "blob:http://a/1",
    "about:blank",
    "about:srcdoc",
  ])("%s is none", (url) => expect(isClosed(url)).toBe(false));
});
