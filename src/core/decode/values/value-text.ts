import type { Bytes } from "../../units.ts";
import { endLine, lineBytes, startLine, writeQuoted, writeText } from "../bytes/line-writer.ts";
import { hexText } from "../payloads/binary.ts";
import { UNTIL_BREAK, type ValueFormat } from "./value-format.ts";

const MOST_DEPTH = 8;

/** A value in one line, in the manner of JSON, at most some `limit` signs. It must have been found whole. */
export function toValueText(format: ValueFormat, bytes: Uint8Array, at: Bytes, limit = 160): string {
  let isCut = false;

  /** Writes the value at `position`, and answers the one behind it; what comes after the limit is not even looked for. */
  function write(position: Bytes, depth: number): Bytes {
    if (isCut || lineBytes() > limit) {
      isCut = true;
      return position;
    }
    const head = format.head(bytes, position);
    if (head === null) return bytes.length;
    const { kind, next, count, text } = head;
    const end = next + head.length;
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
      const behind = write(next, depth + 1);
      if (!isCut) writeText(")");
      return behind;
    }
    writeText(kind === "object" ? "{" : "[");
    let within = next;
    for (let index = 0; count === UNTIL_BREAK ? !format.isBreak(bytes[within]) : index < count; index += 1) {
      if (isCut || within >= bytes.length) break;
      if (index > 0) writeText(kind === "object" && index % 2 === 1 ? ": " : ", ");
      within = write(within, depth + 1);
    }
    if (!isCut) writeText(kind === "object" ? "}" : "]");
    return count === UNTIL_BREAK ? within + 1 : within;
  }

  startLine();
  write(at, 0);
  return endLine(limit, isCut);
}
