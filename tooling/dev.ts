import { watch } from "node:fs";
import { resolve } from "node:path";
import { buildAll } from "./build.ts";

/** Changes come in bursts: an editor writes a file more than once. */
const QUIET_MS = 200;

const root = resolve(import.meta.dirname, "..");
let timer: NodeJS.Timeout | undefined;
let building = Promise.resolve();

/** `npm run dev`: builds the extensions now and after each change; reload the unpacked extension to see it. */
function rebuild(): void {
  building = building.then(async () => {
    try {
      await buildAll();
      console.log(
        `${new Date().toLocaleTimeString()} built the extensions in dist: reload the one that is loaded`,
      );
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
  });
}

for (const folder of ["src", "extension", "cli"]) {
  watch(resolve(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, QUIET_MS);
  });
}
watch(resolve(root, "manifest.json"), rebuild);
rebuild();
