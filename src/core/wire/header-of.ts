import type { HarHeader } from "./events.ts";

/** The values of a header, joined as RFC 9110 5.3 joins them, whatever the case of its name; null where there is none. */
export function headerOf(headers: readonly HarHeader[] | undefined, name: string): string | null {
  const values = (headers ?? []).filter((it) => it.name.toLowerCase() === name).map(({ value }) => value);
  return values.length === 0 ? null : values.join(", ");
}
