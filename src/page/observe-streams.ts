import type { StreamReading } from "../core/wire/events.ts";
import {
  apply,
  byteLengthOf,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  SafeWeakMap,
  uncurry,
} from "../core/wire/intrinsics.ts";
import { streamFormatOf } from "../core/wire/stream-format.ts";
import type { Emitter } from "./emitter.ts";
import type { Guard } from "./guard.ts";
import type { Instruments } from "./instrument.ts";
import type { Natives } from "./natives.ts";
import { createStandIn } from "./stand-in.ts";
import { createStreamRecord, type StreamRecord } from "./stream-record.ts";
import { watchPromise } from "./watch-promise.ts";

/** A way to a stream's bytes: the stream itself, one branch of it, a response. */
interface Branch {
  readonly record: StreamRecord;
  /** How many bytes were read of it. */
  position: number;
  /** Of a response: its stream, if the page has asked for it. */
  stream: object | null;
}

interface Iterated {
  readonly branch: Branch;
  /** It was made with options, which may say that the stream outlives it. */
  readonly options: boolean;
}

type Result = { readonly done: boolean; readonly value: object };

/**
 * Watches streamed responses where the page reads them: `fetch` itself is not touched, so that the promise it gives, who called
 * it and the stacks of its errors stay the browser's. Reading is by a reader, an async iterator, a pipe, or a method for the
 * whole body; branches are told once. Responses of other types cost a look at their header.
 */
export function observeStreams(
  window: Window & typeof globalThis,
  natives: Natives,
  instruments: Instruments,
  guard: Guard,
  emitter: Emitter,
  nextId: () => number,
): void {
  const { Response, Headers, ReadableStream, DOMException } = window;
  if (typeof Response !== "function" || typeof ReadableStream !== "function") return;
  const { prototype } = Response;
  const streamPrototype = ReadableStream.prototype;
  const urlOf = natives.asker<string>(prototype, "url");
  const headersOf = natives.getter<Headers>(prototype, "headers");
  const statusOf = natives.getter<number>(prototype, "status");
  const usedOf = natives.getter<boolean>(prototype, "bodyUsed");
  const lockedOf = natives.getter<boolean>(streamPrototype, "locked");
  const nameOf = natives.asker<string>(DOMException.prototype, "name");
  const headerOf = uncurry(Headers.prototype.get);
  const { isError } = window.Error as { isError?: (it: unknown) => boolean };
  const TypeErrors = window.TypeError.prototype;
  const responses = new SafeWeakMap<object, Branch>();
  const streams = new SafeWeakMap<object, Branch>();
  const readers = new SafeWeakMap<object, Branch>();
  const { now } = natives;
  // Before anything is replaced: what it reads is told once, by the pipe that it stands in front of.
  const standIn = createStandIn(window);

  /** The branch that a response is, where it came from the network and is a stream. */
  function branchOf(response: unknown): Branch | undefined {
    const known = responses.get(response as object);
    if (known !== undefined) return known;
    const url = urlOf(response);
    // One that the page has made has no URL.
    if (url === null || url === "") return undefined;
    const contentType = headerOf(headersOf(response), "content-type");
    if (contentType === null || streamFormatOf(contentType) === null) return undefined;
    const about = { via: "fetch" as const, requestedAt: null, method: null, url, contentType };
    const record = createStreamRecord({ ...about, status: statusOf(response) }, emitter, nextId);
    const branch = { record, position: 0, stream: null };
    responses.set(response as object, branch);
    return branch;
  }

  function failed({ record }: Branch, error: unknown): void {
    const name = nameOf(error);
    if (name === "AbortError" || name === "TimeoutError") record.end(now(), "page", name);
    // Anything can be given to `abort()`; the network's own errors are TypeErrors.
    else if (name !== null || isError === undefined) record.end(now(), "network", name ?? "");
    else if (isError(error) && getPrototypeOf(error as object) === TypeErrors) {
      const message: unknown = getOwnPropertyDescriptor(error as object, "message")?.value;
      record.end(now(), "network", typeof message === "string" ? message : "");
    } else record.end(now(), "page", "abort()");
  }

  function cancelled({ record }: Branch): void {
    record.branches -= 1;
    if (record.branches === 0) record.end(now(), "page", "cancel()");
  }

  function took(branch: Branch, at: number, { done, value }: Result): void {
    if (done) {
      branch.record.end(at, "server", "");
      return;
    }
    const bytes = natives.bytesOf(value, emitter.limits.payloadBytes);
    if (bytes === null) return;
    branch.record.bytes(at, branch.position, bytes);
    branch.position += natives.byteSize(value) ?? byteLengthOf(bytes);
  }

  /** `holds` answers whether the reader still has the stream: a lock that is given up rejects, too. */
  function watchRead(branch: Branch, promise: unknown, holds: () => boolean): void {
    watchPromise(
      promise as Promise<unknown>,
      (result) => {
        const at = now();
        guard(() => took(branch, at, result as Result));
      },
      (error) => guard(() => void (holds() && failed(branch, error))),
    );
  }

  // The stream of a response, and what comes of a response.

  instruments.getter(prototype, "body", (body, self, args) => {
    const stream: unknown = apply(body, self, args);
    guard(() => {
      if (typeof stream !== "object" || stream === null || streams.has(stream)) return;
      const branch = branchOf(self);
      if (branch === undefined) return;
      branch.stream = stream;
      streams.set(stream, another(branch));
    });
    return stream;
  });

  instruments.method(prototype, "clone", (clone, self, args) => {
    const made = apply(clone, self, args) as object;
    guard(() => {
      const branch = branchOf(self);
      if (branch === undefined) return;
      branch.record.branches += 1;
      responses.set(made, another(branch));
    });
    return made;
  });

  instruments.constructor(window, "Response", (native, args, newTarget) => {
    const made: object = natives.construct(native, args as never, newTarget);
    guard(() => {
      const branch = args.length > 0 ? streams.get(args[0] as object) : undefined;
      if (branch !== undefined) responses.set(made, another(branch));
    });
    return made;
  });

  // The whole of it at once.

  function whole(reading: StreamReading & keyof Response): void {
    instruments.method(prototype, reading, (native, self, args) => {
      let branch: Branch | undefined;
      guard(() => {
        branch = branchOf(self);
        if (branch === undefined) return;
        // What was read, or is being read, is not read again.
        const free = !usedOf(self) && (branch.stream === null || !lockedOf(branch.stream));
        if (free) branch.record.open(now(), reading);
        else branch = undefined;
      });
      const promise = apply(native, self, args) as Promise<unknown>;
      if (branch !== undefined) guard(() => watchWhole(branch as Branch, reading, promise));
      return promise;
    });
  }

  function watchWhole(branch: Branch, reading: StreamReading, promise: Promise<unknown>): void {
    const { record, position } = branch;
    const end = (at: number) => record.end(at, "server", "");
    watchPromise(
      promise,
      (value) => {
        const at = now();
        guard(() => {
          if (reading === "blob") {
            natives.readBlob(value as Blob, (bytes) =>
              guard(() => {
                record.bytes(at, position, bytes);
                end(at);
              }),
            );
            return;
          }
          const bytes =
            reading === "arrayBuffer" || reading === "bytes"
              ? natives.bytesOf(value as object, emitter.limits.payloadBytes)
              : null;
          if (bytes !== null) record.bytes(at, position, bytes);
          else if (reading === "text") record.text(at, position, value as string);
          else record.unseen(at, reading === "json" ? "json" : "document");
          end(at);
        });
      },
      (error) => guard(() => failed(branch, error)),
    );
  }
  whole("text");
  whole("json");
  whole("arrayBuffer");
  whole("bytes");
  whole("blob");
  whole("formData");

  // Piece by piece.

  function readerMade(reader: object, stream: unknown, closedOf: (reader: unknown) => unknown): void {
    const branch = streams.get(stream as object);
    if (branch === undefined) return;
    readers.set(reader, branch);
    branch.record.open(now(), "stream");
    const holds = () => readers.get(reader) === branch;
    // This promise is never told as unhandled (WHATWG Streams, [[PromiseIsHandled]]): it tells an end that nobody waits for.
    watchPromise(
      closedOf(reader) as Promise<unknown>,
      () => guard(() => branch.record.end(now(), "server", "")),
      (error) => guard(() => void (holds() && failed(branch, error))),
    );
  }

  function watchReader(name: "ReadableStreamDefaultReader" | "ReadableStreamBYOBReader"): void {
    const own: { readonly prototype: object } | undefined = window[name];
    if (own === undefined) return;
    const closedOf = natives.getter<unknown>(own.prototype, "closed");
    closedGetters.set(own.prototype, closedOf);
    instruments.constructor(window, name, (native, args, newTarget) => {
      const reader: object = natives.construct(native, args as never, newTarget);
      guard(() => void (args.length > 0 && readerMade(reader, args[0], closedOf)));
      return reader;
    });
    instruments.method(own.prototype, "read", (read, self, args) => {
      const promise: unknown = apply(read, self, args);
      const branch = readers.get(self as object);
      if (branch !== undefined) {
        guard(() => watchRead(branch, promise, () => readers.get(self as object) === branch));
      }
      return promise;
    });
    instruments.method(own.prototype, "cancel", (cancel, self, args) => {
      const promise: unknown = apply(cancel, self, args);
      guard(() => {
        const branch = readers.get(self as object);
        if (branch !== undefined) cancelled(branch);
      });
      return promise;
    });
    instruments.method(own.prototype, "releaseLock", (release, self, args) => {
      const branch = readers.get(self as object);
      if (branch !== undefined) readers.delete(self as object);
      return apply(release, self, args);
    });
  }
  const closedGetters = new SafeWeakMap<object, (reader: unknown) => unknown>();
  watchReader("ReadableStreamDefaultReader");
  watchReader("ReadableStreamBYOBReader");

  instruments.method(streamPrototype, "getReader", (getReader, self, args) => {
    const reader = apply(getReader, self, args) as object;
    guard(() => {
      const closedOf = streams.has(self as object)
        ? closedGetters.get(getPrototypeOf(reader) as object)
        : undefined;
      if (closedOf !== undefined) readerMade(reader, self, closedOf);
    });
    return reader;
  });

  instruments.method(streamPrototype, "cancel", (cancel, self, args) => {
    const branch = streams.get(self as object);
    const free = branch !== undefined && !lockedOf(self);
    const promise: unknown = apply(cancel, self, args);
    if (free) {
      guard(() => {
        branch.record.open(now(), "stream");
        cancelled(branch);
      });
    }
    return promise;
  });

  instruments.method(streamPrototype, "tee", (tee, self, args) => {
    const made = apply(tee, self, args) as [object, object];
    guard(() => {
      const branch = streams.get(self as object);
      if (branch === undefined) return;
      branch.record.branches += 1;
      streams.set(made[0], another(branch));
      streams.set(made[1], another(branch));
    });
    return made;
  });

  // `for await`: the iterator is not reached by a name, but by one that is made for it.

  const iterators = new SafeWeakMap<object, Iterated>();
  if (typeof streamPrototype.values === "function") {
    const iterator: object = getPrototypeOf(new ReadableStream().values()) as object;
    instruments.method(streamPrototype, "values", (values, self, args) => {
      const made = apply(values, self, args) as object;
      guard(() => {
        const branch = streams.get(self as object);
        if (branch === undefined) return;
        branch.record.open(now(), "stream");
        iterators.set(made, { branch, options: args.length > 0 });
      });
      return made;
    });
    // The two names are of one function.
    const named = getOwnPropertyDescriptor(streamPrototype, Symbol.asyncIterator);
    const { value } = getOwnPropertyDescriptor(streamPrototype, "values") ?? {};
    if (named !== undefined)
      defineProperty(streamPrototype, Symbol.asyncIterator, { __proto__: null, ...named, value });
    instruments.method(iterator, "next", (next, self, args) => {
      const promise: unknown = apply(next, self, args);
      const iterated = iterators.get(self as object);
      if (iterated !== undefined)
        guard(() => watchRead(iterated.branch, promise, () => iterators.has(self as object)));
      return promise;
    });
    instruments.method(iterator, "return", (finish, self, args) => {
      const promise: unknown = apply(finish, self, args);
      guard(() => {
        const iterated = iterators.get(self as object);
        if (iterated === undefined) return;
        iterators.delete(self as object);
        if (!iterated.options) cancelled(iterated.branch);
      });
      return promise;
    });
  }

  // Pipes read inside the browser; a stream in front of the pipe is read by us.

  function watchPipe(name: "pipeTo" | "pipeThrough"): void {
    instruments.method(streamPrototype, name, (pipe, self, args) => {
      const branch = streams.get(self as object);
      if (branch === undefined || lockedOf(self)) return apply(pipe, self, args);
      // Options may say that the stream outlives its pipe, and to read them could be noticed.
      if (args.length !== 1) {
        const made: unknown = apply(pipe, self, args);
        guard(() => {
          if (!lockedOf(self)) return;
          branch.record.open(now(), "stream");
          branch.record.unseen(now(), "piped");
        });
        return made;
      }
      const inFront = standIn(
        self as ReadableStream,
        (promise) => guard(() => watchRead(branch, promise, () => true)),
        () => guard(() => cancelled(branch)),
      );
      const made: unknown = apply(pipe, inFront.stream, args);
      // Where the native refused what it was given, nothing is locked.
      if (lockedOf(inFront.stream)) {
        guard(() => branch.record.open(now(), "stream"));
        inFront.begin();
      }
      return made;
    });
  }
  watchPipe("pipeTo");
  watchPipe("pipeThrough");
}

/** Another way to the same bytes, as far as this one has come. */
function another({ record, position }: Branch): Branch {
  return { record, position, stream: null };
}
