import { build } from "vite";
import type { Target } from "./adapt-manifest.ts";
import { buildCli, buildInPageScripts, writeLimits } from "./build-scripts.ts";

/** Builds `dist/chrome`, `dist/firefox` and the command line tool. */
export async function buildAll(targets: readonly Target[] = ["chrome", "firefox"]): Promise<void> {
  for (const target of targets) {
    await build({ mode: target, logLevel: "warn" });
    await buildInPageScripts(target);
    writeLimits(target);
  }
  await buildCli();
}

if (process.argv[1] === import.meta.filename) {
  await buildAll();
  console.log("Built dist/chrome, dist/firefox (load them unpacked) and dist/cli.");
}
