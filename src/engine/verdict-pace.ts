import type { Milliseconds } from "../core/units.ts";

/** What a connection's end has changed of the verdict on it is asked at most this often, and takes at most this part of the time. */
const JUDGED_EVERY_MS = 2000;
const JUDGED_SHARE = 0.05;

/** When it is asked again how the messages of connections pair, though these have not grown much. */
export interface VerdictPace {
  /** Whether it may be asked of a connection. */
  isDue(connection: number): boolean;
  /** Whether it is still to be asked. */
  isWaiting(connection: number): boolean;
  /** It was asked, and took so long. */
  asked(connection: number, took: Milliseconds): void;
  /** It is to be asked later; whoever asks is woken. */
  wait(connection: number): void;
  /** It is to be asked as soon as possible: something else is known. */
  askAnew(connection: number): void;
  end(): void;
}

/** Creates it; `wake` is called when it is time to ask for some. */
export function createVerdictPace(wake: () => void): VerdictPace {
  const dueAt = new Map<number, number>();
  const waiting = new Set<number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    isDue: (connection) => performance.now() >= (dueAt.get(connection) ?? 0),
    isWaiting: (connection) => waiting.has(connection),
    asked(connection, took) {
      dueAt.set(connection, performance.now() + Math.max(JUDGED_EVERY_MS, took / JUDGED_SHARE));
      waiting.delete(connection);
    },
    wait(connection) {
      waiting.add(connection);
      timer ??= setTimeout(() => {
        timer = undefined;
        wake();
      }, JUDGED_EVERY_MS);
    },
    askAnew(connection) {
      dueAt.delete(connection);
      waiting.add(connection);
    },
    end: () => clearTimeout(timer),
  };
}
