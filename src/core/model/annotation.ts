/** What the reader has said of a row. One that says nothing is not kept. */
export interface Annotation {
  readonly marked: boolean;
  /** Stays above the list. */
  readonly pinned: boolean;
  /** "" is none. */
  readonly note: string;
}

export const NO_ANNOTATION: Annotation = { marked: false, pinned: false, note: "" };

/** In UTF-16 code units: some pages, more than anybody writes beside a message; a file may say anything. */
export const MAX_NOTE_LENGTH = 10_000;

/** An annotation after a change; null where it says nothing any more. */
export function changeAnnotation(before: Annotation, change: Partial<Annotation>): Annotation | null {
  const { marked = before.marked, pinned = before.pinned, note = before.note } = change;
  if (!marked && !pinned && note === "") return null;
  return { marked, pinned, note: note.slice(0, MAX_NOTE_LENGTH) };
}
