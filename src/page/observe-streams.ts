import type { ClosedBy, StreamReading } from "../core/wire/events.ts";
import {
  apply,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isObject,
  uncurry,
  WeakMaps,
  weakDelete,
  weakGet,
  weakSet,
} from "../core/wire/intrinsics.ts";
import type { Guard } from "./guard.ts";
import type { Instruments } from "./instrument.ts";
import type { Natives } from "./natives.ts";
import type { ReadResult } from "./stand-in.ts";
import { another, type Branch } from "./stream-branch.ts";
import type { CreateStreamRecord, StreamRecord } from "./stream-record.ts";
import { type Piped, watchPipes } from "./watch-pipes.ts";
import type { WatchPromise } from "./watch-promise.ts";

interface Iterated {
  readonly branch?: Branch;
  /** It was made with options, which may say that the stream outlives it. */
  readonly mayOutlive?: boolean;
}

/** Streams of which another observer knows what they are. */
export interface StreamObserver {
  /** Watches a stream where it is read. */
  adopt(stream: object, record: StreamRecord): void;
  /** Tells of what is piped into this WritableStream; null: that it is done where it cannot be seen. */
  pipedInto(writable: object, told: Piped): void;
}

/**
 * Watches streamed responses where the page reads them: `fetch` itself is not touched, so that the promise it gives, who called
 * it and the stacks of its errors stay the browser's. Reading is by a reader, an async iterator, a pipe, or a method for the
 * whole body; branches are told once. Responses of other types cost a look at their header.
 */
export function observeStreams(
  window: Window & typeof globalThis,
  { asker, getter, now }: Natives,
  instruments: Instruments,
  guard: Guard,
  createStreamRecord: CreateStreamRecord,
  watchPromise: WatchPromise,
): StreamObserver | undefined {
  const { Response, Headers, ReadableStream, DOMException } = window;
  if (typeof Response !== "function" || typeof ReadableStream !== "function") return undefined;
  /** Nothing is to be seen of streams before there is one of ours. */
  const later = instruments.later();
  const { watch } = later;
  const { prototype } = Response;
  const streamPrototype = ReadableStream.prototype;
  const urlOf = asker<string>(prototype, "url");
  const headersOf = getter<Headers>(prototype, "headers");
  const statusOf = getter<number>(prototype, "status");
  const usedOf = asker<boolean>(prototype, "bodyUsed");
  const lockedOf = asker<boolean>(streamPrototype, "locked");
  const nameOf = asker<string>(DOMException.prototype, "name");
  const headerOf = uncurry(Headers.prototype.get);
  const { isError } = window.Error as { isError?: (it: unknown) => boolean };
  const TypeErrors = window.TypeError.prototype;
  const responses = new WeakMaps<object, Branch>();
  const streams = new WeakMaps<object, Branch>();

  /** The branch that a response is, where it came from the network and is a stream. */
  function branchOf(response: object): Branch | undefined {
    const known = weakGet(responses, response);
    if (known) return known;
    const address = urlOf(response);
    // One that the page has made has no URL.
    const contentType = address && headerOf(headersOf(response), "content-type");
    if (!contentType) return undefined;
    const about = { via: "fetch", requestedAt: null, verb: null, address, contentType } as const;
    const record = createStreamRecord(about, statusOf(response));
    if (record === null) return undefined;
    const branch: Branch = { record, position: 0 };
    weakSet(responses, response, branch);
    return branch;
  }

  function closed(branch: Branch, at: number): void {
    branch.over = true;
    branch.record.end(at, "server");
  }

  function failed(branch: Branch, error: unknown): void {
    branch.over = true;
    const name = nameOf(error);
    let by: ClosedBy = "network";
    let reason: unknown = name;
    if (name === "AbortError" || name === "TimeoutError") by = "page";
    else if (name === null && isError?.(error) && getPrototypeOf(error as object) === TypeErrors)
      // The network's own errors are TypeErrors.
      reason = getOwnPropertyDescriptor(error as object, "message")?.value;
    else if (name === null && isError) {
      // Anything can be given to `abort()`.
      by = "page";
      reason = "abort()";
    }
    branch.record.end(now(), by, typeof reason === "string" ? reason : "");
  }

  function cancelled(branch: Branch | undefined): void {
    if (!branch || branch.over) return;
    branch.over = true;
    branch.record.branches -= 1;
    if (branch.record.branches === 0) branch.record.end(now(), "page", "cancel()");
  }

  /** Of a reader that `holders` has no longer nothing is told: a lock that is given up rejects, too. */
  function watchRead(
    branch: Branch | undefined,
    promise: unknown,
    holders: WeakMap<object, object>,
    reader: object,
  ): void {
    if (!branch) return;
    watchPromise<Partial<ReadResult> | undefined>(
      promise,
      // A `then` that the page has put on `Object.prototype` can make it nothing.
      ({ done, value } = {}, at) => {
        if (done) closed(branch, at);
        else branch.position += branch.record.chunk(at, branch.position, value);
      },
      (error) => void (weakGet(holders, reader) && failed(branch, error)),
    );
  }

  /** Two ways where there was one. */
  function divide(from: Branch | undefined, into: typeof streams, made: object, other?: object): void {
    if (!from) return;
    from.record.branches += 1;
    weakSet(into, made, another(from));
    if (other) weakSet(into, other, another(from));
  }

  // The stream of a response, and what comes of a response.

  instruments.getter(prototype, "body", (body, self, args) => {
    const stream: unknown = apply(body, self, args);
    guard(() => {
      if (!isObject(stream) || weakGet(streams, stream)) return;
      const branch = branchOf(self as object);
      if (!branch) return;
      later.wake();
      branch.asked = stream;
      weakSet(streams, stream, another(branch));
    });
    return stream;
  });
  instruments.watch(prototype, "clone", (self) => (made) => divide(branchOf(self), responses, made));
  later.constructed(window, "Response", (args) => {
    const branch = args.length > 0 ? weakGet(streams, args[0]) : undefined;
    return branch && ((made) => void weakSet(responses, made, another(branch)));
  });

  // The whole of it at once.

  function whole(reading: StreamReading & keyof Response): void {
    instruments.called(prototype, reading, (native, self, args, trap) => {
      let branch: Branch | undefined;
      let refusal: ReturnType<Instruments["refusal"]>;
      guard(() => {
        const isNew = usedOf(self) === false;
        const found = isNew ? branchOf(self as object) : undefined;
        // What was read, or is being read, is not read again.
        if (isNew && (!found?.asked || !lockedOf(found.asked))) {
          found?.record.open(now(), reading);
          branch = found;
        } else refusal = instruments.refusal(trap);
      });
      let promise: unknown = apply(native, self, args);
      guard(() => {
        if (refusal) promise = watchPromise(promise, refusal, refusal, true);
        if (!branch) return;
        const { record, position } = branch;
        promise = watchPromise(
          promise,
          (value, at) => record.whole(at, position, value, reading),
          (error) => failed(branch as Branch, error),
          true,
        );
      });
      return promise;
    });
  }
  whole("text");
  whole("json");
  whole("arrayBuffer");
  whole("bytes");
  whole("blob");
  whole("formData");

  // Piece by piece.

  const begins = new WeakMaps<object, (reader: object, stream: unknown) => void>();
  function watchReader(name: "ReadableStreamDefaultReader" | "ReadableStreamBYOBReader"): void {
    const own = window[name]?.prototype as object | undefined;
    if (!own) return;
    const readers = new WeakMaps<object, Branch>();
    const closedOf = getter<unknown>(own, "closed");
    const begin = (reader: object, stream: unknown) => {
      const branch = weakGet(streams, stream);
      if (!branch) return;
      weakSet(readers, reader, branch);
      branch.record.open(now(), "stream");
      // This promise is never told as unhandled (WHATWG Streams, [[PromiseIsHandled]]): it tells an end that nobody waits for.
      watchPromise(
        closedOf(reader),
        (_, at) => closed(branch, at),
        (error) => void (weakGet(readers, reader) && failed(branch, error)),
      );
    };
    weakSet(begins, own, begin);
    later.constructed(window, name, (args) => (reader) => begin(reader, args[0]));
    watch(own, "read", (self) => (promise) => {
      watchRead(weakGet(readers, self), promise, readers, self);
    });
    watch(own, "cancel", (self) => () => cancelled(weakGet(readers, self)));
    watch(own, "releaseLock", (self) => void weakDelete(readers, self));
  }
  watchReader("ReadableStreamDefaultReader");
  watchReader("ReadableStreamBYOBReader");

  watch(streamPrototype, "getReader", (self) => (reader) => {
    if (weakGet(streams, self)) weakGet(begins, getPrototypeOf(reader) as object)?.(reader, self);
  });
  watch(streamPrototype, "cancel", (self) => {
    const branch = weakGet(streams, self);
    if (!branch || lockedOf(self)) return undefined;
    return () => {
      branch.record.open(now(), "stream");
      cancelled(branch);
    };
  });
  watch<[object, object]>(
    streamPrototype,
    "tee",
    (self) => (made) => divide(weakGet(streams, self), streams, made[0], made[1]),
  );

  // `for await`: the iterator is not reached by a name, but by one that is made for it.

  const iterators = new WeakMaps<object, Iterated>();
  /** Their prototype, when there is one: most pages never have, and to make one would cost each of them a stream. */
  function watchIterators(iterator: object): void {
    if (weakGet(iterators, iterator)) return;
    weakSet(iterators, iterator, {});
    instruments.watch(iterator, "next", (self) => (promise) => {
      watchRead(weakGet(iterators, self)?.branch, promise, iterators, self);
    });
    instruments.watch(iterator, "return", (self) => () => {
      const iterated = weakGet(iterators, self);
      weakDelete(iterators, self);
      if (!iterated?.mayOutlive) cancelled(iterated?.branch);
    });
  }
  watch(streamPrototype, "values", (self, args) => (made) => {
    watchIterators(getPrototypeOf(made) as object);
    const branch = weakGet(streams, self);
    if (!branch) return;
    branch.record.open(now(), "stream");
    weakSet(iterators, made, { branch, mayOutlive: args.length > 0 });
  });
  // The two names are of one function.
  const named = getOwnPropertyDescriptor(streamPrototype, Symbol.asyncIterator);
  const { value } = getOwnPropertyDescriptor(streamPrototype, "values") ?? {};
  if (named) defineProperty(streamPrototype, Symbol.asyncIterator, { __proto__: null, ...named, value });

  return {
    adopt(stream, record) {
      later.wake();
      weakSet(streams, stream, { record, position: 0 });
    },
    pipedInto: watchPipes(window, later, guard, now, watchPromise, streams, lockedOf, failed, cancelled),
  };
}
