import type { RecordEvent } from "./events.ts";

const { stringify } = JSON;
const { keys } = Object;

/**
 * A record as JSON. Not by `JSON.stringify` of the whole: this runs in pages, and one with a `toJSON` on its arrays (as
 * old libraries put there) would change what is written. Of primitives `toJSON` is not asked (ECMAScript 25.5.2.2).
 */
export function recordToJson(record: RecordEvent): string {
  let json = "";
  for (const key of keys(record) as (keyof RecordEvent)[]) {
    const value: unknown = record[key];
    if (value === undefined) continue;
    json += `${json === "" ? "" : ","}${stringify(key)}:${valueToJson(value)}`;
  }
  return `{${json}}`;
}

function valueToJson(value: unknown): string {
  if (!Array.isArray(value)) return stringify(value);
  let json = "";
  for (let index = 0; index < value.length; index += 1) {
    json += `${index === 0 ? "" : ","}${stringify(value[index]) ?? "null"}`;
  }
  return `[${json}]`;
}
