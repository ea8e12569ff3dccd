/** What is built: each into `dist/` under its own name. */
export const TARGETS = ["chrome", "chrome-deep", "firefox"] as const;
export type Target = (typeof TARGETS)[number];

/** Chrome's build with Deep capture differs by one permission, which cannot be optional and is no small one. */
const DEEP = { name: "__MSG_extensionNameDeep__", title: "__MSG_extensionActionDeep__" };

/** For which browser a target is. */
export function browserOf(target: Target): "chrome" | "firefox" {
  return target === "firefox" ? "firefox" : "chrome";
}

type Manifest = Record<string, unknown>;

/**
 * The one `manifest.json`, as each browser wants it. Chromium needs `"incognito": "split"`: a devtools page of a private
 * window hears the pages of that window only if the extension runs there on its own. Firefox does not know it, and has an event page instead of a service worker, clones
 * messages structurally without being asked (and warns of keys it does not know), and has only `webRequest` to tell of handshakes; Chrome warns of Gecko's.
 */
export function adaptManifest(manifest: Manifest, target: Target, version: string): Manifest {
  const adapted: Manifest = { ...manifest, version };
  if (target !== "firefox") {
    delete adapted.browser_specific_settings;
    if (target === "chrome") return adapted;
    const permissions = [...(manifest.permissions as string[]), "debugger"];
    const action = { ...(manifest.action as Manifest), default_title: DEEP.title };
    return { ...adapted, name: DEEP.name, action, permissions };
  }
  const { service_worker, type } = manifest.background as { service_worker: string; type: string };
  adapted.background = { scripts: [service_worker], type };
  // Chromium's network log tells of handshakes; a listener there would even take away why one was refused. To filter is to
  // put the hook in front of workers' scripts, which no content script reaches.
  const requests = [
    "webRequest",
    "webRequestBlocking",
    "webRequestFilterResponse",
    // Firefox asks for one of its own for the scripts of service workers.
    "webRequestFilterResponse.serviceWorkerScript",
  ];
  adapted.permissions = [...(manifest.permissions as string[]), ...requests];
  delete adapted.message_serialization;
  delete adapted.minimum_chrome_version;
  delete adapted.incognito;
  // There a frame without an origin does not have the policy of the extension's pages, and so needs no other.
  delete adapted.sandbox;
  delete adapted.content_security_policy;
  return adapted;
}
