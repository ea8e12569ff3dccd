import { parseQuery } from "../../core/query/parse-query.ts";

/** A part of the filter's text; of those with a remark, whether it is wrong or only finds nothing. */
export interface FilterPart {
  readonly text: string;
  readonly remark: "wrong" | "note" | null;
}

/** Divides the text of a filter at what is wrong with it or finds nothing, in order; the parts together are the text. */
export function filterRemarks(text: string): FilterPart[] {
  const parsed = parseQuery(text);
  const remarks =
    parsed.problem === undefined
      ? parsed.notes.map((it) => ({ ...it, remark: "note" as const }))
      : [{ ...parsed.problem, remark: "wrong" as const }];
  const parts: FilterPart[] = [];
  let at = 0;
  for (const { start, end, remark } of remarks.sort((a, b) => a.start - b.start)) {
    if (start < at || end <= start) continue;
    parts.push({ text: text.slice(at, start), remark: null }, { text: text.slice(start, end), remark });
    at = end;
  }
  return [...parts, { text: text.slice(at), remark: null }].filter((it) => it.text !== "");
}
