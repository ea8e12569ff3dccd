/** Of what is longer, its beginning and its end are read: whoever sends them back sends all of it back. */
const MOST_READ = 1024;

/**
 * A text that is the same for messages that are the same, byte for byte: the size, and two hashes of 32 bits (FNV-1a and a
 * multiplicative one) of the first and the last `most` bytes.
 */
export function payloadKey(bytes: Uint8Array, most = MOST_READ): string {
  const { length } = bytes;
  let first = 0x811c9dc5;
  let second = length;
  const read = (from: number, to: number) => {
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] as number;
      first = Math.imul(first ^ byte, 0x01000193);
      second = Math.imul(second + byte, 0x9e3779b1) ^ (second >>> 15);
    }
  };
  read(0, Math.min(length, most));
  read(Math.max(most, length - most), length);
  return `${length} ${first} ${second}`;
}
