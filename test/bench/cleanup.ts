import { constants } from "node:os";

/** What has to be undone, however a run ends. */
export interface Cleanup {
  add(undo: () => Promise<unknown>): void;
  /** Undoes everything, the last first. What fails is told, and does not keep the rest from being undone. */
  run(): Promise<void>;
}

/** Creates a cleanup that also runs on Ctrl-C and the like, and then ends the process. */
export function createCleanup(): Cleanup {
  let undos: (() => Promise<unknown>)[] = [];

  async function run(): Promise<void> {
    const doing = undos.reverse();
    undos = [];
    for (const undo of doing) {
      await undo().catch((error: unknown) => console.error(`While cleaning up: ${String(error)}`));
    }
  }

  let ending = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // The same Ctrl-C comes twice: from the terminal, and from the program that started us.
      if (ending) return;
      ending = true;
      console.error(`${signal}: closing the browsers.`);
      run().finally(() => process.exit(128 + constants.signals[signal]));
    });
  }
  return { add: (undo) => void undos.push(undo), run };
}
