import type { Query } from "../core/query/query.ts";
import type { ScanBlock } from "../core/query/scan-block.ts";
import type { BlockRead, ScanReply, ScanRequest } from "../core/query/scan-server.ts";
import { say } from "../core/text/say.ts";

/** The scan Worker, as far as it is used. */
export interface ScanWorker {
  postMessage(request: ScanRequest, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ScanReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** A scan Worker, and what it was asked. */
export interface ScanHelper {
  /** Blocks that it has not answered. */
  readonly asked: number;
  readonly failed: boolean;
  begin(query: Query): void;
  /** Which rows of a block match, whose arrays are given away; null where it was left. Rejects with a sentence. */
  scan(block: ScanBlock, reads: readonly BlockRead[]): Promise<Uint8Array | null>;
}

/** The scan Workers of one panel: one soon is there that has been started before it is wanted. */
export interface ScanWorkers {
  take(): ScanHelper;
  /** Its answers are not wanted any more: it is kept where they come soon all the same, and else ended. */
  leave(helper: ScanHelper): void;
  dispose(): void;
}

/** Blocks are answered in some milliseconds; only a regular expression takes longer than this, perhaps for ever. */
const PATIENCE_MS = 250;
/** To start a Worker takes the processor some ten milliseconds, which a panel or a scan that has just begun needs more. */
const SPARE_AFTER_MS = 1000;

interface OwnedHelper extends ScanHelper {
  /** Answers what it was asked with null, and tells when it has nothing to do any more. */
  forget(done: () => void): void;
  end(): void;
}

/** Creates the pool. */
export function createScanWorkers(start: () => ScanWorker): ScanWorkers {
  const all = new Set<OwnedHelper>();
  let spare: OwnedHelper | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;

  function begun(): OwnedHelper {
    const helper = createHelper(start(), () => end(helper));
    all.add(helper);
    return helper;
  }

  function end(helper: OwnedHelper): void {
    helper.end();
    all.delete(helper);
    if (spare === helper) spare = null;
  }

  function keep(helper: OwnedHelper): void {
    if (spare !== null || helper.failed || disposed) end(helper);
    else spare = helper;
  }

  function prepare(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      spare ??= begun();
    }, SPARE_AFTER_MS);
  }

  prepare();
  return {
    take() {
      const taken = spare ?? begun();
      spare = null;
      prepare();
      return taken;
    },
    leave(helper) {
      const left = [...all].find((it) => it === helper);
      if (left === undefined) return;
      if (left.asked === 0) return keep(left);
      const patience = setTimeout(() => end(left), PATIENCE_MS);
      left.forget(() => {
        clearTimeout(patience);
        keep(left);
      });
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
      for (const helper of all) end(helper);
    },
  };
}

interface Waiting {
  readonly resolve: (matches: Uint8Array | null) => void;
  readonly reject: (why: Error) => void;
}

function createHelper(worker: ScanWorker, broken: () => void): OwnedHelper {
  let lastId = 0;
  let failed = false;
  let forgotten: (() => void) | null = null;
  const waiting = new Map<number, Waiting>();

  function answerAll(tell: (it: Waiting) => void): void {
    const left = [...waiting.values()];
    waiting.clear();
    left.forEach(tell);
  }

  worker.onmessage = ({ data }) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ("matches" in data) asked?.resolve(data.matches);
    else asked?.reject(new Error(data.problem));
    if (waiting.size > 0 || forgotten === null) return;
    const done = forgotten;
    forgotten = null;
    done();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    failed = true;
    answerAll((it) => it.reject(new Error(say("theFilterCouldNotBe"))));
    broken();
  };

  return {
    get asked() {
      return waiting.size;
    },
    get failed() {
      return failed;
    },
    begin: (query) => worker.postMessage({ query }, []),
    scan(block, reads) {
      if (failed) return Promise.reject(new Error(say("theFiltersWorkerFailed")));
      lastId += 1;
      const id = lastId;
      const answer = new Promise<Uint8Array | null>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
      });
      worker.postMessage({ id, block, reads }, buffersOf(block) as ArrayBuffer[]);
      return answer;
    },
    forget(done) {
      forgotten = done;
      for (const [id, { resolve }] of waiting) {
        resolve(null);
        waiting.set(id, { resolve() {}, reject() {} });
      }
    },
    end() {
      failed = true;
      worker.terminate();
      answerAll((it) => it.resolve(null));
    },
  };
}

function buffersOf(block: ScanBlock): ArrayBufferLike[] {
  return Object.values(block).flatMap((it) => (ArrayBuffer.isView(it) ? [it.buffer] : []));
}
