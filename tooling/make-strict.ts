import type { Plugin } from "vite";

/**
 * Makes a classic script strict, as its modules are, and nothing that stands behind it in the same file: of a function that is not strict, one of
 * the page's that it leads to would be given by `caller`.
 */
export function makeStrict(): Plugin {
  return {
    name: "make-strict",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const it of Object.values(bundle))
          if (it.type === "chunk") it.code = `(()=>{"use strict";${it.code.trim()}})();`;
      },
    },
  };
}
