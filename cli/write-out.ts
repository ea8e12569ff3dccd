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
    await untilDrained();
  }
}

/** Until there is room again, or nobody who could make some: where the reader goes away an error comes, and then the end. */
function untilDrained(): Promise<void> {
  const { stdout } = process;
  return new Promise((resolve) => {
    const done = (): void => {
      // Both, or each wait would leave one behind.
      stdout.off("drain", done);
      stdout.off("close", done);
      resolve();
    };
    stdout.on("drain", done);
    stdout.on("close", done);
  });
}
