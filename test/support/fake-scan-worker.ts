import { createScanServer, type ScanReply, type ScanRequest } from "../../src/core/query/scan-server.ts";
import type { ScanWorker } from "../../src/engine/scanner.ts";

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

export function createFakeScanWorkers(): FakeScanWorkers {
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
      const answer = createScanServer();
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
            if (over || isStuck()) return;
            const reply = answer(request);
            if (reply !== null) worker.onmessage?.({ data: reply } as MessageEvent<ScanReply>);
          }, 0);
        },
      };
      return worker;
    },
  };
}
