import type { Query } from "../core/query/query.ts";
import type { ScanBlock } from "../core/query/scan-block.ts";
import type { ScanReply, ScanRequest } from "../core/query/scan-server.ts";

/** The scan Worker, as far as it is used. */
export interface ScanWorker {
  postMessage(request: ScanRequest, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ScanReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Looks through rows for one query. */
export interface Scanner {
  /** Which rows of a block match, whose arrays are given away; null where it was ended. Rejects with a sentence. */
  scan(block: ScanBlock): Promise<Uint8Array | null>;
  /** What is under way is left, however long it would take. */
  end(): void;
}

/** One query after the other, in a Worker that is started when it is needed and ended when it does not answer in time. */
export interface Scanners {
  begin(query: Query): Scanner;
  /** Ends the Worker. */
  dispose(): void;
}

interface Waiting {
  readonly resolve: (matches: Uint8Array | null) => void;
  readonly reject: (why: Error) => void;
}

/** Creates the scanners of one panel. */
export function createScanners(start: () => ScanWorker): Scanners {
  let worker: ScanWorker | null = null;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  function begun(): ScanWorker {
    if (worker !== null) return worker;
    const started = start();
    started.onmessage = ({ data }) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if ("matches" in data) asked?.resolve(data.matches);
      else asked?.reject(new Error(data.problem));
    };
    started.onerror = (event) => {
      event.preventDefault();
      stop((it) => it.reject(new Error("The filter could not be applied: its Worker failed.")));
    };
    worker = started;
    return started;
  }

  function stop(tell: (it: Waiting) => void): void {
    worker?.terminate();
    worker = null;
    const left = [...waiting.values()];
    waiting.clear();
    left.forEach(tell);
  }

  return {
    dispose: () => stop(({ resolve }) => resolve(null)),
    begin(query) {
      let toldTo: ScanWorker | null = null;
      let ended = false;
      return {
        scan(block) {
          if (ended) return Promise.resolve(null);
          const to = begun();
          if (toldTo === null) to.postMessage({ query }, []);
          // Another Worker than the one that knows the connections: that one failed.
          else if (toldTo !== to) return Promise.reject(new Error("The filter's Worker failed."));
          toldTo = to;
          lastId += 1;
          const id = lastId;
          const answer = new Promise<Uint8Array | null>((resolve, reject) => {
            waiting.set(id, { resolve, reject });
          });
          to.postMessage({ id, block }, buffersOf(block));
          return answer;
        },
        end() {
          if (ended) return;
          ended = true;
          if (waiting.size > 0) stop(({ resolve }) => resolve(null));
        },
      };
    },
  };
}

function buffersOf(block: ScanBlock): ArrayBuffer[] {
  const { kind, flags, connection, size, missing, nameLength, idLength, length, bytes } = block;
  return [kind, flags, connection, size, missing, nameLength, idLength, length, bytes].map((it) => it.buffer);
}
