import { readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { FORBIDDEN_WORDS, WALLS } from "./walls.ts";

const root = resolve(import.meta.dirname, "../..");
const IMPORT =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?((?:[^"';]*?)\bfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

interface Import {
  readonly what: string;
  readonly typesOnly: boolean;
}

/** What a source file imports: paths from the root, or names of packages. */
function importsOf(file: string, source: string): Import[] {
  return [...source.matchAll(IMPORT)].map((match) => {
    const what = match[4] ?? match[5] ?? "";
    const named = match[3] ?? "";
    const typesOnly =
      match[2] !== undefined || /^\s*\{(\s*type\s+\w+(\s+as\s+\w+)?\s*,?)+\}\s*from/.test(named);
    return {
      what: what.startsWith(".") ? relative(root, resolve(dirname(resolve(root, file)), what)) : what,
      typesOnly,
    };
  });
}

/** The sentences for every import of a file that its room's wall does not let through. */
function breaches(file: string, source: string): string[] {
  const wall = WALLS.find(({ room }) => file === room || file.startsWith(`${room}/`));
  if (wall === undefined) return [`${file} is in no room: add it to test/architecture/walls.ts`];
  const inside = (what: string, rooms: readonly string[]) =>
    rooms.some((it) => what === it || what.startsWith(`${it}/`) || (it.endsWith(":") && what.startsWith(it)));
  return importsOf(file, source)
    .filter(({ what, typesOnly }) => {
      if (what.endsWith(".css")) return false;
      if (inside(what, [wall.room, ...wall.may])) return false;
      return !(typesOnly && inside(what, wall.mayTypes ?? []));
    })
    .map(({ what }) => `${file} may not import ${what}, because ${wall.because}`);
}

const files = ["src", "cli", "extension"].flatMap((folder) =>
  readdirSync(resolve(root, folder), { recursive: true, encoding: "utf8" })
    .filter((it) => /\.tsx?$/.test(it) && !it.endsWith(".d.ts"))
    .map((it) => `${folder}/${it.replaceAll("\\", "/")}`),
);

test("no room imports what its wall keeps out", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => breaches(file, readFileSync(resolve(root, file), "utf8")))).toEqual([]);
});

test("no room uses what it must do without", () => {
  const found = files.flatMap((file) => {
    const code = readFileSync(resolve(root, file), "utf8").replace(
      /\/\*[\s\S]*?\*\/|\/\/.*|"[^"\n]*"|`[^`]*`/g,
      "",
    );
    return FORBIDDEN_WORDS.filter(({ room, words }) => file.startsWith(`${room}/`) && words.test(code)).map(
      ({ words, because }) => `${file} may not use ${words.exec(code)?.[0]}, because ${because}`,
    );
  });
  expect(found).toEqual([]);
});

test("a broken wall fails with its sentence", () => {
  expect(breaches("src/core/model/x.ts", 'import { openDB } from "idb";')).toEqual([
    "src/core/model/x.ts may not import idb, because the core runs in node, in a Worker and in a page alike",
  ]);
  expect(breaches("src/page/x.ts", 'import {\n  a,\n} from "../engine/engine.ts";')).toHaveLength(1);
  expect(breaches("src/panel/view/x.tsx", 'export * from "../../engine/view.ts";')).toHaveLength(1);
  expect(breaches("src/core/wire/x.ts", 'import type { Connection } from "../model/connection.ts";')).toEqual(
    [],
  );
  expect(breaches("src/core/wire/x.ts", 'import { createSession } from "../model/session.ts";')).toHaveLength(
    1,
  );
  expect(breaches("src/engine/x.ts", 'const a = await import("preact");')).toHaveLength(1);
  expect(breaches("src/nowhere/x.ts", "")).toHaveLength(1);
});
