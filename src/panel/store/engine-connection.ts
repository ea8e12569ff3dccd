import type { KeptCapture } from "../../channel/kept-capture.ts";
import type { KeptFilters } from "../../channel/kept-filters.ts";
import type { EngineCall, EngineCalls, EngineReply, EngineRequest } from "../../core/wire/engine-api.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { OwnJob } from "../../core/wire/own-job.ts";
import { WorkStopped } from "../../core/wire/work-stopped.ts";
import type { Sandbox } from "./sandbox.ts";
import { createSilenceWatch } from "./watch-silence.ts";

/** How the panel speaks with the engine. */
export interface EngineConnection {
  /** Asks the engine; rejects with an `Error` whose message is a sentence for the user, or with `WorkStopped`. */
  call<C extends EngineCall>(call: C, params: EngineCalls[C]["params"]): Promise<EngineCalls[C]["result"]>;
  /** Hears every state from now on, and the last one at once where there is one; answers how to stop. */
  onStatus(listener: (status: EngineStatus) => void): () => void;
  /** Hears what the engine wants to have decoded by the reader's own decoders; answered with `own-answers`. */
  onJob(listener: (job: OwnJob) => void): void;
  /** Hears when the engine, though it was asked, says nothing for long, as one that has ended; and when it speaks again. */
  onSilence(listener: (isSilent: boolean) => void): void;
}

/** What the place that the panel runs in can do for it. */
export interface PanelHost {
  readonly browser: "chromium" | "firefox";
  readonly inDevtools: boolean;
  saveFile(file: Blob, name: string): void;
  copyText(text: string): Promise<void>;
  /** Reloads the inspected page. */
  reloadPage(): void;
  /** The languages that Duplex speaks, which of them was chosen ("" is the browser's), and how another is. */
  readonly languages: {
    readonly known: readonly string[];
    chosen(): string;
    choose(language: string): void;
  };
  readonly capture: KeptCapture;
  readonly filters: KeptFilters;
  /** Opens a place for code that may reach nothing. */
  openSandbox(): Sandbox;
}

/** The part of a MessagePort that is needed. */
export interface EnginePort {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

interface Waiting {
  readonly call: EngineCall;
  resolve(result: unknown): void;
  reject(problem: Error): void;
  /** Of a message's detail, as far as it has come in pieces. */
  payload: Uint8Array<ArrayBuffer> | null;
}

/** Speaks `EngineRequest` and `EngineReply` over a port. */
export function connectEngine(port: EnginePort): EngineConnection {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(status: EngineStatus) => void>();
  let lastId = 0;
  let lastStatus: EngineStatus | null = null;
  let decode: (job: OwnJob) => void = () => {};
  let tellSilence: (isSilent: boolean) => void = () => {};
  const silence = createSilenceWatch(
    () => waiting.size > 0,
    () => void connection.call("locate", { row: 0 }).catch(() => {}),
    (it) => tellSilence(it),
  );

  port.onmessage = (event) => {
    const reply = event.data as EngineReply;
    silence.heard();
    if ("status" in reply) {
      lastStatus = reply.status;
      for (const listener of listeners) listener(reply.status);
      return;
    }
    if ("decode" in reply) {
      decode(reply.decode);
      return;
    }
    const asked = waiting.get(reply.id);
    if (asked === undefined) return;
    if ("piece" in reply) {
      asked.payload ??= new Uint8Array(reply.size);
      asked.payload.set(reply.piece, reply.from);
      return;
    }
    waiting.delete(reply.id);
    if ("stopped" in reply) asked.reject(new WorkStopped(asked.call));
    else if ("problem" in reply) asked.reject(new Error(reply.problem));
    else if (asked.payload === null) asked.resolve(reply.result);
    else asked.resolve({ ...(reply.result as object), payload: asked.payload });
  };

  const connection: EngineConnection = {
    call<C extends EngineCall>(call: C, params: EngineCalls[C]["params"]) {
      lastId += 1;
      const id = lastId;
      return new Promise<EngineCalls[C]["result"]>((resolve, reject) => {
        waiting.set(id, { call, resolve: resolve as Waiting["resolve"], reject, payload: null });
        port.postMessage({ id, call, params } as EngineRequest);
        silence.asked();
      });
    },
    onStatus(listener) {
      listeners.add(listener);
      if (lastStatus !== null) listener(lastStatus);
      return () => listeners.delete(listener);
    },
    onJob(listener) {
      decode = listener;
    },
    onSilence(listener) {
      tellSilence = listener;
    },
  };
  return connection;
}
