import type { Query } from "./query.ts";
import { createScan, type Scan, type ScanBlock } from "./scan-block.ts";

/** To the scan Worker: another query, or rows to be looked at. */
export type ScanRequest = { readonly query: Query } | { readonly id: number; readonly block: ScanBlock };

/** From it: which rows match; or why that cannot be said, as a sentence. */
export type ScanReply =
  | { readonly id: number; readonly matches: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly problem: string };

/** Creates what runs in the scan Worker: it answers each block. */
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
      return { id, problem: `The filter could not be applied to all rows (${(error as Error).message}).` };
    }
  };
}
