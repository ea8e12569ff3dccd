/** Bytes that are gathered until they are complete; grows by doubling. */
export interface ByteBuffer {
  readonly length: number;
  /** Appends `bytes[from, to)`. */
  append(bytes: Uint8Array, from: number, to: number): void;
  push(byte: number): void;
  /** A copy of what is in it; it is empty afterwards. */
  take(): Uint8Array;
  /** A copy of what is in it, which stays. */
  copy(): Uint8Array;
}

/** What is kept of a grown buffer when it has been emptied. */
const KEPT_BYTES = 64 * 1024;

/** Creates one, empty where nothing is given. */
export function createByteBuffer(from: Uint8Array = new Uint8Array(0)): ByteBuffer {
  let bytes = new Uint8Array(Math.max(256, from.length));
  bytes.set(from);
  let length = from.length;

  function reserve(more: number): void {
    if (length + more <= bytes.length) return;
    const grown = new Uint8Array(Math.max(bytes.length * 2, length + more));
    grown.set(bytes.subarray(0, length));
    bytes = grown;
  }

  return {
    get length() {
      return length;
    },
    append(source, from, to) {
      reserve(to - from);
      bytes.set(source.subarray(from, to), length);
      length += to - from;
    },
    push(byte) {
      reserve(1);
      bytes[length] = byte;
      length += 1;
    },
    copy: () => bytes.slice(0, length),
    take() {
      const taken = bytes.slice(0, length);
      length = 0;
      if (bytes.length > KEPT_BYTES) bytes = new Uint8Array(256);
      return taken;
    },
  };
}
