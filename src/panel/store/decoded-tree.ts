import { type ReadonlySignal, signal } from "@preact/signals";
import type { FoundNodes } from "../../core/decode/find-in-tree.ts";
import type { DecodedNode } from "../../core/wire/decoded-message.ts";
import { writeStep } from "./write-step.ts";

/** Children are asked for in groups of so many. */
export const GROUP_SIZE = 200;
/** On the way to what was found, which may be far behind, of more at a time. */
const MOST_AT_ONCE = 1000;
/** A tree opens by itself as far as it stays this small: about one screen. */
const OPEN_LINES = 24;

/** A line of the tree: a value, or that there are more. */
export interface DecodedLine {
  readonly depth: number;
  readonly node: DecodedNode;
  /** The positions of children, from the root. */
  readonly path: readonly number[];
  readonly open: boolean;
  /** It stands for the children of its node from here on. */
  readonly moreFrom: number | null;
}

/** The lines of a decoded message's tree that are to be seen; children come from the engine when they are opened. */
export interface DecodedTree {
  readonly lines: ReadonlySignal<readonly DecodedLine[]>;
  /** Opens or closes a line, or asks for more; answers whether it could be. */
  toggle(index: number, open: boolean): boolean;
  /** The line of the node that holds this one; -1 for the root. */
  parentOf(index: number): number;
  /** Where a line is, by the names from the root on; "" is the root. */
  nameOf(index: number): string;
  /** Where a text is in all of it; null where another one was looked for meanwhile, or it could not be. */
  find(text: string): Promise<FoundNodes | null>;
  /** Opens what a node is in; `shown` hears its line. */
  reveal(path: readonly number[], shown: (index: number) => void): void;
}

/** Asks for children; a failure is told elsewhere, and answered with none. */
export type AskChildren = (path: readonly number[], skip: number, limit: number) => Promise<DecodedNode[]>;

/** Creates the tree of a root. */
export function createDecodedTree(
  root: DecodedNode,
  ask: AskChildren,
  find: DecodedTree["find"] = async () => null,
): DecodedTree {
  const lines = signal<readonly DecodedLine[]>([
    { depth: 0, node: root, path: [], open: false, moreFrom: null },
  ]);

  /** Counts what was to be revealed: the last counts. */
  let revealing = 0;

  async function fill(line: DecodedLine, skip: number, limit = GROUP_SIZE): Promise<void> {
    const children = await ask(line.path, skip, limit);
    const now = lines.peek();
    // Each opening has a line of its own: the answer of an older one finds its line no more.
    const at = now.indexOf(line);
    if (at === -1) return;
    const depth = (skip === 0 ? line.depth : line.depth - 1) + 1;
    const made: DecodedLine[] = children.map((node, index) => ({
      depth,
      node,
      path: [...line.path, skip + index],
      open: false,
      moreFrom: null,
    }));
    const next = skip + children.length;
    if (next < line.node.count && children.length > 0) {
      made.push({ depth, node: line.node, path: line.path, open: false, moreFrom: next });
    }
    // The line that said that there are more gives way to them.
    const kept = skip === 0 ? at + 1 : at;
    lines.value = [...now.slice(0, kept), ...made, ...now.slice(at + 1)];
    openSmall(kept, made.length);
  }

  function openSmall(from: number, count: number): void {
    for (let index = from; index < from + count; index += 1) {
      const now = lines.peek();
      const line = now[index];
      if (line === undefined || line.depth > 3) continue;
      if (line.node.count > 0 && now.length + line.node.count <= OPEN_LINES) toggle(index, true);
    }
  }

  function toggle(index: number, open: boolean): boolean {
    const now = lines.peek();
    const line = now[index];
    if (line === undefined) return false;
    if (line.moreFrom !== null) {
      if (open) void fill(line, line.moreFrom);
      return open;
    }
    if (line.node.count === 0 || line.open === open) return false;
    const changed = { ...line, open };
    let end = index + 1;
    while (end < now.length && (now[end] as DecodedLine).depth > line.depth) end += 1;
    lines.value = [...now.slice(0, index), changed, ...now.slice(open ? index + 1 : end)];
    if (open) void fill(changed, 0);
    return true;
  }

  function parentOf(index: number): number {
    const now = lines.peek();
    const depth = now[index]?.depth ?? 0;
    let at = index - 1;
    while (at >= 0 && (now[at] as DecodedLine).depth >= depth) at -= 1;
    return at;
  }

  /** The line of a node; -1 where it is not to be seen. */
  function lineAt(path: readonly number[]): number {
    return lines
      .peek()
      .findIndex(
        (it) =>
          it.moreFrom === null && it.path.length === path.length && path.every((at, i) => at === it.path[i]),
      );
  }

  /** Asks for what a line does not show of its children yet; false where all is there. */
  async function showMore(index: number): Promise<boolean> {
    const now = lines.peek();
    const line = now[index] as DecodedLine;
    const more = now.find((it) => it.moreFrom !== null && it.path === line.path);
    if (more !== undefined) {
      await fill(more, more.moreFrom as number, MOST_AT_ONCE);
      return true;
    }
    const isFilled = (now[index + 1]?.depth ?? 0) > line.depth;
    if (line.node.count === 0 || isFilled) return false;
    // One that is open already has asked for few.
    const opened = { ...line, open: true };
    lines.value = [...now.slice(0, index), opened, ...now.slice(index + 1)];
    await fill(opened, 0, MOST_AT_ONCE);
    return true;
  }

  async function reveal(path: readonly number[], shown: (index: number) => void): Promise<void> {
    revealing += 1;
    const mine = revealing;
    for (let depth = 1; depth <= path.length; depth += 1) {
      const asksAtMost = 1 + (path[depth - 1] as number) / MOST_AT_ONCE + 1;
      for (let asks = 0; lineAt(path.slice(0, depth)) === -1; asks += 1) {
        const within = lineAt(path.slice(0, depth - 1));
        if (within === -1) return;
        const isMore = asks < asksAtMost && (await showMore(within));
        if (mine !== revealing) return;
        if (!isMore) return shown(lineAt(path.slice(0, depth - 1)));
      }
    }
    shown(lineAt(path));
  }

  toggle(0, true);
  return {
    lines,
    find,
    reveal: (path, then) => void reveal(path, then),
    toggle,
    parentOf,
    nameOf(index) {
      const steps: string[] = [];
      for (let at = index; at > 0; at = parentOf(at)) {
        const line = lines.peek()[at] as DecodedLine;
        if (line.moreFrom === null) steps.push(writeStep(line.node.key));
      }
      return steps.reverse().join("").replace(/^\./, "");
    },
  };
}
