import type { StoredPlace } from "../model/payloads.ts";
import { say } from "../text/say.ts";
import type { Query } from "./query.ts";
import { createScan, type Scan, type ScanBlock } from "./scan-block.ts";

/** Bytes of a block that are not in it: from one address up to another, which lie there on the disk. */
export interface BlockRead {
  /** Their place among all bytes of the block's rows. */
  readonly at: number;
  readonly from: number;
  readonly until: number;
  readonly place: StoredPlace;
}

/** To the scan Worker: another query, or rows to be looked at, when what is not in the block has been read. */
export type ScanRequest =
  | { readonly query: Query }
  | { readonly id: number; readonly block: ScanBlock; readonly reads: readonly BlockRead[] };

/** From it: which rows match; or why that cannot be said, as a sentence. */
export type ScanReply =
  | { readonly id: number; readonly matches: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly problem: string };

/** Creates what looks at blocks of which all has been read. */
export function createScanServer(): (request: ScanRequest) => ScanReply | null {
  let scan: Scan | null = null;
  return (request) => {
    if ("query" in request) {
      scan = createScan(request.query);
      return null;
    }
    const { id, block } = request;
    try {
      return { id, matches: scan?.scan(block) ?? new Uint8Array(block.kind.length) };
    } catch (error) {
      // Engines give up on some regular expressions: "too much recursion".
      return { id, problem: say("filterNotAppliedToAll", { why: (error as Error).message }) };
    }
  };
}
