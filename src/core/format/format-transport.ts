import type { Transport } from "../analysis/cost/compare-transports.ts";
import { say } from "../text/say.ts";

/** A transport as tables name it. */
export function formatTransport(transport: Transport): string {
  return transport === "long polling" ? say("longPolling") : transport;
}
