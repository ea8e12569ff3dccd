import { type ReadonlySignal, signal } from "@preact/signals";
import {
  type EntryPlace,
  findJsonEntries,
  findJsonGroups,
  isJson,
  type JsonPart,
  jsonRoot,
  listJsonEntries,
  readJsonString,
  skipSpace,
} from "../../core/format/json-entries.ts";
import type { LongText } from "../../core/format/long-text.ts";
import type { Slices } from "../../core/format/slices.ts";
import { inSlices, type SlicedWork } from "./in-slices.ts";
import { writeStep } from "./write-step.ts";

/** Children beyond this come in groups of as many, each of which opens by itself. */
const GROUP_SIZE = 1000;
/** A tree opens by itself as far as it stays this small: about one screen. */
const OPEN_NODES = 24;
/** All of a tree that is unfolded at once: more than one looks through line by line. */
export const MAX_UNFOLDED = 10_000;
/** A text that is longer is not looked into for JSON of its own. */
const MAX_NESTED_LENGTH = 1_000_000;

/** A line of the tree. */
export interface TreeNode {
  readonly parent: TreeNode | null;
  readonly depth: number;
  /** A member's name, an element's index; null for the root; of a group, its label. */
  readonly key: string | number | null;
  /** What the part is a part of: the whole text, or a string in it that is JSON itself. */
  readonly text: LongText;
  readonly part: JsonPart;
  /** Where the children of a group begin; null where it is none. */
  readonly group: EntryPlace | null;
  /** All places of the text before this one, and behind the lines before it, belong to it. */
  readonly until: number;
  expandable: boolean;
  open: boolean;
  /** Its children are being looked for. */
  reading: boolean;
}

/** A JSON text as the lines that are to be seen of it. */
export interface JsonTree {
  readonly text: LongText;
  readonly nodes: ReadonlySignal<readonly TreeNode[]>;
  /** More would be to unfold than is unfolded at once. */
  readonly stopped: ReadonlySignal<boolean>;
  /** Opens or closes; answers whether the node could be. */
  toggle(index: number, open: boolean): boolean;
  /** The line of the node that holds this one; -1 for the root. */
  parentOf(index: number): number;
  /** Opens so many levels below a line, and closes those below. */
  unfold(index: number, levels: number): void;
  /** How many levels below a line are open. */
  levelsOf(index: number): number;
  /** Opens what a place of the text is in; `shown` hears its line. */
  reveal(place: number, shown: (index: number) => void): void;
  dispose(): void;
}

/** Creates the tree of a text that is JSON. Children are looked for when their parent is opened. */
export function createJsonTree(text: LongText): JsonTree {
  const root = jsonRoot(text);
  const nodes = signal<readonly TreeNode[]>([nodeOf(null, null, root, text)]);
  const stopped = signal(false);
  const works = new Map<TreeNode, SlicedWork>();
  /** Counts what was asked to be revealed: the last one counts. */
  let revealing = 0;

  function replace(index: number, count: number, by: readonly TreeNode[]): void {
    const now = nodes.peek();
    nodes.value = now.slice(0, index).concat(by, now.slice(index + count));
  }

  function close(index: number): void {
    const now = nodes.peek();
    const node = now[index] as TreeNode;
    works.get(node)?.cancel();
    works.delete(node);
    node.open = false;
    node.reading = false;
    replace(index, endOf(now, index) - index, [node]);
  }

  /** `then` is called when the children are there. */
  function open(index: number, then: () => void = () => {}): void {
    const node = nodes.peek()[index] as TreeNode;
    node.open = true;
    node.reading = true;
    const work = inSlices(childrenOf(node), (children) => {
      works.delete(node);
      node.reading = false;
      const at = nodes.peek().indexOf(node);
      if (at === -1) return;
      if (children.length === 0) {
        node.expandable = false;
        node.open = false;
      }
      replace(at, 1, [node, ...children]);
      then();
    });
    if (!node.reading) return;
    works.set(node, work);
    replace(index, 1, [node]);
  }

  function toggle(index: number, wanted: boolean): boolean {
    const node = nodes.peek()[index];
    if (node === undefined || !node.expandable || node.open === wanted) return false;
    if (wanted) open(index);
    else close(index);
    return true;
  }

  /** The lines of a node of which so many levels are open. */
  function* unfolded(top: TreeNode, levels: number): Slices<TreeNode[]> {
    const lines: TreeNode[] = [];
    const left = [top];
    while (left.length > 0) {
      const node = left.pop() as TreeNode;
      lines.push(node);
      const isWanted = node.expandable && node.part.kind !== "string" && node.depth - top.depth < levels;
      const fits = lines.length + left.length < MAX_UNFOLDED;
      if (isWanted && !fits) stopped.value = true;
      node.open = isWanted && fits;
      if (!node.open) continue;
      const children = yield* childrenOf(node);
      for (let index = children.length - 1; index >= 0; index -= 1) left.push(children[index] as TreeNode);
    }
    return lines;
  }

  function reveal(place: number, shown: (index: number) => void): void {
    revealing += 1;
    const mine = revealing;
    const step = (index: number): void => {
      if (mine !== revealing) return;
      const now = nodes.peek();
      const node = now[index];
      const isInside = node?.expandable === true && node.part.kind !== "string";
      if (node === undefined || !isInside || place < node.part.start) {
        shown(index);
        return;
      }
      if (node.reading) close(index);
      if (!node.open) {
        open(index, () => step(nodes.peek().indexOf(node)));
        return;
      }
      const depth = node.depth + 1;
      let child = index + 1;
      while (child < now.length && (now[child] as TreeNode).depth >= depth) {
        const it = now[child] as TreeNode;
        if (it.depth === depth && place < it.until) {
          step(child);
          return;
        }
        child += 1;
      }
      // Behind the last child: a bracket.
      shown(index);
    };
    step(0);
  }

  toggle(0, true);
  for (let index = 1; index < nodes.peek().length && nodes.peek().length < OPEN_NODES; index += 1) {
    const node = nodes.peek()[index] as TreeNode;
    if (!node.expandable || node.group !== null || node.part.kind === "string") continue;
    const room = OPEN_NODES - nodes.peek().length;
    const isShort = node.part.end - node.part.start < room * 1000;
    if (isShort && listJsonEntries(text, node.part, room + 1).length <= room) toggle(index, true);
  }

  return {
    text,
    nodes,
    stopped,
    toggle,
    reveal,
    parentOf(index) {
      const parent = nodes.peek()[index]?.parent ?? null;
      return parent === null ? -1 : nodes.peek().lastIndexOf(parent, index);
    },
    unfold(index, levels) {
      const node = nodes.peek()[index];
      if (node === undefined) return;
      stopped.value = false;
      for (const [other, work] of works) {
        work.cancel();
        other.reading = false;
        works.delete(other);
      }
      let isDone = false;
      const work = inSlices(unfolded(node, levels), (lines) => {
        isDone = true;
        works.delete(node);
        const at = nodes.peek().indexOf(node);
        if (at !== -1) replace(at, endOf(nodes.peek(), at) - at, lines);
      });
      if (!isDone) works.set(node, work);
    },
    levelsOf(index) {
      const now = nodes.peek();
      const top = now[index]?.depth ?? 0;
      let levels = 0;
      for (let at = index; at < endOf(now, index); at += 1) {
        const { depth, open: isOpen, part } = now[at] as TreeNode;
        if (isOpen && part.kind !== "string") levels = Math.max(levels, depth - top + 1);
      }
      return levels;
    },
    dispose() {
      revealing += 1;
      for (const work of works.values()) work.cancel();
    },
  };
}

/** The names and indexes that lead to a node; null where it is in a string that is JSON itself, which no path enters. */
export function stepsTo(node: TreeNode): (string | number)[] | null {
  const steps: (string | number)[] = [];
  for (let at: TreeNode | null = node; at !== null; at = at.parent) {
    if (at.parent !== null && at.text !== at.parent.text) return null;
    if (at.group === null && at.key !== null) steps.push(at.key);
  }
  return steps.reverse();
}

/** JavaScript's way to write the place: `$.items[3]["a-b"]`. */
export function pathTo(node: TreeNode): string {
  const steps: string[] = [];
  for (let at: TreeNode | null = node; at !== null; at = at.parent) {
    if (at.group === null && at.key !== null) steps.push(writeStep(at.key));
    if (at.parent !== null && at.text !== at.parent.text) steps.push(" → ");
  }
  return `$${steps.reverse().join("")}`;
}

function endOf(nodes: readonly TreeNode[], index: number): number {
  const depth = (nodes[index] as TreeNode).depth;
  let end = index + 1;
  while (end < nodes.length && (nodes[end] as TreeNode).depth > depth) end += 1;
  return end;
}

/** None where a string that looked like JSON is none. */
function* childrenOf(node: TreeNode): Slices<TreeNode[]> {
  if (node.part.kind === "string") {
    const text = readJsonString(node.text, node.part);
    return isJson(text) ? yield* entriesOf(node, text, jsonRoot(text)) : [];
  }
  return yield* entriesOf(node, node.text, node.part);
}

function* entriesOf(node: TreeNode, text: LongText, part: JsonPart): Slices<TreeNode[]> {
  const from = node.group ?? { at: part.start + 1, index: 0 };
  const { entries, rest } = yield* findJsonEntries(text, part, from, GROUP_SIZE);
  if (node.group !== null || rest === null) {
    return entries.map((entry) => nodeOf(node, entry.key, entry, text));
  }
  const { starts, count } = yield* findJsonGroups(text, part, GROUP_SIZE);
  return starts.map((at, index) => {
    const first = index * GROUP_SIZE;
    const last = Math.min(count, first + GROUP_SIZE) - 1;
    const key = `${first} … ${last}`;
    const made = nodeOf(node, key, part, text, { at, index: first });
    return { ...made, expandable: true, until: starts[index + 1] ?? part.end };
  });
}

function nodeOf(
  parent: TreeNode | null,
  key: string | number | null,
  part: JsonPart,
  text: LongText,
  group: EntryPlace | null = null,
): TreeNode {
  const { kind, start, end } = part;
  const holds = kind === "object" || kind === "array";
  const expandable = holds ? skipSpace(text, start + 1) < end - 1 : kind === "string" && mayNest(text, part);
  const depth = parent === null ? 0 : parent.depth + 1;
  return { parent, depth, key, text, part, group, until: end, expandable, open: false, reading: false };
}

/** Whether a string's first and last signs are those of an object or array. */
function mayNest(text: LongText, { start, end }: JsonPart): boolean {
  if (end - start < 4 || end - start > MAX_NESTED_LENGTH) return false;
  const first = text.slice(start + 1, start + 2);
  const last = text.slice(end - 2, end - 1);
  return (first === "{" && last === "}") || (first === "[" && last === "]");
}
