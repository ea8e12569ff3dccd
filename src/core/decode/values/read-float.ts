import type { Bytes } from "../../units.ts";

const scratch = new Uint8Array(8);
const view = new DataView(scratch.buffer);

/** The number of IEEE 754 in four or eight bytes, the highest first. Over a memory of its own: to make a view of the message's takes longer than all else. */
export function readFloat(bytes: Uint8Array, at: Bytes, width: number): number {
  for (let index = 0; index < width; index += 1) scratch[index] = bytes[at + index] as number;
  return width === 4 ? view.getFloat32(0) : view.getFloat64(0);
}
