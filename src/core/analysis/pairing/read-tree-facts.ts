import type { TreeNode } from "../../decode/tree-node.ts";
import { readInnerNames } from "./inner-names.ts";
import type { ShapeBuilder } from "./message-shape.ts";
import { readName, stepTo } from "./read-json-facts.ts";
import type { ScalarBag } from "./scalar-bag.ts";

const MOST_CHILDREN = 64;
const MOST_CONTAINERS = 40;
const MOST_DEPTH = 7;

/** As `readJsonFacts`, of what a decoder has found in a message: MessagePack, CBOR, the arguments of an event. */
export function readTreeFacts(root: TreeNode, bag: ScalarBag, shape: ShapeBuilder): void {
  const waiting: { node: TreeNode; path: string; depth: number }[] = [{ node: root, path: "", depth: 1 }];
  for (let next = 0; next < waiting.length && !bag.isFull; next += 1) {
    const { node, path, depth } = waiting[next] as (typeof waiting)[number];
    for (const child of node.children(0, MOST_CHILDREN)) {
      const { kind, text } = child;
      const key = typeof child.key === "string" ? readName(child.key, path, node.count, bag) : child.key;
      if (typeof key === "string" && depth === 1) shape.name(key);
      const isContainer = child.count > 0;
      const here = stepTo(path, key, isContainer);
      if (isContainer) {
        if (depth < MOST_DEPTH && waiting.length < MOST_CONTAINERS) {
          waiting.push({ node: child, path: here, depth: depth + 1 });
        }
      } else if (kind === "number") {
        const digits = wholeNumber(text);
        bag.number(here, digits);
        if (depth <= 2) shape.value(key, digits, depth);
      } else if (kind === "string" && text.length <= 200) {
        const value = child.value?.() ?? text;
        if (typeof value !== "string") continue;
        bag.text(here, value);
        readInnerNames(value, here, bag);
        if (depth <= 2) shape.value(key, value, depth);
      } else if (kind === "bytes") {
        const value = child.value?.();
        if (value instanceof Uint8Array && value.length >= 4 && value.length <= 32)
          bag.text(here, toHex(value));
      }
    }
  }
}

/** Of a number that may be read in several ways (`7 · sint -4`, `double 0 · fixed64 7`), the whole one without a sign of its own. */
function wholeNumber(text: string): string {
  return /^(?:(?:double|float) \S{1,40} · fixed(?:64|32) )?(-?\d{1,20})(?: · |$)/.exec(text)?.[1] ?? text;
}

/** An ID may be bytes. */
function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
