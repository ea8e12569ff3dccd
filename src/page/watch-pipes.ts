import {
  apply,
  getOwnPropertyDescriptor,
  isObject,
  WeakMaps,
  weakGet,
  weakSet,
} from "../core/wire/intrinsics.ts";
import type { Guard } from "./guard.ts";
import type { Instruments } from "./instrument.ts";
import { createStandIn, type ReadResult } from "./stand-in.ts";
import type { Branch } from "./stream-branch.ts";
import type { WatchPromise } from "./watch-promise.ts";

/** Is told of what is piped into a WritableStream; null: that it is done where it cannot be seen. */
export type Piped = (at: number, result: ReadResult | null) => void;

/**
 * Watches pipes, which read inside the browser: a stream in front of the pipe is read by us. `branches` is what is known of streams.
 * Answers by what somebody is told of what goes into a WritableStream. Times are epoch milliseconds.
 */
export function watchPipes(
  window: Window & typeof globalThis,
  instruments: Instruments,
  guard: Guard,
  now: () => number,
  watchPromise: WatchPromise,
  branches: WeakMap<object, Branch>,
  isLocked: (stream: unknown) => boolean | null,
  failed: (branch: Branch, reason: unknown) => void,
  cancelled: (branch: Branch | undefined) => void,
): (writable: object, told: Piped) => void {
  const pipedInto = new WeakMaps<object, Piped>();
  /** The way of piping that is given a pair of streams, once somebody wants to know: a Proxy of the page would notice that it is asked. */
  let pairs: "pipeThrough" | undefined;
  // Before pipes are replaced: what it reads is told once, by the pipe that it stands in front of.
  const standIn = createStandIn(window, watchPromise);

  function watchPipe(name: "pipeTo" | "pipeThrough"): void {
    instruments.called(window.ReadableStream.prototype, name, (pipe, self, args) => {
      const found = weakGet(branches, self);
      // What is over the pipe finds so at once, which another in its place would not be.
      const branch = found?.over ? undefined : found;
      const first = args.length > 0 && args[0];
      const into =
        name === pairs && isObject(first) ? getOwnPropertyDescriptor(first, "writable")?.value : first;
      const send = weakGet(pipedInto, into);
      if ((!branch && !send) || isLocked(self)) return apply(pipe, self, args);
      const opened = () => branch?.record.open(now(), "stream");
      // Options may say that the stream outlives its pipe, and to read them could be noticed.
      if (args.length !== 1) {
        const made: unknown = apply(pipe, self, args);
        guard(() => {
          if (!isLocked(self)) return;
          opened();
          branch?.record.unseen(now(), "piped");
          send?.(now(), null);
        });
        return made;
      }
      const inFront = standIn(self as ReadableStream, {
        chunk: (value) =>
          guard(() => {
            const at = now();
            if (branch) branch.position += branch.record.chunk(at, branch.position, value);
            send?.(at, { done: false, value });
          }),
        drained: () =>
          guard(() => {
            const at = now();
            branch?.record.end(at, "server");
            send?.(at, { done: true, value: undefined });
          }),
        failed: (reason) => guard(() => void (branch && failed(branch, reason))),
        cancelled: () => guard(() => cancelled(branch)),
      });
      const made: unknown = apply(pipe, inFront.stream, args);
      // Where the native refused what it was given, nothing is locked.
      if (isLocked(inFront.stream)) {
        guard(opened);
        inFront.begin();
      }
      return made;
    });
  }
  watchPipe("pipeTo");
  watchPipe("pipeThrough");

  return (writable, told) => {
    pairs = "pipeThrough";
    weakSet(pipedInto, writable, told);
  };
}
