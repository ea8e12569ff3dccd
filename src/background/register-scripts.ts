import type { Browser, Scripting } from "webextension-polyfill";
import type { KeptCapture } from "../channel/kept-capture.ts";
import { type CaptureSettings, limitsOf } from "../core/wire/capture-settings.ts";
import { toMatchPatterns } from "../core/wire/site.ts";

type Script = Scripting.RegisteredContentScript & {
  world: "MAIN" | "ISOLATED";
  matchOriginAsFallback: boolean;
};

/**
 * Registers the in-page scripts as the settings say, and again after each change. They are registered rather than listed
 * in the manifest: only a registered script can be kept off a site before that site's first script. Registrations outlive the
 * background and the browser, but not an update of the extension; the settings do.
 */
export function registerScripts(scripting: Browser["scripting"], kept: KeptCapture): Promise<void> {
  // Installation, start and changes may come together: one after the other, each with the settings of its time.
  registering = registering.catch(() => {}).then(async () => register(scripting, await kept.read()));
  return registering;
}

let registering = Promise.resolve();

async function register(scripting: Browser["scripting"], settings: CaptureSettings): Promise<void> {
  const wanted = scriptsFor(settings);
  const registered = new Set((await scripting.getRegisteredContentScripts()).map(({ id }) => id));
  const gone = ["duplex-hook", "duplex-relay"].filter((id) => registered.has(id) && wanted.length === 0);
  const [known, missing] = [true, false].map((is) => wanted.filter(({ id }) => registered.has(id) === is));
  if (gone.length > 0) await scripting.unregisterContentScripts({ ids: gone });
  // At once: between taking away and adding, pages would go without.
  if (known?.length) await scripting.updateContentScripts(known);
  if (missing?.length) await scripting.registerContentScripts(missing);
}

/** Hook and relay, for every frame that is not off; also for those without a URL of their own, by their origin. */
function scriptsFor(settings: CaptureSettings): Script[] {
  const { sites, off, only } = settings;
  const matches = sites === "only" ? only.flatMap(toMatchPatterns) : ["<all_urls>"];
  if (matches.length === 0) return [];
  const excludeMatches = sites === "only" ? [] : off.flatMap(toMatchPatterns);
  const script = (id: string, js: string[], world: "MAIN" | "ISOLATED"): Script => ({
    id,
    js,
    matches,
    excludeMatches,
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: "document_start",
    persistAcrossSessions: true,
    world,
  });
  const limits = limitsOf(settings).map((name) => `limits/${name}.js`);
  return [
    script("duplex-hook", ["hook.js"], "MAIN"),
    script("duplex-relay", [...limits, "relay.js"], "ISOLATED"),
  ];
}
