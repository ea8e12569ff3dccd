import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findReason } from "../../../tooling/browser/apt-install.ts";
import { expandPattern, listCandidates } from "../../../tooling/browser/browser-places.ts";
import { isRecent, parseVersion } from "../../../tooling/browser/browser-version.ts";
import { describeMissing } from "../../../tooling/browser/find-browser.ts";

describe("the places a browser may be", () => {
  const env = { HOME: "/home/ann", PATH: "/usr/bin:/opt/bin" };

  it("puts Chromium before Edge and Google Chrome last", () => {
    const places = listCandidates("chromium", "linux", env);
    expect(places[0]).toBe("/usr/bin/chromium");
    expect(places).toContain("/opt/bin/chromium-browser");
    expect(places.indexOf("/usr/bin/microsoft-edge")).toBeLessThan(places.indexOf("/usr/bin/google-chrome"));
    expect(places.at(-1)).toContain("google-chrome-stable");
  });

  it("looks into the caches of Playwright and puppeteer", () => {
    const places = listCandidates("chromium", "linux", env);
    expect(places).toContain("/home/ann/.cache/ms-playwright/chromium-*/chrome-linux*/chrome");
    expect(places).toContain("/home/ann/.cache/puppeteer/chrome/*/chrome-linux*/chrome");
  });

  it("knows macOS and Windows", () => {
    expect(listCandidates("firefox", "darwin", env)[0]).toBe(
      "/Applications/Firefox.app/Contents/MacOS/firefox",
    );
    const windows = { ProgramFiles: "C:\\Program Files", LOCALAPPDATA: "C:\\local" };
    expect(listCandidates("firefox", "win32", windows)[0]).toBe(
      "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
    );
    expect(listCandidates("chromium", "win32", windows).at(-1)).toBe(
      "C:\\local\\Google\\Chrome\\Application\\chrome.exe",
    );
  });
});

describe("a pattern of paths", () => {
  let dir = "";
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "duplex-places-"));
    for (const version of ["9.1", "120.0", "99.5"]) {
      await mkdir(join(dir, `chromium-${version}`));
      await writeFile(join(dir, `chromium-${version}`, "chrome"), "");
    }
    await mkdir(join(dir, "other-500"));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it("stands for the files that are there, the newest first", async () => {
    const found = await expandPattern(join(dir, "chromium-*", "chrome"));
    expect(found).toEqual(
      ["120.0", "99.5", "9.1"].map((version) => join(dir, `chromium-${version}`, "chrome")),
    );
  });

  it("is empty where nothing fits", async () => {
    expect(await expandPattern(join(dir, "nothing", "*", "chrome"))).toEqual([]);
    expect(await expandPattern(join(dir, "chrome"))).toEqual([]);
  });
});

describe("a browser's version", () => {
  it("is read from what --version prints", () => {
    expect(parseVersion("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)")).toBe(
      "156.0.8078.79",
    );
    expect(parseVersion("Mozilla Firefox 153.7.0esr")).toBe("153.7.0");
    expect(parseVersion("command not found")).toBe("");
  });

  it("must be recent enough", () => {
    expect(isRecent("chromium", "148.0.1.2")).toBe(true);
    expect(isRecent("chromium", "147.9.9.9")).toBe(false);
    expect(isRecent("firefox", "142.0")).toBe(true);
    expect(isRecent("firefox", "140.5.0")).toBe(false);
  });
});

describe("a missing browser", () => {
  it("is told in one sentence with what was seen and what to do", () => {
    const text = describeMissing("firefox", [
      "/usr/bin/firefox-esr is version 140.5.0",
      "/usr/bin/firefox-esr is version 140.5.0",
    ]);
    expect(text).toContain(
      "No Firefox 142 or newer was found (/usr/bin/firefox-esr is version 140.5.0): install it",
    );
    expect(text).toContain("DUPLEX_FIREFOX");
  });

  it("says why apt-get failed", () => {
    expect(findReason("Reading…\nE: Unable to locate package chromium\nmore\n")).toBe(
      "E: Unable to locate package chromium",
    );
    expect(findReason("")).toBe("it said nothing");
  });
});
