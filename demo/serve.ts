import { parseArgs } from "node:util";
import { startDemo } from "./start-demo.ts";

/** Nobody compares the ledger here; it is emptied now and then, so that a demo can run for days. */
const FORGET_MS = 60_000;

const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port wants a number from 0 to 65535, not ${values.port}`);
  process.exit(2);
}

const demo = await startDemo({ port });
const forget = setInterval(demo.resetLedger, FORGET_MS);
console.log(`The demo is at ${demo.url} (Ctrl-C ends it)`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    clearInterval(forget);
    await demo.close();
  });
}
