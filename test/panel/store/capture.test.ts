import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { CaptureSettings } from "../../../src/core/wire/capture-settings.ts";
import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import { createCaptureStore } from "../../../src/panel/store/capture.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";
import { createFakeKeptCapture } from "../../support/fake-kept-capture.ts";

async function open(begin: Partial<CaptureSettings> = {}, ports = true) {
  const kept = createFakeKeptCapture(begin);
  const { status } = createFakeEngine({ rows: 0 });
  const state = signal<EngineStatus | null>(status);
  const failures: unknown[] = [];
  const store = createCaptureStore(kept, state, ports, (problem) => failures.push(problem));
  await Promise.resolve();
  const become = (change: Partial<EngineStatus>) => {
    state.value = { ...(state.peek() as EngineStatus), ...change };
  };
  return { kept, store, become, failures };
}

describe("how it stands with the page", () => {
  it("is on, and after a reload where Duplex is not in it", async () => {
    const { store, become } = await open();
    expect(store.page.value).toMatchObject({ site: "shop.example", on: true, reload: false, by: [] });
    become({ reloadNeeded: true });
    expect(store.page.value).toMatchObject({ on: true, reload: true });
  });

  it("is off, and after a reload where Duplex is still in it", async () => {
    const { store, become } = await open({ off: ["*.example"] });
    expect(store.page.value).toMatchObject({
      site: "shop.example",
      on: false,
      reload: true,
      by: ["*.example"],
    });
    become({ pageOff: true, reloadNeeded: true });
    expect(store.page.value).toMatchObject({ on: false, reload: false });
  });

  it("is none where no extension can be, and a reload would not help", async () => {
    const { store, become } = await open();
    become({ closed: true, reloadNeeded: true });
    expect(store.page.value).toBeNull();
    expect(store.closed.value).toBe(true);
  });

  it("is withheld where the browser keeps Duplex out, and a reload would not help", async () => {
    const { store, become } = await open();
    become({ withheld: true, reloadNeeded: true });
    expect(store.page.value).toMatchObject({ on: true, withheld: true, reload: false });
  });

  it("is of no page that has no site, nor of a stored session", async () => {
    const { store, become } = await open();
    become({ page: "about:blank" });
    expect(store.page.value).toBeNull();
    become({ page: "https://shop.example/", session: { ...createFakeEngine().status.session, live: false } });
    expect(store.page.value).toBeNull();
  });

  it("is said to be closed where it is the browser's own, and of no stored session", async () => {
    const { store, become } = await open();
    expect(store.closed.value).toBe(false);
    become({ page: "chrome://version/" });
    expect(store.closed.value).toBe(true);
    become({ session: { ...createFakeEngine().status.session, live: false } });
    expect(store.closed.value).toBe(false);
  });

  it.each([
    ["with its port", true, "localhost:3000"],
    ["without, where the browser cannot tell", false, "localhost"],
  ])("names a site %s", async (_, ports, site) => {
    const { store, become } = await open({}, ports);
    become({ page: "http://localhost:3000/" });
    expect(store.page.value?.site).toBe(site);
  });
});

describe("turning off and on", () => {
  it("puts the site on the list and takes away all that it is off by", async () => {
    const { kept, store } = await open({ off: ["other.example"] });
    store.turn(false);
    expect(kept.now.off).toEqual(["other.example", "shop.example"]);
    store.turn(false);
    await kept.change({ off: ["*.shop.example", "other.example", "shop.example"] });
    store.turn(true);
    expect(kept.now.off).toEqual(["other.example"]);
  });

  it("names the site whose service workers are watched", async () => {
    const { kept, store } = await open({ serviceWorkers: ["other.example"] });
    store.watchServiceWorkers(true);
    expect(kept.now.serviceWorkers).toEqual(["other.example", "shop.example"]);
    expect(store.page.value?.serviceWorkers).toBe(true);
    store.watchServiceWorkers(false);
    expect(kept.now.serviceWorkers).toEqual(["other.example"]);
  });

  it("does it the other way round where only some sites are on", async () => {
    const { kept, store } = await open({ sites: "only" });
    expect(store.page.value?.on).toBe(false);
    store.turn(true);
    expect(kept.now).toMatchObject({ only: ["shop.example"], off: [] });
    store.turn(false);
    expect(kept.now).toMatchObject({ only: [], off: [] });
  });
});

describe("the list", () => {
  it("takes what is a site, once, and says what is wrong with what is not", async () => {
    const { kept, store } = await open();
    expect(store.add("https://B.example/x")).toBeNull();
    expect(store.add("a.example")).toBeNull();
    expect(store.add("b.example")).toBeNull();
    expect(store.add("b.*.example")).toMatch(/star/);
    expect(kept.now.off).toEqual(["a.example", "b.example"]);
    store.remove("a.example");
    expect(store.settings.value?.off).toEqual(["b.example"]);
  });

  it("tells of what cannot be kept", async () => {
    const { kept, store, failures } = await open();
    kept.change = () => Promise.reject(new Error("no disk"));
    store.turn(false);
    await Promise.resolve();
    await Promise.resolve();
    expect(failures).toEqual([new Error("no disk")]);
  });
});
