import type { TransportCost } from "../analysis/cost/compare-transports.ts";
import { say } from "../text/say.ts";
import { formatBytes } from "./format-bytes.ts";

/** What news costs over a transport, in the words that a loop's own bytes are told in. */
export function formatCostBytes({ bytes, told }: TransportCost): string {
  if (told === "at-least") return say("atLeastBytes", { bytes: formatBytes(bytes) });
  return told === "about" ? say("aboutBytes", { bytes: formatBytes(bytes) }) : formatBytes(bytes);
}
