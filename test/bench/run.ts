import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { formatCount } from "../../src/core/format/format-count.ts";
import type { BrowserName } from "../../tooling/browser/driven.ts";
import { findBrowser } from "../../tooling/browser/find-browser.ts";
import { buildAll } from "../../tooling/build.ts";
import { type Cleanup, createCleanup } from "./cleanup.ts";
import { measureDecoding } from "./decoding/measure-decoding.ts";
import { measureFlood } from "./endurance/measure-flood.ts";
import { measureMemory } from "./endurance/measure-memory.ts";
import { measureInstalled } from "./installed/measure-installed.ts";
import { measureLoads } from "./installed/measure-loads.ts";
import { reportInstalled } from "./installed/report-installed.ts";
import { measureLive } from "./live/measure-live.ts";
import { measureNetworkPanel } from "./network-panel/measure-network-panel.ts";
import { measurePanel } from "./panel/measure-panel.ts";
import {
  type BenchArguments,
  BROWSER_PARTS,
  type BrowserPart,
  parseBenchArguments,
  USAGE,
} from "./parse-arguments.ts";
import type { PartOptions } from "./part.ts";
import { measureRecording } from "./recording/measure-recording.ts";
import { measureSteady } from "./recording/measure-steady.ts";
import { reportRecording } from "./recording/report-recording.ts";
import { startTrafficServer } from "./traffic/start-traffic-server.ts";
import { formatVerdicts, type PartReport, type Verdict } from "./verdict.ts";

type Measure = (name: BrowserName, options: PartOptions, cleanup: Cleanup) => Promise<PartReport>;

const MEASURES: Record<BrowserPart, Measure> = {
  installed: async (...args) => reportInstalled(await measureInstalled(...args)),
  loads: measureLoads,
  steady: measureSteady,
  recording: async (...args) => reportRecording(await measureRecording(...args)),
  memory: measureMemory,
  flood: measureFlood,
  panel: measurePanel,
  live: measureLive,
  "network-panel": measureNetworkPanel,
};

/** What a page's hook may weigh, packed as it would be for a download. */
const MAX_HOOK_BYTES = 8000;

const cleanup = createCleanup();
try {
  process.exitCode = await main(parseBenchArguments(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanup.run();
}

type Report = PartReport & { readonly browser: BrowserName | "node" };

/** Resolves with the exit code: what is lost fails the run, what is slow does not, for that may be the machine. */
async function main(args: BenchArguments): Promise<number> {
  if (args.help) {
    console.log(USAGE);
    return 0;
  }
  const parts = BROWSER_PARTS.filter((part) => args.parts.includes(part));
  const browsers = parts.length === 0 ? [] : args.browsers;
  for (const name of browsers) await findBrowser(name);
  if (args.build && browsers.length > 0) await buildAll(browsers.map(targetOf));
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  const reports: Report[] = [];
  if (args.parts.includes("decoding")) {
    const report = await measureDecoding(args.quick);
    console.log(`\n## node: ${report.title}\n\n${report.text}`);
    reports.push({ browser: "node", ...report });
  }
  if (browsers.length > 0) reports.push(...(await measureBrowsers(browsers, parts, args)));
  const after = loadavg()[0] ?? 0;
  console.log(
    `\nLoad of the machine: ${load.toFixed(1)} before, ${after.toFixed(1)} after, on ${cores} cores.`,
  );
  if (args.json !== null) {
    const date = args.date ?? new Date().toISOString().slice(0, 10);
    const machine = {
      platform: process.platform,
      cores,
      node: process.version,
      loadBefore: load,
      loadAfter: after,
    };
    writeFileSync(args.json, `${JSON.stringify({ date, machine, quick: args.quick, reports }, null, 2)}\n`);
  }
  return reports.some(({ verdicts }) => verdicts.some((it) => it.loss === true && !it.held)) ? 1 : 0;
}

async function measureBrowsers(
  browsers: readonly BrowserName[],
  parts: readonly BrowserPart[],
  args: BenchArguments,
): Promise<Report[]> {
  const server = await startTrafficServer();
  cleanup.add(server.close);
  const reports: Report[] = [];
  for (const browser of browsers) {
    const extensionDir = snapshotBuild(browser, cleanup);
    const verdicts: Verdict[] = [weighHook(extensionDir)];
    for (const part of parts) {
      const say = (line: string) => console.error(`${browser}: ${line}`);
      const options = { url: server.url, extensionDir, rounds: args.rounds, quick: args.quick, say };
      const report = await MEASURES[part](browser, options, cleanup);
      console.log(`\n## ${browser}: ${report.title}\n\n${report.text}`);
      verdicts.push(...report.verdicts);
      reports.push({ browser, ...report });
    }
    console.log(`\n## ${browser}: what is held\n\n${formatVerdicts(verdicts)}`);
  }
  return reports;
}

function weighHook(extensionDir: string): Verdict {
  const bytes = gzipSync(readFileSync(join(extensionDir, "hook.js")), { level: 9 }).length;
  return {
    what: "the page's hook, gzip",
    bound: `≤ ${formatCount(MAX_HOOK_BYTES)} B`,
    measured: `${formatCount(bytes)} B`,
    control: "",
    held: bytes <= MAX_HOOK_BYTES,
  };
}

/** A copy of the build, so that another build during the run does not change what is measured. */
function snapshotBuild(name: BrowserName, cleanup: Cleanup): string {
  const copy = mkdtempSync(join(tmpdir(), "duplex-bench-"));
  cleanup.add(() => rm(copy, { recursive: true, force: true }));
  cpSync(resolve(import.meta.dirname, "../../dist", targetOf(name)), copy, { recursive: true });
  return copy;
}

function targetOf(name: BrowserName): "chrome" | "firefox" {
  return name === "chromium" ? "chrome" : "firefox";
}
