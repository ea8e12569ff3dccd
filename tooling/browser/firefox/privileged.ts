/**
 * What is called in Firefox's own script world. Each function is sent over as source: it may use nothing but its
 * arguments and that world's globals, a few of which are sketched here.
 */

/** Firefox's internals have no published types, and change; what breaks shows in the browser tests. */
// biome-ignore lint/suspicious/noExplicitAny: see the line above
type Internal = any;

declare const gBrowser: Internal;
declare const gDevTools: Internal;
declare const Services: Internal;
declare const ChromeUtils: Internal;
declare const WebExtensionPolicy: Internal;
declare const OpenBrowserWindow: Internal;

/** Has every content process collect its garbage; it does so after it has answered. */
export function collectGarbage(): void {
  for (const request of ["child-gc-request", "child-cc-request"]) Services.obs.notifyObservers(null, request);
}

/** The name BiDi knows the window's selected tab by. */
export function getTabContext(): string {
  const { NavigableManager } = ChromeUtils.importESModule(
    "chrome://remote/content/shared/NavigableManager.sys.mjs",
  );
  return NavigableManager.getIdForBrowser(gBrowser.selectedBrowser);
}

/** Throws the page of a tab that is not in front away; answers the tab's number among those of the window. */
export function discardTab(context: string): number {
  const { NavigableManager } = ChromeUtils.importESModule(
    "chrome://remote/content/shared/NavigableManager.sys.mjs",
  );
  const tab = gBrowser.getTabForBrowser(NavigableManager.getBrowserById(context));
  if (!gBrowser.discardBrowser(tab, true)) throw new Error("The tab cannot be discarded.");
  return gBrowser.tabs.indexOf(tab);
}

/** Puts a tab in front by its number; answers the name that BiDi knows it by, or "" while it has no page. */
export function selectTab(index: number): string {
  const { NavigableManager } = ChromeUtils.importESModule(
    "chrome://remote/content/shared/NavigableManager.sys.mjs",
  );
  gBrowser.selectedTab = gBrowser.tabs[index];
  const { linkedBrowser } = gBrowser.selectedTab;
  return linkedBrowser.browsingContext === null ? "" : NavigableManager.getIdForBrowser(linkedBrowser);
}

export function openPrivateWindow(): void {
  OpenBrowserWindow({ private: true });
}

export function setWindowSize(width: number, height: number): void {
  window.resizeTo(width, height);
}

/** Opens the toolbox on its Console; resolves with the id of the extension's tool, or "" while it is not there. */
export async function openToolbox(extensionId: string | null): Promise<string> {
  const { require } = ChromeUtils.importESModule("resource://devtools/shared/loader/Loader.sys.mjs");
  // Windows get this global of their own accord only when DevTools has been opened by hand.
  (window as Internal).gDevTools ??= require("devtools/client/framework/devtools").gDevTools;
  const tab = gBrowser.selectedTab;
  const toolbox =
    gDevTools.getToolboxForTab(tab) ?? (await gDevTools.showToolboxForTab(tab, { toolId: "webconsole" }));
  await toolbox.isOpen;
  const tool = toolbox.getAdditionalTools().find((one: Internal) => one.extensionId === extensionId);
  return tool?.id ?? "";
}

export async function closeToolbox(): Promise<void> {
  await gDevTools.closeToolboxForTab(gBrowser.selectedTab);
}

export async function selectTool(id: string): Promise<void> {
  await gDevTools.getToolboxForTab(gBrowser.selectedTab).selectTool(id);
}

/**
 * The name for BiDi of the panel's `<browser>`, or "" while it is not loaded. BiDi knows tabs only, so the browser is
 * given the key it is named by, and is remembered for the look-up that BiDi does with the name.
 */
export function adoptPanelBrowser(toolId: string): string {
  const toolbox = gDevTools.getToolboxForTab(gBrowser.selectedTab);
  const frame = toolbox.doc.getElementById(`toolbox-panel-iframe-${toolId}`);
  const browser = frame?.contentDocument?.getElementById("webext-panels-browser");
  const uri = browser?.browsingContext?.currentWindowGlobal?.documentURI?.spec ?? "";
  if (!uri.startsWith("moz-extension:")) return "";
  const { NavigableManager } = ChromeUtils.importESModule(
    "chrome://remote/content/shared/NavigableManager.sys.mjs",
  );
  browser.permanentKey ??= {};
  if (!NavigableManager.duplexPanels) {
    NavigableManager.duplexPanels = new Map();
    const getTabById = NavigableManager.getBrowserById.bind(NavigableManager);
    NavigableManager.getBrowserById = (id: string) => {
      const panel = NavigableManager.duplexPanels.get(id);
      return panel?.isConnected ? panel : getTabById(id);
    };
  }
  const id = NavigableManager.getIdForBrowser(browser);
  NavigableManager.duplexPanels.set(id, browser);
  return id;
}

/** Of all documents in the window the panel's has the focus then: keys are sent to it in any case, but without it buttons do not take them. */
export function focusPanelBrowser(toolId: string): void {
  const toolbox = gDevTools.getToolboxForTab(gBrowser.selectedTab);
  const frame = toolbox.doc.getElementById(`toolbox-panel-iframe-${toolId}`);
  window.focus();
  frame.contentDocument.getElementById("webext-panels-browser").focus();
}

/** A picture of the toolbox with the panel in it: PNG, base64. */
export async function captureToolbox(): Promise<string> {
  const toolbox = gDevTools.getToolboxForTab(gBrowser.selectedTab);
  const host = toolbox.win.browsingContext.embedderElement.getBoundingClientRect();
  const scale = window.devicePixelRatio;
  const image = await (window as Internal).browsingContext.currentWindowGlobal.drawSnapshot(
    new DOMRect(host.x, host.y, host.width, host.height),
    scale,
    "white",
  );
  const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas") as HTMLCanvasElement;
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return canvas.toDataURL("image/png").replace(/^.*,/, "");
}

/** Ends the event page as an idle time-out does, ports and DevTools notwithstanding. */
export async function terminateBackground(extensionId: string): Promise<void> {
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
}

/** Ends the add-on and starts it again, under the pages that are open. */
export async function reloadAddon(extensionId: string): Promise<void> {
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  const addon = await AddonManager.getAddonByID(extensionId);
  await addon.reload();
}

export function getExtensionOrigin(extensionId: string): string {
  return WebExtensionPolicy.getByID(extensionId).getURL("").replace(/\/$/, "");
}

/** How many scripts the extension has registered, or lists in its manifest, for pages. */
export function countContentScripts(extensionId: string): number {
  return WebExtensionPolicy.getByID(extensionId).contentScripts.length;
}

export function setStringPref(name: string, value: string): void {
  Services.prefs.setStringPref(name, value);
}
