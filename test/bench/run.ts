import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BrowserName } from "../../tooling/browser/driven.ts";
import { findBrowser } from "../../tooling/browser/find-browser.ts";
import { buildAll } from "../../tooling/build.ts";
import { type Cleanup, createCleanup } from "./cleanup.ts";
import { type BenchArguments, parseBenchArguments, USAGE } from "./parse-arguments.ts";
import { describeTraffic } from "./traffic/describe-traffic.ts";
import { measureTraffic, type TrafficResult } from "./traffic/measure-traffic.ts";
import { startTrafficServer } from "./traffic/start-traffic-server.ts";
import { summariseTraffic, type TrafficRow } from "./traffic/summarise-traffic.ts";

/** What `--json` writes for a browser. */
interface BrowserReport extends TrafficResult {
  readonly summary: readonly TrafficRow[];
}

const cleanup = createCleanup();
try {
  process.exitCode = await main(parseBenchArguments(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanup.run();
}

/** Resolves with the exit code: a message that was lost fails the run. */
async function main(args: BenchArguments): Promise<number> {
  if (args.help) {
    console.log(USAGE);
    return 0;
  }
  for (const name of args.browsers) await findBrowser(name);
  if (args.build) await buildAll(args.browsers.map(targetOf));
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  if (load > cores / 2) {
    console.error(`The machine is busy (load ${load.toFixed(1)} on ${cores} cores): expect noise.`);
  }

  const server = await startTrafficServer();
  cleanup.add(server.close);
  const traffic: BrowserReport[] = [];
  for (const name of args.browsers) {
    const extensionDir = snapshotBuild(name, cleanup);
    const { rounds, quick } = args;
    const say = (line: string) => console.error(line);
    const result = await measureTraffic(name, { url: server.url, extensionDir, rounds, quick, say }, cleanup);
    const summary = summariseTraffic(result.rounds);
    console.log(`\n${describeTraffic(result, summary)}`);
    traffic.push({ ...result, summary });
  }
  if (args.json !== null) {
    const date = args.date ?? new Date().toISOString().slice(0, 10);
    const machine = { platform: process.platform, cores, node: process.version, loadBefore: load };
    writeFileSync(args.json, `${JSON.stringify({ date, machine, quick: args.quick, traffic }, null, 2)}\n`);
  }
  return traffic.some(({ summary }) => summary.some((row) => (row.lost ?? 0) !== 0)) ? 1 : 0;
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
