import type { Browser, Scripting } from "webextension-polyfill";

/**
 * Scripts that are put into pages: `doorOf` gives the relay's door of the document that is the target's, or throws where no script can be. As in Chromium,
 * what has no result comes as null.
 */
export function createFakeScripting(
  doorOf: (target: Scripting.InjectionTarget) => object | undefined,
): Pick<Browser["scripting"], "executeScript"> {
  return {
    executeScript: async ({ target, func, args = [] }) => {
      globalThis.duplexRelay = doorOf(target) as typeof globalThis.duplexRelay;
      try {
        return [{ frameId: 0, documentId: "D", result: func?.(...args) ?? null }];
      } finally {
        globalThis.duplexRelay = undefined;
      }
    },
  };
}
