import { type ReadonlySignal, signal } from "@preact/signals";
import {
  type JsonEntry,
  type JsonPart,
  jsonRoot,
  listJsonEntries,
  skipSpace,
} from "../../core/format/json-entries.ts";

/** Children beyond this come in groups of as many, each of which opens by itself. */
const GROUP_SIZE = 1000;
/** A tree opens by itself as far as it stays this small: about one screen. */
const OPEN_NODES = 24;

/** A line of the tree. */
export interface TreeNode {
  readonly depth: number;
  /** A member's name, an element's index; null for the root; of a group, its label. */
  readonly key: string | number | null;
  readonly part: JsonPart;
  /** A group of a long object's or array's children. */
  readonly group: readonly JsonEntry[] | null;
  readonly path: string;
  readonly expandable: boolean;
  open: boolean;
}

/** A JSON text as the lines that are to be seen of it. */
export interface JsonTree {
  readonly text: string;
  readonly nodes: ReadonlySignal<readonly TreeNode[]>;
  /** Opens or closes; answers whether the node could be. */
  toggle(index: number, open: boolean): boolean;
  /** The line of the node that holds this one; -1 for the root. */
  parentOf(index: number): number;
}

/** Creates the tree of a text that is JSON. Children are looked for when their parent is opened. */
export function createJsonTree(text: string): JsonTree {
  const root = jsonRoot(text);
  const nodes = signal<readonly TreeNode[]>([nodeOf(null, root, 0, "$", text)]);

  function toggle(index: number, open: boolean): boolean {
    const now = nodes.peek();
    const node = now[index];
    if (node === undefined || !node.expandable || node.open === open) return false;
    node.open = open;
    if (open) {
      nodes.value = now.slice(0, index + 1).concat(childrenOf(node, text), now.slice(index + 1));
    } else {
      let end = index + 1;
      while (end < now.length && (now[end] as TreeNode).depth > node.depth) end += 1;
      nodes.value = now.slice(0, index + 1).concat(now.slice(end));
    }
    return true;
  }

  toggle(0, true);
  for (let index = 1; index < nodes.peek().length && nodes.peek().length < OPEN_NODES; index += 1) {
    const node = nodes.peek()[index] as TreeNode;
    if (!node.expandable || node.group !== null) continue;
    const room = OPEN_NODES - nodes.peek().length;
    if (listJsonEntries(text, node.part, room + 1).length <= room) toggle(index, true);
  }

  return {
    text,
    nodes,
    toggle,
    parentOf(index) {
      const now = nodes.peek();
      const depth = now[index]?.depth ?? 0;
      let at = index - 1;
      while (at >= 0 && (now[at] as TreeNode).depth >= depth) at -= 1;
      return at;
    },
  };
}

function childrenOf(node: TreeNode, text: string): TreeNode[] {
  const entries = node.group ?? listJsonEntries(text, node.part);
  const depth = node.depth + 1;
  if (node.group !== null || entries.length <= GROUP_SIZE) {
    return entries.map((entry) => nodeOf(entry.key, entry, depth, pathOf(node.path, entry.key), text));
  }
  const groups: TreeNode[] = [];
  for (let start = 0; start < entries.length; start += GROUP_SIZE) {
    const group = entries.slice(start, start + GROUP_SIZE);
    const key = `${start} … ${start + group.length - 1}`;
    groups.push({ depth, key, part: node.part, group, path: node.path, expandable: true, open: false });
  }
  return groups;
}

function nodeOf(
  key: string | number | null,
  part: JsonPart,
  depth: number,
  path: string,
  text: string,
): TreeNode {
  const holds = part.kind === "object" || part.kind === "array";
  const expandable = holds && skipSpace(text, part.start + 1) < part.end - 1;
  return { depth, key, part, group: null, path, expandable, open: false };
}

/** JavaScript's way to write the place: `$.items[3]["a-b"]`. */
function pathOf(parent: string, key: string | number): string {
  if (typeof key === "number") return `${parent}[${key}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`;
}
