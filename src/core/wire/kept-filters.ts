/** A filter that the user has named. */
export interface SavedFilter {
  readonly name: string;
  readonly text: string;
}

/** The filters that are kept for all windows and all times. */
export interface FilterMemory {
  /** In the order of their names; no two have the same. */
  readonly saved: readonly SavedFilter[];
  /** Texts that were used, the last one first. */
  readonly recent: readonly string[];
}

export const NO_FILTERS: FilterMemory = { saved: [], recent: [] };

/** What fits in a menu that one looks through. */
export const MAX_RECENT = 10;
/** More than anybody names; storage is read as a whole. */
export const MAX_SAVED = 200;
/** A longer text is used, but not kept. */
export const MAX_KEPT_LENGTH = 4000;

/** Reads what is kept; what is not as it should be (written by another version) is left out. */
export function parseFilterMemory(input: unknown): FilterMemory {
  if (typeof input !== "object" || input === null) return NO_FILTERS;
  const { saved, recent } = input as Record<string, unknown>;
  const texts = Array.isArray(recent) ? recent.filter(isKept) : [];
  let memory: FilterMemory = { saved: [], recent: texts.slice(0, MAX_RECENT) };
  for (const it of Array.isArray(saved) ? saved : []) {
    const { name, text } = (it ?? {}) as Record<string, unknown>;
    if (isKept(name) && isKept(text)) memory = saveFilter(memory, name, text);
  }
  return memory;
}

/** With this text as the last one that was used. */
export function rememberFilter(memory: FilterMemory, text: string): FilterMemory {
  const trimmed = text.trim();
  if (!isKept(trimmed)) return memory;
  return {
    ...memory,
    recent: [trimmed, ...memory.recent.filter((it) => it !== trimmed)].slice(0, MAX_RECENT),
  };
}

/** With a filter of this name, in place of any that had it. */
export function saveFilter(memory: FilterMemory, name: string, text: string): FilterMemory {
  const others = memory.saved.filter((it) => it.name !== name);
  if (!isKept(name) || !isKept(text) || others.length >= MAX_SAVED) return memory;
  const saved = [...others, { name, text }].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { ...memory, saved };
}

/** Without the filter of this name. */
export function deleteFilter(memory: FilterMemory, name: string): FilterMemory {
  return { ...memory, saved: memory.saved.filter((it) => it.name !== name) };
}

/** With another name for it; one that had that name is gone. */
export function renameFilter(memory: FilterMemory, from: string, to: string): FilterMemory {
  const found = memory.saved.find((it) => it.name === from);
  if (found === undefined || from === to || !isKept(to)) return memory;
  return saveFilter(deleteFilter(memory, from), to, found.text);
}

function isKept(text: unknown): text is string {
  return typeof text === "string" && text.trim() !== "" && text.length <= MAX_KEPT_LENGTH;
}
