/** Deeper than any HAR goes; deeper values would end `JSON.stringify`, which calls itself. */
const MAX_DEPTH = 100;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A number, also where a program wrote it as text; null where there is none. */
export function numberOf(value: unknown): number | null {
  if (isNumber(value)) return value;
  return typeof value === "string" && /^-?\d{1,20}(?:\.\d{1,20})?$/.test(value) ? Number(value) : null;
}

export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Whether a parsed JSON value is nested more than 100 levels deep; does not call itself. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    const next: unknown[] = [];
    for (const it of level) {
      if (typeof it !== "object" || it === null) continue;
      for (const child of Object.values(it))
        if (typeof child === "object" && child !== null) next.push(child);
    }
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}
