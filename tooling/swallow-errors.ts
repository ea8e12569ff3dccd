import type { Plugin } from "vite";

/**
 * Puts the whole of a classic script into a `try`: what fails while it is loaded, where a page has taken something from a frame of
 * its own before that has loaded, would be heard in that frame. And makes it strict, as its modules are: of a function that is not,
 * one of the page's that it leads to would be given by `caller`.
 */
export function swallowErrors(): Plugin {
  return {
    name: "duplex-swallow-errors",
    // After the minifier, for which nothing in a `try` is at the top level.
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const it of Object.values(bundle))
          if (it.type === "chunk") it.code = `"use strict";try{${it.code.trim().replace(/;$/, "")}}catch{}`;
      },
    },
  };
}
