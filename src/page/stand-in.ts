import { uncurry } from "../core/wire/intrinsics.ts";
import type { WatchPromise } from "./watch-promise.ts";

export type ReadResult = { readonly done: boolean; readonly value: unknown };

/** A stream that is piped in the place of another, and reads from that. */
export interface StandIn {
  readonly stream: ReadableStream;
  /** The pipe was made: takes the other stream's lock. */
  begin(): void;
}

/**
 * Creates the maker of streams that stand in front of a pipe, which reads inside the browser where nobody can see. It asks for a chunk when the
 * pipe does, hands it on as it is, and passes errors and `cancel` on; it keeps nothing. The stream behind it is locked and
 * disturbed from the beginning, as by the pipe itself: hence one read before the first that the pipe asks for.
 */
export function createStandIn(window: Window & typeof globalThis, watchPromise: WatchPromise) {
  const { ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController } = window;
  const call = (own: { readonly prototype: object }, name: string) =>
    uncurry(
      (own.prototype as Record<string, (it?: unknown) => unknown>)[name] as (it?: unknown) => unknown,
    ) as (self: unknown, it?: unknown) => unknown;
  const getReader = call(ReadableStream, "getReader");
  const read = call(ReadableStreamDefaultReader, "read");
  const cancel = call(ReadableStreamDefaultReader, "cancel");
  const release = call(ReadableStreamDefaultReader, "releaseLock");
  const enqueue = call(ReadableStreamDefaultController, "enqueue");
  const close = call(ReadableStreamDefaultController, "close");
  const error = call(ReadableStreamDefaultController, "error");

  return (
    source: ReadableStream,
    /** Is told of each read first, so that its time is taken before anything else. */
    reading: (promise: unknown) => void,
    cancelled: () => void,
  ): StandIn => {
    let reader: unknown;
    let first: unknown;
    const next = () => {
      const promise = read(reader);
      reading(promise);
      return promise;
    };
    const free = () => void release(reader);
    const underlying = {
      __proto__: null,
      pull(controller: unknown) {
        const promise = first ?? next();
        first = undefined;
        watchPromise<ReadResult>(
          promise,
          ({ done, value }) => {
            if (!done) {
              enqueue(controller, value);
              return;
            }
            free();
            close(controller);
          },
          (reason) => {
            free();
            error(controller, reason);
          },
        );
      },
      cancel(reason: unknown) {
        cancelled();
        // A pipe to what has failed already cancels at once.
        reader ??= getReader(source);
        const promise = cancel(reader, reason);
        watchPromise(promise, free, free);
        return promise;
      },
    };
    return {
      stream: new ReadableStream(underlying as never, { __proto__: null, highWaterMark: 0 } as never),
      begin() {
        if (reader !== undefined) return;
        reader = getReader(source);
        first = next();
      },
    };
  };
}
