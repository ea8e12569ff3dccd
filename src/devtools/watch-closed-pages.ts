import type { Tabs } from "webextension-polyfill";

/** The part of `tabs` that is used. */
type WatchedTabs = { readonly onUpdated: Pick<Tabs.Static["onUpdated"], "addListener"> };

/**
 * Chromium: hears when the inspected tab has come to a page that DevTools keep extensions out of, one of the browser's own or the
 * one that it shows in the place of a page that it cannot load. Of these `devtools.network.onNavigated` does not tell, and
 * `inspectedWindow` answers nothing. `pageUrl` resolves with "" where it is so.
 */
export function watchClosedPages(
  tabs: WatchedTabs,
  tabId: number,
  pageUrl: () => Promise<string>,
  closed: (incognito: boolean) => void,
): void {
  let loads = 0;
  tabs.onUpdated.addListener(async (id, { status }, tab) => {
    if (id !== tabId || status === undefined) return;
    loads += 1;
    const load = loads;
    if (status !== "complete") return;
    const url = await pageUrl();
    // It may be on its way to the next page by now.
    if (url === "" && load === loads) closed(tab.incognito);
  });
}
