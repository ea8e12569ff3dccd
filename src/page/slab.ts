import { Bytes, byteLengthOf, min, setElements } from "../core/wire/intrinsics.ts";

/** An array of its own costs a browser up to a microsecond, and copying 200 bytes into one that is there a fiftieth of that. */
export interface Slab {
  /** Copies bytes; answers the array they are in, at `start`. */
  copy(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
  readonly start: number;
}

const FIRST_BYTES = 4 * 1024;
const LAST_BYTES = 64 * 1024;
/** What is larger gets an array of its own: a slab is given back only when nothing in it is needed any more. */
const MAX_PART = 1024;

/** Creates a slab: arrays that are filled one after the other, each larger than the last, up to a limit. */
export function createSlab(): Slab {
  let room = FIRST_BYTES / 2;
  let array = new Bytes(0);
  let end = 0;
  let start = 0;
  return {
    get start() {
      return start;
    },
    copy(bytes) {
      const length = byteLengthOf(bytes);
      start = 0;
      if (length > MAX_PART) return new Bytes(bytes);
      if (end + length > byteLengthOf(array)) {
        room = min(2 * room, LAST_BYTES);
        array = new Bytes(room);
        end = 0;
      }
      start = end;
      end += length;
      if (length > 0) setElements(array, bytes, start);
      return array;
    },
  };
}
