import type { Bytes } from "../units.ts";
import type { Part } from "./decoder.ts";

/** A message may hold many small ones: no more than these are read, and the rest is said to be there. */
export const MOST_PARTS = 1000;

/** The part that stands for what is not read of a message. */
export function toRestPart(from: Bytes, to: Bytes): Part {
  const summary = `the rest is not read: there are more than ${MOST_PARTS} in this message`;
  return { kind: "not read", summary, problem: summary, from, to };
}
