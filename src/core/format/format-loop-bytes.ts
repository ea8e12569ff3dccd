import { say } from "../text/say.ts";
import type { Bytes } from "../units.ts";
import { formatBytes } from "./format-bytes.ts";

/** How many of a loop's requests the browser did not tell all bytes of. */
export interface UntoldBytes {
  readonly partHeaders: number;
  readonly unknownBodies: number;
  readonly unframedBodies: number;
}

/** Bytes of a loop's requests in both ways, or a share of them: "at least" where the browser did not tell all of them. */
export function formatLoopBytes(loop: UntoldBytes, bytes: Bytes): string {
  const { partHeaders, unknownBodies, unframedBodies } = loop;
  const text = formatBytes(bytes);
  return partHeaders + unknownBodies + unframedBodies > 0 ? say("atLeast", { receivedbodies: text }) : text;
}
