import { mkdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { startDemo } from "../demo/start-demo.ts";
import { launch } from "./browser/drive.ts";
import { findBrowser } from "./browser/find-browser.ts";
import { buildAll } from "./build.ts";
import { recordDemo } from "./record-demo.ts";

const USAGE = `npm run demo -- [--browser chromium|firefox] [--headless] [--seconds N] [--out DIR]

Builds Duplex, starts the demo site on loopback and opens it in a browser with DevTools and the Duplex panel.
Without a display (or with --headless, --seconds or --out) it records for N seconds (10), exports through the panel,
and leaves session.har, session.duplex, ledger.json and panel.png in DIR (demo-output).`;

const { values } = parseArgs({
  options: {
    browser: { type: "string", default: "chromium" },
    headless: { type: "boolean", default: false },
    seconds: { type: "string" },
    out: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const seconds = Number(values.seconds ?? 10);
const name = values.browser;

if (values.help || (name !== "chromium" && name !== "firefox") || !(seconds > 0 && seconds < 86_400)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

const hasDisplay =
  process.platform !== "linux" || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const byItself = values.headless || values.seconds !== undefined || values.out !== undefined;
const headless = values.headless || !hasDisplay;

try {
  await findBrowser(name, { install: true });
  await buildAll();
  const extensionDir = resolve(import.meta.dirname, "../dist", name === "chromium" ? "chrome" : "firefox");
  const out = resolve(values.out ?? "demo-output");
  const demo = await startDemo();
  console.log(`The demo site: ${demo.url}`);
  try {
    if (headless || byItself) {
      mkdirSync(out, { recursive: true });
      for (const file of ["session.har", "session.duplex", "ledger.json", "panel.png"]) {
        rmSync(resolve(out, file), { force: true });
      }
      const ok = await recordDemo({ name, extensionDir, headless, seconds, out, demo });
      process.exitCode = ok ? 0 : 1;
    } else {
      const browser = await launch(name, { extensionDir, headless: false });
      await browser.page.goto(demo.url);
      await browser.showPanel();
      console.log("The Duplex panel is open in DevTools. Ctrl-C ends the demo.");
      await new Promise((resolve) => process.once("SIGINT", resolve));
      await browser.close();
    }
  } finally {
    await demo.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
