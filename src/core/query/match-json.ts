import type { Bytes } from "../units.ts";
import { compareNumbers } from "./compare-numbers.ts";
import { someAtPath } from "./json-path.ts";
import type { JsonTest, Query } from "./query.ts";

/** Whether a JSON value has at a filter's path what it asks for there; strings are unpacked up to `limit`. */
export function matchJson({ path, test }: Query & { type: "json" }, value: unknown, limit: Bytes): boolean {
  return someAtPath(value, path, (found) => test === null || passes(found, test), limit);
}

/** An object or a list is never equal to a text, nor larger. */
function passes(found: unknown, { compare, value, quoted }: JsonTest): boolean {
  if (compare === "=" || compare === "!=") {
    const isSame = quoted ? found === value : isWrittenSo(found, value);
    return isSame === (compare === "=");
  }
  const number = Number(value);
  if (typeof found === "number" && !quoted && value.trim() !== "" && !Number.isNaN(number)) {
    return compareNumbers(found, compare, number);
  }
  if (typeof found !== "string") return false;
  const order = found < value ? -1 : found > value ? 1 : 0;
  return compareNumbers(order, compare, 0);
}

/** `1.0` is the number 1, and `1` is it, too, as is the text "1". */
function isWrittenSo(found: unknown, value: string): boolean {
  if (typeof found === "number") return found === Number(value) && value.trim() !== "";
  if (typeof found === "object" && found !== null) return false;
  return String(found) === value;
}
