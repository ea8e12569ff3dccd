import { describe, expect, it } from "vitest";
import type { Browser } from "webextension-polyfill";
import { registerScripts } from "../../src/background/register-scripts.ts";
import type { CaptureSettings } from "../../src/core/wire/capture-settings.ts";
import { createFakeKeptCapture } from "../support/fake-kept-capture.ts";

interface Script {
  readonly id: string;
  readonly [key: string]: unknown;
}

function setUp(known: string[], settings: Partial<CaptureSettings> = {}) {
  const scripts = new Map<string, Script>(known.map((id) => [id, { id }]));
  const calls: string[] = [];
  const put = (name: string, has: boolean) => async (list: Script[]) => {
    for (const script of list) {
      if (scripts.has(script.id) !== has) throw new Error(`${name}: ${script.id}`);
      calls.push(`${name} ${script.id}`);
      scripts.set(script.id, script);
    }
  };
  const scripting = {
    getRegisteredContentScripts: async () => [...scripts.values()],
    registerContentScripts: put("register", false),
    updateContentScripts: put("update", true),
    unregisterContentScripts: async ({ ids }: { ids: string[] }) => {
      for (const id of ids) if (!scripts.delete(id)) throw new Error(`unregister: ${id}`);
      calls.push(`unregister ${ids.join(" ")}`);
    },
  } as unknown as Browser["scripting"];
  const kept = createFakeKeptCapture(settings);
  return { scripts, calls, kept, register: () => registerScripts(scripting, kept) };
}

describe("registering the in-page scripts", () => {
  it("registers hook and relay, for every frame and before its first script", async () => {
    const { scripts, calls, register } = setUp([]);
    await register();
    expect(calls).toEqual(["register duplex-hook", "register duplex-relay"]);
    const everywhere = {
      matches: ["<all_urls>"],
      excludeMatches: [],
      allFrames: true,
      matchOriginAsFallback: true,
      runAt: "document_start",
      persistAcrossSessions: true,
    };
    expect([...scripts.values()]).toMatchObject([
      { id: "duplex-hook", js: ["hook.js"], world: "MAIN", ...everywhere },
      { id: "duplex-relay", js: ["relay.js"], world: "ISOLATED", ...everywhere },
    ]);
  });

  it("leaves out the sites that are off, also in what is registered already", async () => {
    const { scripts, calls, register } = setUp(["duplex-hook", "of-somebody-else"], {
      off: ["*.shop.example", "localhost:3000", "file:"],
    });
    await register();
    expect(calls).toEqual(["update duplex-hook", "register duplex-relay"]);
    const excludeMatches = [
      "*://*.shop.example/*",
      "http://localhost:3000/*",
      "https://localhost:3000/*",
      "file:///*",
    ];
    for (const id of ["duplex-hook", "duplex-relay"]) {
      expect(scripts.get(id)).toMatchObject({ matches: ["<all_urls>"], excludeMatches });
    }
  });

  it("registers for some sites only, or for none", async () => {
    const { scripts, kept, register } = setUp([], { sites: "only", only: ["shop.example"], off: ["other"] });
    await register();
    expect(scripts.get("duplex-hook")).toMatchObject({
      matches: ["*://shop.example/*"],
      excludeMatches: [],
    });
    await kept.change({ only: [] });
    await register();
    expect(scripts.size).toBe(0);
    await kept.change({ sites: "except" });
    await register();
    expect([...scripts.keys()]).toEqual(["duplex-hook", "duplex-relay"]);
  });

  it("puts the limits that are set before the relay, in its own world", async () => {
    const { scripts, register } = setUp([], { ring: "off", payload: "large" });
    await register();
    expect(scripts.get("duplex-relay")?.js).toEqual([
      "limits/ring-off.js",
      "limits/payload-large.js",
      "relay.js",
    ]);
    expect(scripts.get("duplex-hook")?.js).toEqual(["hook.js"]);
  });

  it("goes on after settings that could not be read, and with the last of many changes", async () => {
    const { scripts, kept, register } = setUp([]);
    const { read } = kept;
    kept.read = () => Promise.reject(new Error("no disk"));
    await expect(register()).rejects.toThrow("no disk");
    expect(scripts.size).toBe(0);
    kept.read = read;
    const first = register();
    await kept.change({ off: ["late.example"] });
    await Promise.all([first, register()]);
    expect(scripts.get("duplex-relay")).toMatchObject({ excludeMatches: ["*://late.example/*"] });
  });
});
