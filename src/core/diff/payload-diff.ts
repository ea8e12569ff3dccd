/** A line of a comparison. */
export interface DiffLine {
  /** `removed` is of the one that is compared with, `added` of this one; of a `gap` both have so many lines that are the same. */
  readonly kind: "same" | "removed" | "added" | "gap";
  /** Where: a path of JSON, a line's number, an offset. */
  readonly place: string;
  readonly text: string;
  /** Characters that the text is short of. */
  readonly cut: number;
}

/** How two payloads differ; without lines they are the same. */
export interface PayloadDiff {
  /** `decoded` is the structure of what a decoder made of it. */
  readonly by: "structure" | "decoded" | "lines" | "bytes";
  readonly lines: readonly DiffLine[];
  /** What was not compared, as a sentence; "" where all was. */
  readonly limit: string;
}

/** A line shows so much of a value: the Text tab has all of it. */
export const MAX_LINE_LENGTH = 2000;
/** More lines than one reads. */
export const MAX_DIFF_LINES = 10_000;

/** A line of a text, cut where it is longer than a line shows. */
export function diffLine(kind: DiffLine["kind"], place: string, text: string): DiffLine {
  const cut = Math.max(0, text.length - MAX_LINE_LENGTH);
  return { kind, place, text: cut === 0 ? text : text.slice(0, MAX_LINE_LENGTH), cut };
}
