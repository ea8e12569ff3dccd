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
  /** How deep values are noted: 1 is the members of the outermost. */
  readonly levels: number;
  /** Of the values within one these are noted; all are counted. */
  readonly skip: number;
  readonly end: number;
  /** For each level the node of the value that is open there; -1 where it is not noted. */
  private readonly open: Int32Array;

  /** `room`: for so many values; it grows. */
  constructor(levels: number, skip: number, limit: number, room = FIRST_NODES) {
    this.nodes = new Int32Array(room * NODE);
    this.levels = levels;
    this.skip = skip;
    this.end = skip + limit;
    this.open = new Int32Array(levels + 1);
  }

  /** Begins anew: a text may end before anything of it is noted. */
  clear(): void {
    this.length = 0;
    this.nodes[COUNT] = 0;
  }

  /** A value at this level, which has ended before `to`, or has only begun (`to` is OPEN). */
  note(level: number, isMember: boolean, keyFrom: Bytes, keyTo: Bytes, from: Bytes, to: Bytes): void {
    let { nodes } = this;
    if (level > 0) {
      const parent = this.open[level - 1] as number;
      const index = parent < 0 ? -1 : (nodes[parent + COUNT] as number);
      if (to !== OPEN && parent >= 0) nodes[parent + COUNT] = index + 1;
      if (index < this.skip || index >= this.end) {
        this.open[level] = -1;
        return;
      }
    }
    const node = this.length;
    const next = node + NODE;
    if (next > nodes.length) nodes = this.grow();
    nodes[node + KEY_FROM] = isMember ? keyFrom : -1;
    nodes[node + KEY_TO] = isMember ? keyTo : -1;
    nodes[node + FROM] = from;
    nodes[node + TO] = to;
    nodes[node + NEXT] = next;
    nodes[node + COUNT] = 0;
    this.open[level] = node;
    this.length = next;
  }

  /** The value that is open at this level ends. */
  close(level: number, to: Bytes): void {
    const { nodes } = this;
    const node = this.open[level] as number;
    if (node >= 0) {
      nodes[node + TO] = to;
      nodes[node + NEXT] = this.length;
    }
    if (level === 0) return;
    const parent = this.open[level - 1] as number;
    if (parent >= 0) nodes[parent + COUNT] = (nodes[parent + COUNT] as number) + 1;
  }

  private grow(): Int32Array<ArrayBuffer> {
    const wider = new Int32Array(this.nodes.length * 2);
    wider.set(this.nodes);
    this.nodes = wider;
    return wider;
  }
}
