import type { Query } from "../core/query/query.ts";
import type { ScanBlock } from "../core/query/scan-block.ts";
import type { BlockRead } from "../core/query/scan-server.ts";
import type { ScanHelper, ScanWorkers } from "./scan-workers.ts";

/** Looks through rows for one query. */
export interface Scanner {
  /** Which rows of a block match, whose arrays are given away; null where it was ended. Rejects with a sentence. */
  scan(block: ScanBlock, reads: readonly BlockRead[]): Promise<Uint8Array | null>;
  /** What is under way is left, however long it would take. */
  end(): void;
}

/** One query after the other, in a Worker that is taken when it is needed, and left where it has not answered all. */
export interface Scanners {
  begin(query: Query): Scanner;
}

/** Creates the scanners of what one panel looks for. */
export function createScanners(workers: ScanWorkers): Scanners {
  let helper: ScanHelper | null = null;

  function taken(): ScanHelper {
    if (helper === null || helper.failed) helper = workers.take();
    return helper;
  }

  return {
    begin(query) {
      let own: ScanHelper | null = null;
      let ended = false;
      return {
        scan(block, reads) {
          if (ended) return Promise.resolve(null);
          if (own === null) {
            own = taken();
            own.begin(query);
          }
          return own.scan(block, reads);
        },
        end() {
          if (ended) return;
          ended = true;
          if (own === null || own.asked === 0) return;
          workers.leave(own);
          if (helper === own) helper = null;
        },
      };
    },
  };
}
