import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { build, type Rollup, type Terser } from "vite";
import { LIMITS } from "../src/core/wire/page-limits.ts";
import { browserOf, type Target } from "./adapt-manifest.ts";
import { makeStrict } from "./make-strict.ts";
import { shortNames } from "./short-names.ts";
import { swallowErrors } from "./swallow-errors.ts";

const root = resolve(import.meta.dirname, "..");

/** What every page loads: Terser makes 3 % less of it than Vite's own minifier does. */
const SMALL: Terser.MinifyOptions = {
  ecma: 2020,
  toplevel: true,
  // Reading a field of an object of the hook's own has no effect; what reads the page's is called for its value.
  compress: {
    passes: 8,
    ecma: 2020,
    unsafe_arrows: true,
    unsafe_methods: true,
    inline: 1,
    // What is alike lies together so, which packs better.
    hoist_funs: true,
    // One written like the other packs better, too.
    conditionals: false,
    // To find out what has no effect takes nothing away, and makes the rest pack worse.
    side_effects: false,
  },
};

/**
 * Builds the hook and the relay as one classic script each. They are registered with `scripting.registerContentScripts`,
 * which wants files without imports; the extension plugin knows static content scripts only, and wraps those in an
 * asynchronous loader that would run after the page's first script.
 */
export async function buildInPageScripts(target: Target): Promise<void> {
  const browser = browserOf(target);
  const workers = browser === "firefox" ? ["worker-hook"] : [];
  for (const name of ["hook", "relay", ...workers]) {
    await build({
      configFile: false,
      logLevel: "warn",
      publicDir: false,
      define: { __TARGET__: JSON.stringify(browser) },
      plugins:
        name === "hook" ? [shortNames(), swallowErrors()] : name === "worker-hook" ? [makeStrict()] : [],
      build: {
        outDir: resolve(root, "dist", target),
        emptyOutDir: false,
        target: browser === "chrome" ? "chrome148" : "firefox142",
        reportCompressedSize: false,
        rollupOptions: { checks: { pluginTimings: false } },
        ...(name === "hook" ? { minify: "terser", terserOptions: SMALL } : {}),
        lib: {
          entry: resolve(root, `extension/${name}.iife.ts`),
          formats: ["iife"],
          name: "duplex",
          fileName: () => `${name}.js`,
        },
      },
    });
  }
}

/** Writes the files that tell a frame's relay which limits are set: see `src/core/wire/page-limits.ts`. */
export function writeLimits(target: Target): void {
  const folder = resolve(root, "dist", target, "limits");
  mkdirSync(folder, { recursive: true });
  for (const name of Object.keys(LIMITS)) {
    writeFileSync(
      resolve(folder, `${name}.js`),
      `(globalThis.duplexLimits ??= []).push(${JSON.stringify(name)});\n`,
    );
  }
}

/** The page that the reader's own decoders run in, and its script, are as they are written: it may load nothing else, and so is no page of Vite's. */
export function copySandbox(target: Target): void {
  for (const file of ["decoder-sandbox.html", "decoder-sandbox.js"]) {
    copyFileSync(resolve(root, "extension", file), resolve(root, "dist", target, file));
  }
}

/** Bundles the command line tool, with everything it imports, into one file for node. */
export async function buildCli(): Promise<void> {
  await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: resolve(root, "cli/duplex.ts"),
      outDir: resolve(root, "dist/cli"),
      emptyOutDir: true,
      target: "node20",
      reportCompressedSize: false,
      rollupOptions: { output: { entryFileNames: "duplex.js" } satisfies Rollup.OutputOptions },
    },
  });
}

/** Bundles the decoders for other programs: one module, nothing but ECMAScript and the Encoding standard. */
export async function buildDecoders(): Promise<void> {
  await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      outDir: resolve(root, "dist/decoders"),
      emptyOutDir: true,
      target: "es2023",
      minify: false,
      reportCompressedSize: false,
      lib: {
        entry: resolve(root, "src/core/decode/decoders.ts"),
        formats: ["es"],
        fileName: () => "decoders.js",
      },
    },
  });
}
