import type { Compare } from "./query.ts";

/** Whether a comparison of a filter is true of two numbers. */
export function compareNumbers(a: number, compare: Compare, b: number): boolean {
  switch (compare) {
    case "=":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
}
