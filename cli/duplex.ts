#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { printable } from "../src/core/analysis/printable.ts";
import { analyseFile } from "./analyse-file.ts";
import { HELP, parseArguments } from "./parse-arguments.ts";
import { writeOut } from "./write-out.ts";

/** The exit codes: done; the file cannot be read; the command is not understood. */
const DONE = 0;
const FAILED = 1;
const MISUSED = 2;

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const command = parseArguments(args);
  switch (command.kind) {
    case "help":
      await writeOut([HELP]);
      return DONE;
    case "version":
      await writeOut([`${findVersion()}\n`]);
      return DONE;
    case "misuse":
      process.stderr.write(`duplex: ${printable(command.problem)}\nTry "duplex --help".\n`);
      return MISUSED;
    case "analyse": {
      const problem = await analyseFile(command);
      if (problem === null) return DONE;
      process.stderr.write(`duplex: ${printable(problem)}\n`);
      return FAILED;
    }
  }
}

/** From the nearest package.json above this file: it lies in `cli` as source and in `dist/cli` when built. */
function findVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    try {
      return (JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8")) as { version: string })
        .version;
    } catch {
      const above = dirname(folder);
      if (above === folder) return "unknown";
      folder = above;
    }
  }
}
