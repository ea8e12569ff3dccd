import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/**
 * Two files at once, where there are two processors: a browser test waits most of its time for a browser that waits for something. What
 * fails is run again with one at once (tooling/test-browser.ts).
 */
const maxWorkers = process.env.DUPLEX_ONE_FILE === undefined ? Math.min(2, availableParallelism()) : 1;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          root: import.meta.dirname,
          include: [
            "test/{core,page,feed,channel,background,engine,panel,devtools,demo,cli,tooling,architecture}/**/*.test.{ts,tsx}",
          ],
          environment: "node",
          setupFiles: ["test/support/fix-seed.ts"],
          // The rooms have no global state: one world for all files saves half of the time.
          isolate: false,
          maxWorkers,
          // Some fold or write a hundred thousand messages; a machine with two browsers at work takes thirty times as long.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          root: import.meta.dirname,
          include: ["test/browser/**/*.test.ts"],
          environment: "node",
          maxWorkers,
          // Longer than the waits of a test together take on a slow machine: what did not come is to be told by the wait, not by these.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
