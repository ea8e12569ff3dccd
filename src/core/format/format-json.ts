import { endOfString, endOfText, endOfValue, type JsonPart, skipSpace } from "./json-entries.ts";
import { createLongTextWriter, type LongText, wholeText } from "./long-text.ts";
import { runSlices, SLICE_LENGTH, type Slices } from "./slices.ts";

/** A JSON text with line breaks and indentation; every value stays as it is written, digit for digit. */
export function formatJson(text: LongText): string {
  return wholeText(runSlices(indentJson(text)));
}

/** The same in slices. */
export function* indentJson(text: LongText): Slices<LongText> {
  const whole = createLongTextWriter();
  let out: string[] = [];
  let sliceEnd = SLICE_LENGTH;
  let depth = 0;
  let position = skipSpace(text, 0);
  const length = endOfText(text);
  while (position < length) {
    const sign = text.slice(position, position + 1);
    if (sign === "{" || sign === "[") {
      const next = skipSpace(text, position + 1);
      const close = text.slice(next, next + 1);
      if (close === "}" || close === "]") {
        out.push(sign, close);
        position = next + 1;
      } else {
        depth += 1;
        out.push(sign, "\n", indent(depth));
        position = next;
        continue;
      }
    } else if (sign === "}" || sign === "]") {
      depth -= 1;
      out.push("\n", indent(depth), sign);
      position += 1;
    } else if (sign === ",") {
      out.push(",\n", indent(depth));
      position += 1;
    } else if (sign === ":") {
      out.push(": ");
      position += 1;
    } else {
      const end = sign === '"' ? endOfString(text, position) : endOfValue(text, position);
      out.push(text.slice(position, end));
      position = end;
    }
    position = skipSpace(text, position);
    if (position < sliceEnd) continue;
    whole.add(out.join(""));
    out = [];
    sliceEnd = position + SLICE_LENGTH;
    yield position / length;
  }
  whole.add(out.join(""));
  return whole.done();
}

/** The beginning of a closed object or array in one line: `{symbol: "ABC", price: 12.5, …}`. */
export function formatJsonPreview(text: LongText, part: JsonPart, length = 80): string {
  const slice = text.slice(part.start, Math.min(part.end, part.start + length));
  const oneLine = slice.replace(/\s+/g, " ");
  return part.end - part.start > length ? `${oneLine}…` : oneLine;
}

function indent(depth: number): string {
  return "  ".repeat(depth);
}
