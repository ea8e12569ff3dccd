import { once } from "node:events";

/** Whoever read our output has gone (`duplex … | head`): nothing is wrong, and nothing is left to do. */
let gone = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  gone = true;
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
