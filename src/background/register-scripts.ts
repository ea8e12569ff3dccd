import type { Browser, Scripting } from "webextension-polyfill";

/**
 * The in-page scripts, registered rather than listed in the manifest: only a registered script can be kept off a site
 * before that site's first script. They run in every frame, also in those without a URL of their own.
 */
const SCRIPTS: (Scripting.RegisteredContentScript & {
  world: "MAIN" | "ISOLATED";
  matchOriginAsFallback: boolean;
})[] = [script("duplex-hook", "hook.js", "MAIN"), script("duplex-relay", "relay.js", "ISOLATED")];

function script(id: string, file: string, world: "MAIN" | "ISOLATED") {
  return {
    id,
    js: [file],
    matches: ["<all_urls>"],
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: "document_start" as const,
    persistAcrossSessions: true,
    world,
  };
}

/** Registers what is not registered. Browsers drop registrations when the extension is updated. */
export function registerScripts(browser: Browser): Promise<void> {
  // Installation and start may come together: one after the other, so that nothing is registered twice.
  registering = registering.then(() => registerMissing(browser));
  return registering;
}

let registering = Promise.resolve();

async function registerMissing({ scripting }: Browser): Promise<void> {
  const registered = await scripting.getRegisteredContentScripts();
  const known = new Set(registered.map(({ id }) => id));
  const missing = SCRIPTS.filter(({ id }) => !known.has(id));
  if (missing.length > 0) await scripting.registerContentScripts(missing);
}
