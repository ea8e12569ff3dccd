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

/** Those of a loop's requests whose answers told nothing; where there was none of these, none of their bytes is untold either. */
export function formatWastedBytes(
  loop: UntoldBytes & { readonly empty: number; readonly wastedBytes: Bytes },
): string {
  return loop.empty === 0 ? formatBytes(0) : formatLoopBytes(loop, loop.wastedBytes);
}
