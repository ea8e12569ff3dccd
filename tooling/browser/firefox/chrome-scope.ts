import { toCall } from "../expression.ts";
import type { Protocol } from "../protocol.ts";
import { until } from "../until.ts";
import { evaluateInContext } from "./bidi.ts";

interface ContextTree {
  contexts: Array<{ context: string; url: string }>;
}

/** A browser window's own script world, where Firefox's interface and its DevTools can be reached. */
export interface ChromeScope {
  /** Calls a self-contained function there; arguments and result cross as JSON. */
  call<A extends unknown[], R>(fn: (...args: A) => R | Promise<R>, ...args: A): Promise<R>;
}

const BROWSER_WINDOW = "chrome://browser/content/browser.xhtml";

/** The world of the first browser window that fits, once it is ready. */
export async function findChromeScope(protocol: Protocol, isPrivate: boolean): Promise<ChromeScope> {
  return until(`a ${isPrivate ? "private " : ""}browser window`, async () => {
    const { contexts } = await protocol.request<ContextTree>("browsingContext.getTree", {
      "moz:scope": "chrome",
    });
    for (const { context, url } of contexts) {
      if (url !== BROWSER_WINDOW) continue;
      const scope = createChromeScope(protocol, context);
      const state = await scope.call(readWindowState);
      if (state.ready && state.isPrivate === isPrivate) return scope;
    }
    return null;
  });
}

function createChromeScope(protocol: Protocol, context: string): ChromeScope {
  return {
    async call<A extends unknown[], R>(fn: (...args: A) => R | Promise<R>, ...args: A): Promise<R> {
      const expression = `(async () => JSON.stringify({ value: await ${toCall(fn, ...args)} }))()`;
      const json = await evaluateInContext(protocol, context, expression);
      return (JSON.parse(String(json)) as { value: R }).value;
    },
  };
}

declare const PrivateBrowsingUtils: { isWindowPrivate(window: unknown): boolean };
declare const gBrowserInit: { delayedStartupFinished: boolean };

function readWindowState(): { ready: boolean; isPrivate: boolean } {
  return {
    ready: gBrowserInit.delayedStartupFinished,
    isPrivate: PrivateBrowsingUtils.isWindowPrivate(window),
  };
}
