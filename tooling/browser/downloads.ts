import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { PATIENCE_MS, until } from "./until.ts";

/** What a browser keeps beside, or instead of, a download that is not complete. */
const PARTIAL = /\.(crdownload|part)$/;

export interface Downloads {
  /** Resolves with the path of the newest complete download of that name not handed out before. */
  wait(name: string | RegExp, timeoutMs?: number): Promise<string>;
}

/** Watches a download folder; what lies in it already is not taken for a download. */
export async function watchDownloads(dir: string | undefined): Promise<Downloads> {
  if (dir === undefined) {
    const missing = new Error("waitForDownload needs the browser to be launched with a downloadDir.");
    return { wait: () => Promise.reject(missing) };
  }
  // Chromium writes over a file of the same name where Firefox counts up, so a name alone does not say "new".
  const handedOut = new Set((await listFiles(dir)).map(identify));

  return {
    async wait(name, timeoutMs = PATIENCE_MS) {
      let before = "";
      const found = await until(
        `a download named ${name} in ${dir}`,
        async () => {
          const files = await listFiles(dir);
          const names = new Set(findComplete([...files.map((file) => file.name)], name));
          // Firefox reserves the name with an empty file, before it writes beside it.
          const isNew = (file: FileRow) => file.size > 0 && !handedOut.has(identify(file));
          const fresh = files.filter((file) => names.has(file.name) && isNew(file));
          const newest = fresh.sort((a, b) => b.mtimeMs - a.mtimeMs)[0];
          const settled = newest !== undefined && identify(newest) === before;
          before = newest ? identify(newest) : "";
          return settled ? newest : null;
        },
        timeoutMs,
      );
      handedOut.add(identify(found));
      return join(dir, found.name);
    },
  };
}

interface FileRow {
  name: string;
  size: number;
  mtimeMs: number;
}

function identify(file: FileRow): string {
  return `${file.name}|${file.size}|${file.mtimeMs}`;
}

/**
 * The names that match, unless anything is still on its way: Chromium writes to "Unconfirmed 123.crdownload" and
 * Firefox to "name.random.ext.part", which does not say for certain whose part it is.
 */
export function findComplete(names: readonly string[], wanted: string | RegExp): string[] {
  if (names.some((name) => PARTIAL.test(name))) return [];
  return names.filter((name) => (typeof wanted === "string" ? name === wanted : wanted.test(name)));
}

async function listFiles(dir: string): Promise<FileRow[]> {
  const rows = await Promise.all(
    (await readdir(dir)).map(async (name) => {
      // A part may be renamed between the listing and this.
      const row = await stat(join(dir, name)).catch(() => null);
      return row ? [{ name, size: row.size, mtimeMs: row.mtimeMs }] : [];
    }),
  );
  return rows.flat();
}
