import { build } from "vite";
import { TARGETS, type Target } from "./adapt-manifest.ts";
import { buildCli, buildDecoders, buildInPageScripts, copySandbox, writeLimits } from "./build-scripts.ts";
import { writeLicences } from "./write-licences.ts";

/** Builds each extension into a folder of `dist`, the command line tool and the decoders. */
export async function buildAll(targets: readonly Target[] = TARGETS): Promise<void> {
  for (const target of targets) {
    await build({ mode: target, logLevel: "warn" });
    await buildInPageScripts(target);
    writeLimits(target);
    copySandbox(target);
    writeLicences(target);
  }
  await buildCli();
  await buildDecoders();
  writeLicences("cli");
  writeLicences("decoders");
}

if (process.argv[1] === import.meta.filename) {
  await buildAll();
  console.log(
    "Built dist/chrome, dist/chrome-deep, dist/firefox (load one of them unpacked), dist/cli and dist/decoders.",
  );
}
