import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const FOLDERS = ["cli", "demo", "docs", "extension", "src", "test", "tooling"];
const files = [
  ...readdirSync("."),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((it) => join(folder, it)),
  ),
].map((it) => it.replaceAll("\\", "/"));
const pages = files.filter((it) => it.endsWith(".md"));

/** The anchors that are made of a page's headings. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(page, "utf8").matchAll(/^#+ (.+)$/gm);
  return Array.from(headings, ([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
}

/** Where the links of a page lead nowhere. */
function deadLinks(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^https?:/.test(link)) return [];
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(target)) return [link];
    return anchor === undefined || anchorsOf(target).includes(anchor) ? [] : [link];
  });
}

/** Sources and documents that a page names and that are not there; a path may begin in any folder above it. */
function missingFiles(page: string, text: string): string[] {
  return [...text.matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:tsx?|md|css|json))`/g)].flatMap(([, named = ""]) => {
    if (named.startsWith("dist/") || /\/[A-Z]+\//.test(named)) return [];
    const found =
      existsSync(join(dirname(page), named)) || files.some((it) => `/${it}`.endsWith(`/${named}`));
    return found ? [] : [named];
  });
}

/** Commands of npm that a page names and that package.json does not have. */
function missingScripts(text: string): string[] {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object };
  return [...text.matchAll(/npm run (?:--silent )?([a-z][\w:]*)/g)].flatMap(([, name = ""]) =>
    Object.hasOwn(scripts, name) ? [] : [name],
  );
}

describe("a page of the documentation", () => {
  it.each(pages)("%s names links, files and commands that are there", (page) => {
    const text = readFileSync(page, "utf8");
    expect({
      links: deadLinks(page, text),
      files: missingFiles(page, text),
      scripts: missingScripts(text),
    }).toEqual({ links: [], files: [], scripts: [] });
  });

  it("is refused where it does not", () => {
    expect(deadLinks("README.md", "[a](docs/none.md) [b](docs/guide.md#none) [c](#try-it)")).toEqual([
      "docs/none.md",
      "docs/guide.md#none",
    ]);
    expect(missingFiles("README.md", "`page/none.ts` `page/ring.ts` `wire/batch.ts`")).toEqual([
      "page/none.ts",
    ]);
    expect(missingScripts("npm run none, npm run build")).toEqual(["none"]);
  });
});
