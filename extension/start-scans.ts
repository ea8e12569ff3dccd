import type { ScanReply } from "../src/core/query/scan-server.ts";
import { language } from "../src/core/text/language.ts";
import type { ScanWorker } from "../src/engine/scan-workers.ts";

/** What an engine asks the page that has started it: a scan Worker, whose port is in the message's `ports`; or that one's end. */
export type ScanAsk = { readonly startScan: number } | { readonly endScan: number };

/** What the page tells: this one has failed. */
export interface ScanTold {
  readonly scanFailed: number;
}

/** The engine's side: scan Workers that the page starts and ends. */
export interface ScanStarter {
  start(): ScanWorker;
  told(it: ScanTold): void;
}

/**
 * Creates the engine's side. A Worker that starts another itself stands still until its page has helped, and in Firefox
 * (measured on a busy machine) its ports may be deaf from then on; so the page starts them.
 */
export function createScanStarter(ask: (it: ScanAsk, transfer: Transferable[]) => void): ScanStarter {
  const started = new Map<number, ScanWorker>();
  let last = 0;
  return {
    start() {
      last += 1;
      const id = last;
      const { port1, port2 } = new MessageChannel();
      const worker: ScanWorker = {
        onmessage: null,
        onerror: null,
        postMessage: (request, transfer) => port1.postMessage(request, transfer),
        terminate() {
          started.delete(id);
          port1.close();
          ask({ endScan: id }, []);
        },
      };
      port1.onmessage = (event: MessageEvent<ScanReply>) => worker.onmessage?.(event);
      started.set(id, worker);
      ask({ startScan: id }, [port2]);
      return worker;
    },
    told: ({ scanFailed }) => started.get(scanFailed)?.onerror?.(new ErrorEvent("error")),
  };
}

/** The page's side: starts and ends what its engine asks for. */
export function serveScans(engine: Worker): void {
  const workers = new Map<number, Worker>();
  engine.addEventListener("message", ({ data, ports }: MessageEvent<ScanAsk | object>) => {
    if ("startScan" in data) {
      const worker = new Worker(new URL("./scan.worker.ts", import.meta.url), { type: "module" });
      worker.onerror = (event) => {
        event.preventDefault();
        engine.postMessage({ scanFailed: data.startScan } satisfies ScanTold);
      };
      worker.postMessage({ language: language() }, [...ports]);
      workers.set(data.startScan, worker);
    } else if ("endScan" in data) {
      workers.get(data.endScan)?.terminate();
      workers.delete(data.endScan);
    }
  });
}
