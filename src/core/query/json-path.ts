import { say } from "../text/say.ts";
import type { Bytes } from "../units.ts";
import { heldIn, unpackingLimit } from "./held-value.ts";

/** A member by its name, an element by its index, or all of both. */
export type PathStep = string | number | typeof EVERY;

/** Stands for `*`; an object, since any text is a name. A clone of it is as good. */
export const EVERY: { readonly every: true } = { every: true };

/** A path, and where in the text it ends; or what is wrong and where. */
export type ParsedPath =
  | { readonly steps: readonly PathStep[]; readonly end: number }
  | { readonly problem: string; readonly start: number; readonly end: number };

const NAME = /[^\s.[\]()=<>!"':]+/y;
const INDEX = /\d{1,9}/y;

/**
 * Parses the path that begins with `$` at `start`: names, indexes and `*`, in dots or brackets (that much of RFC 9535).
 * It ends where none of these goes on.
 */
export function parseJsonPath(text: string, start: number): ParsedPath {
  const steps: PathStep[] = [];
  let at = start + 1;
  while (text[at] === "." || text[at] === "[") {
    const from = at;
    if (text[at] === ".") {
      const name = text[at + 1] === "*" ? "*" : match(NAME, text, at + 1);
      if (name === "") return { problem: say("aNameIsMissingAfter"), start: from, end: from + 1 };
      steps.push(name === "*" ? EVERY : name);
      at += 1 + name.length;
      continue;
    }
    const step = bracketStep(text, at + 1);
    if (step === null || text[step.end] !== "]") {
      const problem = say("betweenBracketsStandsAnIndex");
      return { problem, start: from, end: Math.min(text.length, (step?.end ?? from) + 1) };
    }
    steps.push(step.step);
    at = step.end + 1;
  }
  return { steps, end: at };
}

function bracketStep(text: string, at: number): { step: PathStep; end: number } | null {
  if (text[at] === "*") return { step: EVERY, end: at + 1 };
  const index = match(INDEX, text, at);
  if (index !== "") return { step: Number(index), end: at + index.length };
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return null;
  const end = text.indexOf(quote, at + 1);
  return end === -1 ? null : { step: text.slice(at + 1, end), end: end + 1 };
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** Whether any value that the path leads to passes the test. */
export function someAtPath(
  value: unknown,
  steps: readonly PathStep[],
  test: (found: unknown) => boolean,
  limit: Bytes = unpackingLimit(),
  from = 0,
): boolean {
  const step = steps[from];
  if (step === undefined) return test(value);
  // Protocols carry JSON in a string of JSON, and what is binary in base64: a path goes on in it.
  if (typeof value === "string")
    return heldIn(value, limit).some(
      (it) => typeof it === "object" && someAtPath(it, steps, test, limit, from),
    );
  if (typeof value !== "object" || value === null) return false;
  if (typeof step === "object") {
    return Object.values(value).some((it) => someAtPath(it, steps, test, limit, from + 1));
  }
  const key = step;
  // `.0` is an element, too: some write it so.
  if (!Object.hasOwn(value, key) || (Array.isArray(value) && key === "length")) return false;
  return someAtPath((value as Record<string | number, unknown>)[key], steps, test, limit, from + 1);
}
