import { defineProperty, uncurry, uncurryGetter } from "../core/wire/intrinsics.ts";
import { nothing } from "./natives.ts";
import { Promises, type WatchPromise } from "./watch-promise.ts";

export type ReadResult = { readonly done: boolean; readonly value: unknown };

/** A stream that is piped in the place of another, and gets what comes of that. */
export interface StandIn {
  readonly stream: ReadableStream;
  /** The pipe was made: takes the other stream's lock. */
  begin(): void;
}

/** Is told of what passes, before it is passed on. */
export interface StandInWatcher {
  chunk(chunk: object): void;
  drained(): void;
  failed(reason: unknown): void;
  cancelled(): void;
}

/**
 * Creates the maker of streams that stand in front of a pipe, which reads inside the browser where nobody can see. Behind it
 * another pipe of the browser's writes to us, one chunk for each that the page's pipe asks for, and one before the first, as
 * that would have read it; errors and `cancel` are passed on. It is not a reader, because the result of `read` is an
 * object: where it resolves a promise, it is asked for `then`, which a page can put on `Object.prototype`.
 */
export function createStandIn(window: Window & typeof globalThis, watchPromise: WatchPromise) {
  const { ReadableStream, WritableStream, AbortController, ReadableStreamDefaultController } = window;
  const pipeTo = uncurry(ReadableStream.prototype.pipeTo);
  const enqueue = uncurry(ReadableStreamDefaultController.prototype.enqueue as (chunk: unknown) => void);
  const close = uncurry(ReadableStreamDefaultController.prototype.close as () => void);
  const error = uncurry(ReadableStreamDefaultController.prototype.error as (reason: unknown) => void);
  const abort = uncurry(AbortController.prototype.abort);
  const signalOf = uncurryGetter<AbortSignal>(AbortController.prototype, "signal");

  return (source: ReadableStream, watcher: StandInWatcher): StandIn => {
    const stop = new AbortController();
    let controller: object | null = null;
    let piping: Promise<void> | null = null;
    let wanted: (() => void) | null = null;
    let cancelled = false;
    const nextWanted = () => {
      wanted?.();
      wanted = null;
    };
    const sink = {
      __proto__: null,
      write(chunk: object): Promise<void> | undefined {
        // What was read before is written before the pipe stops.
        if (cancelled) return undefined;
        watcher.chunk(chunk);
        enqueue(controller as never, chunk);
        return withConstructor(
          new Promises<void>((resolve) => {
            wanted = resolve;
          }),
        );
      },
      close() {
        if (cancelled) return;
        watcher.drained();
        close(controller as never);
      },
      abort(reason: unknown) {
        if (cancelled) return;
        watcher.failed(reason);
        error(controller as never, reason);
      },
    };
    const begin = () => {
      if (piping !== null) return;
      const options = { __proto__: null, signal: signalOf?.(stop) } as StreamPipeOptions;
      piping = pipeTo(source, new WritableStream(sink as never, { __proto__: null } as never), options);
      watchPromise(piping, nothing, nothing);
    };
    const underlying = {
      __proto__: null,
      start(made: object) {
        controller = made;
      },
      pull: nextWanted,
      cancel(reason: unknown) {
        cancelled = true;
        watcher.cancelled();
        // A pipe to what has failed already cancels at once. Begun before it is stopped: what has failed itself says why.
        begin();
        abort(stop, reason);
        nextWanted();
        // Until the other stream is free again, which is before the page's pipe ends; with what its own `cancel` came to.
        return withConstructor(piping as never);
      },
    };
    return {
      stream: new ReadableStream(underlying as never, { __proto__: null, highWaterMark: 0 } as never),
      begin,
    };
  };
}

/** A promise to give to the browser, which asks it for its `constructor`: its own, and not the prototype's. */
function withConstructor(promise: Promise<void>): Promise<void> {
  defineProperty(promise, "constructor", { __proto__: null, value: Promises });
  return promise;
}
