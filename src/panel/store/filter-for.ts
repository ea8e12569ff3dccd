import { writeJsonTest } from "../../core/query/write-json-path.ts";
import { stepsTo, type TreeNode } from "./json-tree.ts";

/** The part of a filter that finds messages with the same value in the same place; null where the language cannot say it. */
export function filterFor(node: TreeNode): string | null {
  const steps = stepsTo(node);
  if (steps === null || node.group !== null) return null;
  const { kind, start, end } = node.part;
  const isValue = kind !== "object" && kind !== "array";
  return writeJsonTest(steps, isValue ? node.text.slice(start, end) : null);
}
