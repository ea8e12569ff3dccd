import { CODE_RECORD, FLAG_BINARY, FLAG_CHUNK, ROW_LENGTH } from "../core/wire/batch.ts";
import type { Haul } from "../core/wire/haul.ts";
import { indexOf, min, Numbers, SafeMap, setElements, sliceText } from "../core/wire/intrinsics.ts";
import { Queue } from "./queue.ts";
import { fitUtf8 } from "./utf8-length.ts";

/** No part is larger, so that none is cut and each goes in one batch. */
const MOST_BYTES = 1024 * 1024;

type Row = Float64Array<ArrayBuffer>;

/**
 * Makes of each look (`src/page/observe-xhr.ts`) as many chunks as there came: a page's hook looks at a growing text seldom, and says with what it finds
 * when there was how much. That stands in the name of the row, as "TIME BYTES TIME BYTES …": epoch milliseconds, and bytes since the beginning of the
 * stream. What came after the last of them came at the row's own time. Where the text was not UTF-8, or is compressed (Firefox counts what comes
 * over the wire), the counts do not fit, and parts are said to have come later than they did. A look that found nothing tells, by its position, how much there had been: of a
 * request that failed the text is gone. `bytesBefore` answers in how many bytes so many UTF-16 code units of a connection were told.
 */
export function divideLooks(haul: Haul, bytesBefore: (connection: number, units: number) => number): Haul {
  const { count } = haul;
  const { rows, text } = haul;
  let found = false;
  for (let row = 0; row < count * ROW_LENGTH && !found; row += ROW_LENGTH) found = isLook(rows, row);
  if (!found) return haul;
  const made = new Queue<Row>();
  /** What was told of connections here, beyond what was before. */
  const more = new SafeMap<number, { units: number; bytes: number }>();
  let said = "";
  let at = 0;
  for (let offset = 0; offset < count * ROW_LENGTH; offset += ROW_LENGTH) {
    const row = new Numbers(ROW_LENGTH);
    for (let index = 0; index < ROW_LENGTH; index += 1) row[index] = rows[offset + index] as number;
    const flags = row[5] as number;
    const connection = row[2] as number;
    const idAt = at + (row[6] as number);
    const start = idAt + (row[7] as number);
    const end = flags & FLAG_BINARY && row[0] !== CODE_RECORD ? start : start + (row[3] as number);
    if (!isLook(rows, offset)) {
      made.push(row);
      said += sliceText(text, at, end);
      at = end;
      continue;
    }
    const units = +sliceText(text, idAt, start);
    const told = more.get(connection);
    const bytes = told === undefined ? bytesBefore(connection, units) : told.bytes + units - told.units;
    const put = (time: number, position: number, payload: string) => {
      const part = new Numbers(row);
      part[1] = time;
      part[3] = payload.length;
      part[6] = 0;
      part[7] = `${position}`.length;
      made.push(part);
      said += position + payload;
    };
    const marks = sliceText(text, at, idAt);
    if (start === end) {
      const all = lastOf(marks);
      if (all > bytes) put(row[1] as number, units + all - bytes, "");
    } else {
      const payload = sliceText(text, start, end);
      const size = divide(payload, marks, bytes, row[1] as number, (time, from, to) =>
        put(time, units + from, sliceText(payload, from, to)),
      );
      more.set(connection, { units: units + payload.length, bytes: bytes + size });
    }
    at = end;
  }
  const all = new Numbers(made.length * ROW_LENGTH);
  let next = 0;
  made.forEach((row) => {
    setElements(all, row, next);
    next += ROW_LENGTH;
  });
  return { ...haul, rows: all, count: made.length, text: said };
}

/** Whether a row has a look; other chunks have no name. */
function isLook(rows: Row, offset: number): boolean {
  const flags = rows[offset + 5] as number;
  const named = (rows[offset + 6] as number) > 0;
  return named && rows[offset] !== CODE_RECORD && (flags & (FLAG_CHUNK | FLAG_BINARY)) === FLAG_CHUNK;
}

/** The last of the counts, 0 where there is none. */
function lastOf(marks: string): number {
  let last = 0;
  eachMark(marks, (_, count) => {
    last = count > last ? count : last;
  });
  return last;
}

/** With spaces between and around them. */
function eachMark(marks: string, each: (time: number, count: number) => void): void {
  let time = 0;
  for (let from = 0; from < marks.length; ) {
    const space = indexOf(marks, " ", from);
    const end = space < 0 ? marks.length : space;
    const number = +sliceText(marks, from, end);
    from = end + 1;
    // There is nothing between two spaces; and what is no number is no hook's of ours.
    if (!(number > 0)) continue;
    if (time > 0) each(time, number);
    time = time > 0 ? 0 : number;
  }
}

/** Tells the parts of a text that begins after so many bytes; answers how many it has, in UTF-8. */
function divide(
  text: string,
  marks: string,
  before: number,
  at: number,
  part: (time: number, from: number, to: number) => void,
): number {
  let size = 0;
  let from = 0;
  /** Goes on to where there are so many bytes, as far as whole characters go. */
  const go = (time: number, most: number) => {
    while (from < text.length && size < most) {
      const { end, bytes } = fitUtf8(text, from, min(most - size, MOST_BYTES));
      if (end === from) break;
      part(time, from, end);
      from = end;
      size += bytes;
    }
  };
  eachMark(marks, (time, count) => go(time, count - before));
  go(at, Infinity);
  return size;
}
