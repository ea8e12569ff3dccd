import type { Slices } from "../format/slices.ts";
import type { TreeNode } from "./tree-node.ts";

/** Nobody goes through more places, one by one. */
const MOST_PLACES = 1000;
/** More nodes are not looked at: to make them takes time, and a message can have one in every byte. */
const MOST_NODES = 200_000;
/** Deeper than anybody nests on purpose. */
const MOST_DEPTH = 200;
/** Children are made so many at a time. */
const GROUP_SIZE = 200;

/** Where in a tree a text was found. */
export interface FoundNodes {
  /** Positions of children, from the root; in the order of the tree. */
  readonly paths: readonly (readonly number[])[];
  /** There may be more than are listed. */
  readonly more: boolean;
}

/** Finds the nodes of a tree with a text in their names or values, without regard to case; of what holds others, in its name. */
export function* findInTree(root: TreeNode, wanted: string): Slices<FoundNodes> {
  const needle = wanted.toLowerCase();
  const paths: (readonly number[])[] = [];
  if (needle === "") return { paths, more: false };
  let looked = 0;
  let isCut = false;

  function* look(node: TreeNode, path: readonly number[]): Slices<void> {
    looked += 1;
    if (has(node, needle)) paths.push(path);
    if (node.count === 0) return;
    if (path.length >= MOST_DEPTH) isCut = true;
    for (let skip = 0; skip < node.count && !isCut; skip += GROUP_SIZE) {
      const children = node.children(skip, GROUP_SIZE);
      // What tells of more than it has would be asked for ever.
      if (children.length === 0) return;
      for (const [index, child] of children.entries()) {
        isCut ||= paths.length >= MOST_PLACES || looked >= MOST_NODES;
        if (isCut) return;
        yield looked / MOST_NODES;
        yield* look(child, [...path, skip + index]);
      }
    }
  }

  yield* look(root, []);
  return { paths, more: isCut };
}

function has({ key, count, text, value, kind }: TreeNode, needle: string): boolean {
  if (String(key).toLowerCase().includes(needle)) return true;
  // The line of what holds others begins with what they say themselves.
  if (count > 0) return false;
  if (text.toLowerCase().includes(needle)) return true;
  const whole = kind === "string" ? (value?.() ?? "") : "";
  return typeof whole === "string" && whole.length > text.length && whole.toLowerCase().includes(needle);
}
