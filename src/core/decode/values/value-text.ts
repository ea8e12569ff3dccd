import type { Bytes } from "../../units.ts";
import {
  endLine,
  lineBytes,
  startLine,
  writeBetween,
  writeQuoted,
  writeSign,
  writeText,
} from "../bytes/line-writer.ts";
import { hexText } from "../payloads/binary.ts";
import { createValueHead, UNTIL_BREAK, type ValueFormat } from "./value-format.ts";

const MOST_DEPTH = 8;

/** There is more than the line takes. */
let isCut = false;

/** One for all: what is needed of a head is taken out before the next is read. */
const slot = createValueHead();

/** A value in one line, in the manner of JSON, at most some `limit` signs. It must have been found whole. */
export function toValueText(format: ValueFormat, bytes: Uint8Array, at: Bytes, limit = 160): string {
  startLine();
  isCut = false;
  write(format, bytes, at, limit, 0);
  return endLine(limit, isCut);
}

/** Writes the value at `position`, and answers the one behind it; what comes after the limit is not even looked for. */
function write(format: ValueFormat, bytes: Uint8Array, position: Bytes, limit: number, depth: number): Bytes {
  if (isCut || lineBytes() > limit) {
    isCut = true;
    return position;
  }
  if (format.head(bytes, position, slot) === null) return bytes.length;
  const { kind, next, length, count, text } = slot;
  const end = next + length;
  if (count === 0 && kind !== "object" && kind !== "array") {
    if (kind === "string") writeQuoted(bytes, next, end, limit);
    else if (kind === "bytes") writeText(`<${hexText(bytes.subarray(next, end), 8)}>`);
    else writeText(text);
    return end;
  }
  if (depth > MOST_DEPTH) {
    isCut = true;
    return end;
  }
  if (kind === "other") {
    writeText(`${text}(`);
    const behind = write(format, bytes, next, limit, depth + 1);
    if (!isCut) writeText(")");
    return behind;
  }
  const isObject = kind === "object";
  writeSign(isObject ? 0x7b : 0x5b);
  let within = next;
  for (let index = 0; count === UNTIL_BREAK ? !format.isBreak(bytes[within]) : index < count; index += 1) {
    if (isCut || within >= bytes.length) break;
    if (index > 0) writeBetween(isObject && index % 2 === 1 ? 0x3a : 0x2c);
    within = write(format, bytes, within, limit, depth + 1);
  }
  if (!isCut) writeSign(isObject ? 0x7d : 0x5d);
  return count === UNTIL_BREAK ? within + 1 : within;
}
