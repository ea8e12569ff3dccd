import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

interface Comparison {
  readonly name: string;
  readonly bytes: number;
  readonly ours: number;
  readonly theirs: number;
  readonly most: number;
}

/**
 * Measures what decoding and summarising a row costs, against JSON.parse and the protocols' own packages, and prints it. Bundled first: the
 * loader that runs the rest of the benchmark gives every function its name when it is made, which costs more than what is measured.
 */
const folder = mkdtempSync(join(tmpdir(), "duplex-decoding-"));
try {
  const outfile = join(folder, "compare.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "compare-decoding.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "error",
  });
  const comparisons = JSON.parse(
    execFileSync(process.execPath, [outfile], { encoding: "utf8" }),
  ) as Comparison[];
  console.log("protocol     bytes     ours   theirs  ratio  at most");
  for (const { name, bytes, ours, theirs, most } of comparisons) {
    const cells = [String(bytes).padStart(7), ours.toFixed(0).padStart(8), theirs.toFixed(0).padStart(8)];
    const ratio = (ours / theirs).toFixed(2);
    console.log(`${name.padEnd(10)} ${cells.join(" ")} ${ratio.padStart(6)}  ${most.toFixed(1)}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
