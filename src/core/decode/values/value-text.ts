import type { Bytes } from "../../units.ts";
import { startOfText } from "../bytes/text-of.ts";
import { hexText } from "../payloads/binary.ts";
import { UNTIL_BREAK, type ValueFormat } from "./value-format.ts";

const MOST_DEPTH = 8;

/** A value in one line, in the manner of JSON, at most some `limit` signs. It must have been found whole. */
export function toValueText(format: ValueFormat, bytes: Uint8Array, at: Bytes, limit = 160): string {
  const out: string[] = [];
  let length = 0;
  function put(text: string): void {
    out.push(text);
    length += text.length;
  }

  /** Writes the value at `position`, and answers the one behind it; what comes after the limit is not even looked for. */
  function write(position: Bytes, depth: number): Bytes {
    if (length > limit) return position;
    const head = format.head(bytes, position);
    if (head === null) return bytes.length;
    const { kind, next, count, text } = head;
    const end = next + head.length;
    if (count === 0 && kind !== "object" && kind !== "array") {
      if (kind === "string") put(JSON.stringify(startOfText(bytes, next, end, limit)));
      else if (kind === "bytes") put(`<${hexText(bytes.subarray(next, end), 8)}>`);
      else put(text);
      return end;
    }
    if (depth > MOST_DEPTH) {
      put("…");
      length = limit + 1;
      return end;
    }
    if (kind === "other") {
      put(`${text}(`);
      const behind = write(next, depth + 1);
      put(")");
      return behind;
    }
    put(kind === "object" ? "{" : "[");
    let within = next;
    for (let index = 0; count === UNTIL_BREAK ? !format.isBreak(bytes[within]) : index < count; index += 1) {
      if (length > limit || within >= bytes.length) break;
      if (index > 0) put(kind === "object" && index % 2 === 1 ? ": " : ", ");
      within = write(within, depth + 1);
    }
    put(kind === "object" ? "}" : "]");
    return count === UNTIL_BREAK ? within + 1 : within;
  }

  write(at, 0);
  const all = out.join("");
  return all.length > limit ? `${all.slice(0, limit)}…` : all;
}
