import { defineConfig } from "vitest/config";

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
          maxWorkers: "100%",
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
          fileParallelism: false,
          // Longer than the waits of a test together take on a slow machine: what did not come is to be told by the wait, not by these.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
