import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { Milliseconds } from "../../../src/core/units.ts";
import { type Column, formatTable } from "../format-table.ts";
import type { PartReport, Verdict } from "../verdict.ts";
import type { Comparison } from "./compared.ts";

const run = promisify(execFile);

const ROUNDS = 200;
const QUICK_ROUNDS = 40;
const WARM_UP_MS: Milliseconds = 60;

const COLUMNS: readonly Column[] = [
  { title: "protocol", align: "left" },
  { title: "against", align: "left" },
  { title: "bytes", align: "right" },
  { title: "ours, ns", align: "right" },
  { title: "theirs, ns", align: "right" },
  { title: "ratio", align: "right" },
  { title: "at most", align: "right" },
  { title: "held", align: "left" },
  { title: "from text, ns", align: "right" },
  { title: "ratio", align: "right" },
];

/** Measures what decoding and summarising a row costs, protocol by protocol, against JSON.parse and the protocols' own packages, without a browser. */
export async function measureDecoding(quick: boolean): Promise<PartReport> {
  return toReport(await compareDecoding(quick ? QUICK_ROUNDS : ROUNDS, WARM_UP_MS));
}

/**
 * Compares in so many rounds, each after so much time to warm up, in a process of its own. Bundled first: the loader that runs the rest of the benchmark gives every
 * function its name when it is made, which costs more than what is measured.
 */
export async function compareDecoding(rounds: number, warmUpMs: Milliseconds): Promise<Comparison[]> {
  const folder = await mkdtemp(join(tmpdir(), "duplex-decoding-"));
  try {
    const outfile = join(folder, "compare.mjs");
    await build({
      entryPoints: [join(import.meta.dirname, "compare-decoding.ts")],
      bundle: true,
      platform: "node",
      format: "esm",
      // Some packages are CommonJS, and ask for others by name.
      banner: {
        js: `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(${JSON.stringify(import.meta.url)});`,
      },
      outfile,
      logLevel: "error",
    });
    const options = [outfile, String(rounds), String(warmUpMs)];
    const { stdout } = await run(process.execPath, options, { maxBuffer: 1 << 24 });
    return JSON.parse(stdout) as Comparison[];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function toReport(comparisons: readonly Comparison[]): PartReport {
  const rows = comparisons.map(({ protocol, against, bytes, ours, theirs, fromText, most }) => [
    protocol,
    against,
    String(bytes),
    ours.toFixed(0),
    theirs.toFixed(0),
    (ours / theirs).toFixed(2),
    most === null ? "" : most.toFixed(1),
    most === null ? "" : ours <= theirs * most ? "yes" : "NO",
    fromText === null ? "" : fromText.toFixed(0),
    fromText === null ? "" : (ours / fromText).toFixed(2),
  ]);
  const verdicts = comparisons.flatMap(({ protocol, bytes, ours, theirs, most }): Verdict | [] => {
    if (most === null) return [];
    return {
      what: `${protocol}, a row of ${bytes} B`,
      bound: `≤ ${most.toFixed(1)}`,
      measured: (ours / theirs).toFixed(2),
      control: "",
      held: ours <= theirs * most,
    };
  });
  return {
    title: "decoding and summarising a row, against the protocols' own packages",
    text: formatTable(COLUMNS, rows),
    verdicts,
    data: comparisons,
  };
}
