import { once } from "node:events";
import { printable } from "../src/core/analysis/printable.ts";

/** Whoever read our output has gone (`duplex … | head`): nothing is wrong, and nothing is left to do. */
let gone = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  gone = true;
  if (error.code === "EPIPE") return;
  const reason = error.code === "ENOSPC" ? "no space is left on the device." : printable(error.message);
  process.stderr.write(`duplex: The output cannot be written: ${reason}\n`);
  // At once: nothing that comes after it can be said to anybody.
  process.exit(1);
});

/** Writes pieces of text to standard output, no faster than they are read. */
export async function writeOut(pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    if (gone) return;
    if (process.stdout.write(piece)) continue;
    // An error comes instead of the drain where the reader goes away meanwhile.
    await Promise.race([once(process.stdout, "drain"), once(process.stdout, "close")]).catch(() => {});
  }
}
