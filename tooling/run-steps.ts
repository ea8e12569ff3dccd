import { spawn } from "node:child_process";

export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** What to run, or to know, where it fails. */
  readonly mend?: string;
}

/** Runs steps one after the other; of one that fails prints what it said and what mends it. Answers whether all passed. */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
  for (const { name, command, mend } of steps) {
    const startedAt = performance.now();
    const { code, output } = await run(command);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
    if (code === 0) continue;
    console.log(output);
    console.log(`${name} failed: ${command.join(" ")}`);
    if (mend !== undefined) console.log(`To mend it: ${mend}`);
    return false;
  }
  return true;
}

function run([program, ...args]: readonly [string, ...string[]]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const pieces: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
    child.stderr.on("data", (piece: Buffer) => pieces.push(piece));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(pieces).toString() }));
  });
}
