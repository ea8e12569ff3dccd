/** A line of a hex dump. */
export interface HexLine {
  /** Where the line begins, in hex digits. */
  readonly offset: string;
  /** The bytes, two digits each, parted by spaces; padded, so that the text beside it lines up. */
  readonly hex: string;
  /** The bytes as ASCII; all others as a dot. */
  readonly ascii: string;
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** A byte in two digits. */
export function formatByte(byte: number): string {
  return DIGITS[byte] as string;
}

/** So many bytes become text at a time: one array of all would be many times as large as they are. */
const CHUNK_BYTES = 65_536;

/** Bytes in two digits each, parted by spaces, in no more than so many characters; `taken` is how many of them that are. */
export function formatHexBytes(bytes: Uint8Array, maxChars: number): { text: string; taken: number } {
  const taken = Math.min(bytes.length, Math.floor((maxChars + 1) / 3));
  const chunks: string[] = [];
  for (let from = 0; from < taken; from += CHUNK_BYTES) {
    const chunk = bytes.subarray(from, Math.min(taken, from + CHUNK_BYTES));
    chunks.push(Array.from(chunk, formatByte).join(" "));
  }
  return { text: chunks.join(" "), taken };
}

/** The line of `width` bytes at `offset`. */
export function formatHexLine(bytes: Uint8Array, offset: number, width: number): HexLine {
  const end = Math.min(bytes.length, offset + width);
  let hex = "";
  let ascii = "";
  for (let index = offset; index < end; index += 1) {
    const byte = bytes[index] as number;
    // A wider gap in the middle keeps the place where the eye counts.
    if (index > offset) hex += index - offset === 8 ? "  " : " ";
    hex += DIGITS[byte];
    ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
  }
  const fullLength = width * 3 - 1 + (width > 8 ? 1 : 0);
  return { offset: formatOffset(offset, bytes.length), hex: hex.padEnd(fullLength), ascii };
}

/** The whole dump as text, for the clipboard. */
export function formatHexDump(bytes: Uint8Array, width = 16): string {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += width) {
    const line = formatHexLine(bytes, offset, width);
    lines.push(`${line.offset}  ${line.hex}  ${line.ascii}`);
  }
  return lines.join("\n");
}

/** An offset in as many digits (four at least) as the last one of the payload needs. */
export function formatOffset(offset: number, length: number): string {
  const digits = Math.max(4, Math.max(0, length - 1).toString(16).length);
  return offset.toString(16).padStart(digits, "0");
}
