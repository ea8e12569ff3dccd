import type { Slices } from "../../core/format/slices.ts";

/** A task of this length leaves room for a frame, on a machine that is slow, too. */
const TASK_MS = 10;

/** Work under way. */
export interface SlicedWork {
  /** Nobody waits for it any more: it is left where it is. */
  cancel(): void;
}

/**
 * Does work in tasks of some milliseconds, the first of them at once: what is small is done when this returns. `progressed` hears how
 * far it has come.
 */
export function inSlices<T>(
  work: Slices<T>,
  done: (result: T) => void,
  failed: (error: unknown) => void = () => {},
  progressed: (share: number) => void = () => {},
): SlicedWork {
  let cancelled = false;
  // Its messages are not held back as timers of a hidden page are, and come after what the user does.
  let channel: MessageChannel | null = null;

  function run(): void {
    if (cancelled) return;
    const until = performance.now() + TASK_MS;
    try {
      for (;;) {
        const step = work.next();
        if (step.done) {
          end();
          done(step.value);
          return;
        }
        if (performance.now() < until) continue;
        progressed(step.value);
        channel ??= openChannel();
        channel.port2.postMessage(null);
        return;
      }
    } catch (error) {
      end();
      failed(error);
    }
  }

  function openChannel(): MessageChannel {
    const opened = new MessageChannel();
    opened.port1.onmessage = run;
    return opened;
  }

  function end(): void {
    cancelled = true;
    channel?.port1.close();
  }

  run();
  return { cancel: end };
}
