import { formatHexBytes } from "../format/format-hex.ts";
import type { TreeNode } from "./tree-node.ts";

/** Trees of more values than that are not written: whoever reads the text would have to wait. */
const MOST_NODES = 50_000;
const MOST_CHARS = 4_000_000;
/** Deeper than anybody nests on purpose. */
const MOST_DEPTH = 200;

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * The trees of a message's parts as one text of JSON, to be compared with another: bytes are in hex, what JSON has no word for is a string, and
 * members of one name are an array. Null where there is nothing within them, or too much.
 */
export function treesToJson(trees: readonly TreeNode[]): string | null {
  if (trees.every(({ count }) => count === 0)) return null;
  let nodes = 0;
  let chars = 0;

  function write(node: TreeNode, depth: number): string {
    nodes += 1;
    if (nodes > MOST_NODES || chars > MOST_CHARS || depth > MOST_DEPTH) throw new TooMuch();
    if (node.count > 0) return writeAll(node, depth);
    const text = writeLeaf(node);
    chars += text.length;
    return text;
  }

  function writeAll(node: TreeNode, depth: number): string {
    if (node.count > MOST_NODES) throw new TooMuch();
    const children = node.children(0, node.count);
    if (children.every(({ key }) => typeof key === "number")) {
      return `[${children.map((it) => write(it, depth + 1)).join()}]`;
    }
    const named = new Map<string, string[]>();
    for (const it of children) {
      const name = String(it.key);
      const same = named.get(name);
      const text = write(it, depth + 1);
      chars += name.length;
      if (same === undefined) named.set(name, [text]);
      else same.push(text);
    }
    const members = Array.from(named, ([name, texts]) => {
      return `${JSON.stringify(name)}:${texts.length === 1 ? texts[0] : `[${texts.join()}]`}`;
    });
    return `{${members.join()}}`;
  }

  try {
    const texts = trees.map((it) => write(it, 0));
    return texts.length === 1 ? (texts[0] as string) : `[${texts.join()}]`;
  } catch (error) {
    if (error instanceof TooMuch) return null;
    throw error;
  }
}

class TooMuch extends Error {}

function writeLeaf({ kind, text, value }: TreeNode): string {
  switch (kind) {
    case "object":
      return "{}";
    case "array":
      return "[]";
    case "null":
      return "null";
    case "boolean":
      return text === "true" || text === "false" ? text : JSON.stringify(text);
    case "number":
      return NUMBER.test(text) ? text : JSON.stringify(text);
    default: {
      const whole = value?.() ?? text;
      if (whole.length > MOST_CHARS / 3) throw new TooMuch();
      return JSON.stringify(typeof whole === "string" ? whole : formatHexBytes(whole, MOST_CHARS).text);
    }
  }
}
