import type { WorkKind, WorkState } from "../core/wire/engine-status.ts";
import { WorkStopped } from "../core/wire/work-stopped.ts";

/** What is done before is not worth a bar that comes and goes. */
const SHOWN_AFTER_MS = 300;

/** Is told how much of how much is done; 0 is not known. Throws `WorkStopped` where the user has stopped it. */
export type Progress = (done: number, total: number) => void;

/** For what nobody waits for, and nobody stops. */
export const NO_PROGRESS: Progress = () => {};

/** What takes a panel's user long: it can be seen how far it is, and it can be stopped. */
export interface LongWork {
  /** The last that was begun and is not done yet; null where there is none, or not for long. */
  readonly state: WorkState | null;
  /** Runs it; rejects with `WorkStopped` where it was stopped. */
  run<T>(kind: WorkKind, work: (progress: Progress) => Promise<T>): Promise<T>;
  stop(id: number): void;
}

interface Running {
  state: WorkState;
  readonly begunAt: number;
  stopped: boolean;
}

/** Creates it; `changed` is called when there is something else to be shown. `now` is any clock, in ms. */
export function createLongWork(changed: () => void, now: () => number): LongWork {
  const running = new Map<number, Running>();
  let lastId = 0;

  return {
    get state() {
      const last = [...running.values()].at(-1);
      if (last === undefined || last.stopped || now() - last.begunAt < SHOWN_AFTER_MS) return null;
      return last.state;
    },
    async run(kind, work) {
      lastId += 1;
      const id = lastId;
      const own: Running = { state: { id, kind, done: 0, total: 0 }, begunAt: now(), stopped: false };
      running.set(id, own);
      const shown = setTimeout(changed, SHOWN_AFTER_MS);
      try {
        return await work((done, total) => {
          if (own.stopped) throw new WorkStopped();
          own.state = { id, kind, done: Math.min(done, total), total };
          changed();
        });
      } catch (error) {
        // A stream that is ended may call it something else.
        throw own.stopped ? new WorkStopped() : error;
      } finally {
        clearTimeout(shown);
        running.delete(id);
        changed();
      }
    },
    stop(id) {
      const work = running.get(id);
      if (work !== undefined) work.stopped = true;
      changed();
    },
  };
}
