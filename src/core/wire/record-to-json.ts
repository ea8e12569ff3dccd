import type { RecordEvent } from "./events.ts";
import { isArray, keys, stringify } from "./intrinsics.ts";

/**
 * A record as JSON. Not by `JSON.stringify` of the whole: this runs in pages, and one with a `toJSON` on its arrays (as
 * old libraries put there) would change what is written. Of primitives `toJSON` is not asked (ECMAScript 25.5.2.2).
 */
export function recordToJson(record: RecordEvent): string {
  let json = "";
  const names = keys(record) as (keyof RecordEvent)[];
  for (let index = 0; index < names.length; index += 1) {
    const key = names[index] as keyof RecordEvent;
    const value: unknown = record[key];
    if (value === undefined) continue;
    json += `${json === "" ? "" : ","}${stringify(key)}:${valueToJson(value)}`;
  }
  return `{${json}}`;
}

function valueToJson(value: unknown): string {
  if (!isArray(value)) return stringify(value);
  let json = "";
  for (let index = 0; index < value.length; index += 1) {
    json += `${index === 0 ? "" : ","}${stringify(value[index]) ?? "null"}`;
  }
  return `[${json}]`;
}
