import type { ScanReply, ScanRequest } from "../../src/core/query/scan-server.ts";
import type { ScanWorker } from "../../src/engine/scan-workers.ts";
import type { SessionStore } from "../../src/engine/session-store.ts";
import { createStoredScan } from "../../src/engine/stored-scan.ts";

/** Scan Workers in this thread, which answer a task later. */
export interface FakeScanWorkers {
  start(): ScanWorker;
  readonly started: number;
  readonly terminated: number;
  /** Rows of the blocks that they were given. */
  readonly rows: number[];
  /** They do not answer: a regular expression that takes for ever. */
  stuck: boolean;
}

/** Creates them; they read what is not in memory from `store`. */
export function createFakeScanWorkers(store?: Pick<SessionStore, "pieces">): FakeScanWorkers {
  let started = 0;
  let terminated = 0;
  const rows: number[] = [];
  return {
    get started() {
      return started;
    },
    get terminated() {
      return terminated;
    },
    rows,
    stuck: false,
    start() {
      started += 1;
      let over = false;
      const isStuck = () => this.stuck;
      const none = {
        pieces: () => Promise.reject(new Error("The recordings on this disk cannot be opened.")),
      };
      const answer = createStoredScan(Promise.resolve(store ?? none), (data) => {
        if (!over && !isStuck()) worker.onmessage?.({ data } as MessageEvent<ScanReply>);
      });
      const worker: ScanWorker = {
        onmessage: null,
        onerror: null,
        terminate() {
          over = true;
          terminated += 1;
        },
        postMessage(message: ScanRequest, transfer) {
          const request = structuredClone(message, { transfer });
          if ("block" in request) rows.push(request.block.kind.length);
          setTimeout(() => {
            if (!over && !isStuck()) answer(request);
          }, 0);
        },
      };
      return worker;
    },
  };
}
