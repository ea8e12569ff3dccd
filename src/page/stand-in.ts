import { uncurry } from "../core/wire/intrinsics.ts";
import { watchPromise } from "./watch-promise.ts";

type Result = { readonly done: boolean; readonly value: unknown };

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
export function createStandIn(window: Window & typeof globalThis) {
  const { ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController } = window;
  const getReader = uncurry(ReadableStream.prototype.getReader as () => object);
  const read = uncurry(ReadableStreamDefaultReader.prototype.read as () => Promise<Result>);
  const cancel = uncurry(ReadableStreamDefaultReader.prototype.cancel as (reason: unknown) => Promise<void>);
  const release = uncurry(ReadableStreamDefaultReader.prototype.releaseLock as () => void);
  const enqueue = uncurry(ReadableStreamDefaultController.prototype.enqueue as (chunk: unknown) => void);
  const close = uncurry(ReadableStreamDefaultController.prototype.close as () => void);
  const error = uncurry(ReadableStreamDefaultController.prototype.error as (reason: unknown) => void);

  return (
    source: ReadableStream,
    /** Is told of each read first, so that its time is taken before anything else. */
    reading: (promise: Promise<unknown>) => void,
    cancelled: () => void,
  ): StandIn => {
    let reader: object | null = null;
    let first: Promise<Result> | null = null;
    const next = () => {
      const promise = read(reader as never);
      reading(promise);
      return promise;
    };
    const underlying = {
      __proto__: null,
      pull(controller: object) {
        const promise = first ?? next();
        first = null;
        watchPromise(
          promise,
          (result) => {
            const { done, value } = result as Result;
            if (!done) {
              enqueue(controller as never, value);
              return;
            }
            release(reader as never);
            close(controller as never);
          },
          (reason) => {
            release(reader as never);
            error(controller as never, reason);
          },
        );
      },
      cancel(reason: unknown) {
        cancelled();
        // A pipe to what has failed already cancels at once.
        reader ??= getReader(source as never);
        const promise = cancel(reader as never, reason);
        const free = () => release(reader as never);
        watchPromise(promise, free, free);
        return promise;
      },
    };
    return {
      stream: new ReadableStream(underlying as never, { __proto__: null, highWaterMark: 0 } as never),
      begin() {
        if (reader !== null) return;
        reader = getReader(source as never);
        first = next();
      },
    };
  };
}
