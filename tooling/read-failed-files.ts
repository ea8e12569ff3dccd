import { readFileSync } from "node:fs";
import { relative } from "node:path";

/** A file of tests that failed, and the names of those tests; none where the file failed as a whole. */
export interface FailedFile {
  readonly file: string;
  readonly tests: readonly string[];
}

/**
 * Reads which files failed from the report of vitest's JSON reporter, their names relative to `root`; null where there is no
 * such report. Source: vitest's guide, "JSON reporter" (Jest's format).
 */
export function readFailedFiles(report: string, root: string): FailedFile[] | null {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return null;
  }
  const { testResults } = read as {
    testResults?: {
      name: string;
      status: string;
      assertionResults: { fullName: string; status: string }[];
    }[];
  };
  if (!Array.isArray(testResults)) return null;
  return testResults
    .filter(({ status }) => status === "failed")
    .map(({ name, assertionResults }) => ({
      file: relative(root, name),
      tests: assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName }) => fullName.trim()),
    }));
}
