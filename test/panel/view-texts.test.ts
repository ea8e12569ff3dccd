import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseAst } from "vite";
import { describe, expect, test } from "vitest";

/** A node of the syntax tree, as far as it is looked at. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

const root = resolve(import.meta.dirname, "../..");

function sourcesIn(folder: string): { file: string; source: string }[] {
  return readdirSync(resolve(root, folder), { recursive: true, encoding: "utf8" })
    .filter((it) => /\.tsx?$/.test(it) && !it.endsWith(".d.ts"))
    .map((it) => ({ file: `${folder}/${it}`, source: readFileSync(resolve(root, folder, it), "utf8") }));
}

/** Attributes and properties that are read by people. */
const SHOWN = new Set(["label", "title", "hint", "placeholder", "alt", "aria-label", "aria-description"]);
/** Signs, keys and examples are the same in every language. */
const NOT_TEXT = new Set(["code", "kbd"]);
/** Names, which are not translated. */
const NAMES = /\b(Duplex|WebSocket|EventSource|XMLHttpRequest)\b/g;

/** Addresses and paths, as an example. */
const EXAMPLE = /^[a-z]+\.[a-z]+$/;

/** Classes are of lower case, and codes have no space. */
const SENTENCE = /^\p{Lu}.*\s/u;

const isText = (value: unknown) =>
  typeof value === "string" && /\p{L}{2}/u.test(value.replace(NAMES, "")) && !EXAMPLE.test(value);

function children(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter(
      (it): it is Node => typeof it === "object" && it !== null && typeof (it as Node).type === "string",
    );
}

function parse(file: string, source: string): Node {
  return parseAst(source, { lang: file.endsWith("x") ? "tsx" : "ts" }) as unknown as Node;
}

/** The texts that stand in a component itself. */
function literalTexts(file: string, source: string): string[] {
  const found: string[] = [];
  const tell = (node: Node, text: unknown) =>
    found.push(`${file}:${source.slice(0, node.start).split("\n").length}: ${String(text).trim()}`);
  const literal = (value: Node | null): unknown => {
    if (value?.type === "JSXExpressionContainer") return literal(value.expression as Node);
    return value?.type === "Literal" ? value.value : null;
  };
  const visit = (node: Node): void => {
    const opening = node.openingElement as Node | undefined;
    if (opening !== undefined && NOT_TEXT.has(String((opening.name as Node).name))) return;
    if (node.type === "JSXText" && isText(node.value)) tell(node, node.value);
    // A sentence that is chosen from two is shown, wherever it goes.
    if (node.type === "ConditionalExpression") {
      for (const choice of [node.consequent, node.alternate] as Node[]) {
        const value = literal(choice);
        if (isText(value) && SENTENCE.test(String(value))) tell(choice, value);
      }
    }
    const name = String(((node.name ?? node.key) as Node | undefined)?.name ?? "");
    if ((node.type === "JSXAttribute" || node.type === "Property") && SHOWN.has(name)) {
      const value = literal(node.value as Node | null);
      // A word without a space in a table is a key of the catalogue, which its type sees to.
      if (isText(value) && (node.type === "JSXAttribute" || /\s/.test(String(value)))) tell(node, value);
    }
    for (const child of children(node)) visit(child);
  };
  visit(parse(file, source));
  return found;
}

/** Where a module asks for a text while it is loaded, before anybody has said which language is spoken. */
function earlyTexts(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (/Function|Method|PropertyDefinition/.test(node.type)) return;
    const callee = node.callee as Node | undefined;
    if (node.type === "CallExpression" && /^say(Count|Parts)?$/.test(String(callee?.name))) {
      found.push(`${file}:${source.slice(0, node.start).split("\n").length}`);
    }
    for (const child of children(node)) visit(child);
  };
  visit(parse(file, source));
  return found;
}

describe("the panel's texts", () => {
  test("are all in the catalogues", () => {
    const sources = sourcesIn("src/panel/view");
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap(({ file, source }) => literalTexts(file, source))).toEqual([]);
  });

  test("are asked for when they are shown, not when a module is loaded", () => {
    expect(sourcesIn("src").flatMap(({ file, source }) => earlyTexts(file, source))).toEqual([]);
  });

  test("are found where they stand in a component", () => {
    expect(literalTexts("a.tsx", '<p title="Close it">Save <code>a b</code><b>WebSocket</b></p>')).toEqual([
      "a.tsx:1: Close it",
      "a.tsx:1: Save",
    ]);
    expect(literalTexts("a.ts", 'const a = { label: "Move left", note: "x" };')).toHaveLength(1);
    expect(literalTexts("a.ts", 'const a = b ? "Show the last" : "is-odd is-last";')).toHaveLength(1);
    expect(earlyTexts("a.ts", 'const a = say("close"); const b = () => say("close");')).toEqual(["a.ts:1"]);
  });
});
