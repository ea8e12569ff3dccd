import { createContext, runInContext } from "node:vm";
import type { Sandbox, SandboxWord } from "../../src/panel/store/sandbox.ts";

/** What a test wants to know of the sandboxes that were opened. */
export interface FakeSandboxes {
  open(): Sandbox;
  /** How many scripts were started, and stopped. */
  readonly counts: { started: number; stopped: number; closed: number };
}

interface FakeWorker {
  onmessage?: (event: { data: unknown }) => void;
}

/**
 * Creates sandboxes that run scripts in contexts of Node's, without any safety. A loop without an end is written as `hang()`, after which nothing of
 * that script is heard any more.
 */
export function createFakeSandboxes(): FakeSandboxes {
  const counts = { started: 0, stopped: 0, closed: 0 };
  // Browsers have it; this version of Node may not.
  if (!("toBase64" in Uint8Array.prototype)) {
    Object.defineProperty(Uint8Array.prototype, "toBase64", {
      value(this: Uint8Array) {
        return Buffer.from(this).toString("base64");
      },
    });
  }
  return {
    counts,
    open() {
      let run = 0;
      let worker: FakeWorker | null = null;
      let hear: (word: SandboxWord) => void = () => {};
      let hangs = false;
      const say = (of: number, word: SandboxWord) =>
        queueMicrotask(() => {
          if (of === run) hear(word);
        });
      return {
        start(source, listener) {
          counts.started += 1;
          run += 1;
          const mine = run;
          hear = listener;
          hangs = false;
          const scope = {
            TextDecoder,
            Uint8Array,
            postMessage: (text: string) => {
              if (!hangs) say(mine, { text });
            },
            hang: () => {
              hangs = true;
              throw new Error("hangs");
            },
          };
          const self = createContext(Object.assign(scope, { self: scope })) as typeof scope & FakeWorker;
          worker = self;
          try {
            runInContext(source, self, { filename: "blob:null/x" });
          } catch (error) {
            if (!hangs) say(mine, { error: String(error), line: 0 });
          }
        },
        ask(message) {
          const mine = run;
          queueMicrotask(() => {
            if (mine === run) worker?.onmessage?.({ data: structuredClone(message) });
          });
        },
        stop() {
          counts.stopped += 1;
          run += 1;
        },
        close() {
          counts.closed += 1;
          run += 1;
        },
      };
    },
  };
}
