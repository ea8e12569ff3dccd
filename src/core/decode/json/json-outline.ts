import type { Bytes } from "../../units.ts";

/** Where a name begins and ends (within the quotes; -1 of an element), where a value does, where the next is noted, and how many are in it. */
export const KEY_FROM = 0;
export const KEY_TO = 1;
export const FROM = 2;
export const TO = 3;
export const NEXT = 4;
export const COUNT = 5;
/** So many numbers a value. */
export const NODE = 6;

/** What stands for the end of a value that has not ended. */
export const OPEN = -1;

const FIRST_NODES = 64;

/** What the outermost value is in. */
const OUTSIDE = -2;

/** What a value is that is not noted. */
const NOT_NOTED = -1;

/**
 * Where the values of a JSON text stand, as numbers in a row: a value, then what is in it, then the one beside it. No object is made for a value that nobody asks for, and
 * none is looked for twice.
 */
export class JsonOutline {
  nodes: Int32Array<ArrayBuffer>;
  /** How many numbers are used. */
  length = 0;
  /** Which text it is of: an outline is used again. */
  text = 0;
  /** How deep values are noted: 1 is the members of the outermost. No more than it was made for. */
  levels: number;
  /** Whether a backslash stands in any of its strings. */
  escaped = true;
  /** Of the values within one these are noted; all are counted. */
  private skip = 0;
  private end = 0;
  /** The value that has begun last, the one that it is in, and how many have ended in that. */
  private node = NOT_NOTED;
  private parent = OUTSIDE;
  private count = 0;
  /** For each level what the last two were where a value was opened there. */
  private readonly parents: Int32Array;
  private readonly counts: Int32Array;

  /** `room`: for so many values; it grows. */
  constructor(levels: number, skip: number, limit: number, room = FIRST_NODES) {
    this.nodes = new Int32Array(room * NODE);
    this.levels = levels;
    this.note(skip, limit);
    this.parents = new Int32Array(levels + 1);
    this.counts = new Int32Array(levels + 1);
  }

  /** Of the values within one, those are noted from the next text on that come after so many, and no more than so many of them. */
  note(skip: number, limit: number): void {
    this.skip = skip;
    this.end = skip + limit;
  }

  /** Begins anew: a text may end before anything of it is noted. */
  clear(): void {
    this.length = 0;
    this.nodes[COUNT] = 0;
    this.parent = OUTSIDE;
    // The outermost value is noted, whatever is noted of those within.
    this.count = this.skip;
  }

  /** A value begins, after its name where it has one (`keyFrom` is -1 where it has none). */
  begin(keyFrom: Bytes, keyTo: Bytes, from: Bytes): void {
    if (this.parent === NOT_NOTED || this.count < this.skip || this.count >= this.end) {
      this.node = NOT_NOTED;
      return;
    }
    const node = this.length;
    const next = node + NODE;
    this.node = node;
    this.length = next;
    const nodes = next > this.nodes.length ? this.grow() : this.nodes;
    nodes[node + KEY_FROM] = keyFrom;
    nodes[node + KEY_TO] = keyTo;
    nodes[node + FROM] = from;
    nodes[node + TO] = OPEN;
    nodes[node + NEXT] = next;
    nodes[node + COUNT] = 0;
  }

  /** The value that has begun last ends, with nothing in it. */
  finish(to: Bytes): void {
    const { nodes, node, parent } = this;
    if (node >= 0) nodes[node + TO] = to;
    this.count += 1;
    if (parent >= 0) nodes[parent + COUNT] = this.count;
  }

  /** What comes is in the value that has begun last, at this level. */
  open(level: number): void {
    this.parents[level] = this.parent;
    this.counts[level] = this.count;
    this.parent = this.node;
    this.count = 0;
  }

  /** The value that is open at this level ends. */
  close(level: number, to: Bytes): void {
    const { nodes, parent } = this;
    if (parent >= 0) {
      nodes[parent + TO] = to;
      nodes[parent + NEXT] = this.length;
    }
    const outer = this.parents[level] as number;
    this.parent = outer;
    this.count = (this.counts[level] as number) + 1;
    if (outer >= 0) nodes[outer + COUNT] = this.count;
  }

  private grow(): Int32Array<ArrayBuffer> {
    const wider = new Int32Array(this.nodes.length * 2);
    wider.set(this.nodes);
    this.nodes = wider;
    return wider;
  }
}
