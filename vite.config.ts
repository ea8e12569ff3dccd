import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { crx, type ManifestV3Export } from "@crxjs/vite-plugin";
import { defineConfig } from "vite";
import { adaptManifest, browserOf, TARGETS } from "./tooling/adapt-manifest.ts";
import { withoutInnerHtml } from "./tooling/without-inner-html.ts";

const here = import.meta.dirname;
const readJson = (file: string) => JSON.parse(readFileSync(resolve(here, file), "utf8"));

/** The extension's pages and its background; `--mode` is a target: `chrome`, `chrome-deep` or `firefox`. The in-page scripts are built apart, as classic scripts (`tooling/build.ts`). */
export default defineConfig(({ mode }) => {
  const target = TARGETS.find((it) => it === mode) ?? "chrome";
  const browser = browserOf(target);
  const { version } = readJson("package.json");
  const manifest = adaptManifest(readJson("manifest.json"), target, version);
  return {
    root: resolve(here, "extension"),
    publicDir: false,
    plugins: [
      withoutInnerHtml(),
      crx({
        manifest: manifest as unknown as ManifestV3Export,
        browser,
        contentScripts: { injectCss: false },
      }),
    ],
    define: {
      __TARGET__: JSON.stringify(browser),
      __DEEP__: JSON.stringify(target === "chrome-deep"),
      __VERSION__: JSON.stringify(version),
    },
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    worker: { format: "es", rollupOptions: { checks: { pluginTimings: false } } },
    build: {
      outDir: resolve(here, "dist", target),
      emptyOutDir: true,
      target: browser === "chrome" ? "chrome148" : "firefox142",
      modulePreload: false,
      reportCompressedSize: false,
      sourcemap: false,
      rollupOptions: {
        input: { panel: resolve(here, "extension/panel.html") },
        // Which plugin took how long is of no use to who builds, and looks like a fault.
        checks: { pluginTimings: false },
      },
    },
  };
});
