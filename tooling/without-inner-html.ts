import type { Plugin } from "vite";

/**
 * Takes `innerHTML` out of Preact: what it would write as HTML it writes as text. Duplex never asks for it; this way
 * nothing in the extension could, and stores' linters have nothing to warn of.
 */
export function withoutInnerHtml(): Plugin {
  return {
    name: "without-inner-html",
    transform(code, id) {
      if (!/[\\/]node_modules[\\/]preact[\\/]dist[\\/]/.test(id) || !code.includes("innerHTML")) return null;
      return { code: code.replaceAll(".innerHTML", ".textContent"), map: null };
    },
  };
}
