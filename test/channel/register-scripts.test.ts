import { describe, expect, it } from "vitest";
import type { Browser } from "webextension-polyfill";
import { registerScripts } from "../../src/background/register-scripts.ts";

interface Script {
  readonly id: string;
  readonly [key: string]: unknown;
}

function setUp(known: string[]) {
  const added: Script[][] = [];
  const scripting = {
    getRegisteredContentScripts: async () => known.map((id) => ({ id })),
    registerContentScripts: async (scripts: Script[]) => void added.push(scripts),
  };
  return { added, browser: { scripting } as unknown as Browser };
}

describe("registering the in-page scripts", () => {
  it("registers hook and relay, for every frame and before its first script", async () => {
    const { added, browser } = setUp([]);
    await registerScripts(browser);
    const everywhere = {
      matches: ["<all_urls>"],
      allFrames: true,
      matchOriginAsFallback: true,
      runAt: "document_start",
      persistAcrossSessions: true,
    };
    expect(added).toMatchObject([
      [
        { id: "duplex-hook", js: ["hook.js"], world: "MAIN", ...everywhere },
        { id: "duplex-relay", js: ["relay.js"], world: "ISOLATED", ...everywhere },
      ],
    ]);
  });

  it("registers what is missing, and nothing where nothing is", async () => {
    const { added, browser } = setUp(["duplex-hook", "of-somebody-else"]);
    await registerScripts(browser);
    expect(added.map((scripts) => scripts.map(({ id }) => id))).toEqual([["duplex-relay"]]);
    const all = setUp(["duplex-hook", "duplex-relay"]);
    await registerScripts(all.browser);
    expect(all.added).toEqual([]);
  });
});
