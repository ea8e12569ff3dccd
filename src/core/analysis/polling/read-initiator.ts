import { isObject } from "../../export/checks.ts";

/** So many calls tell one caller from another; a stack may be as deep as a page likes. */
const MAX_CALLS = 12;
const MAX_PARENTS = 6;

/** What an entry's `_initiator` says of who asked. */
export interface Initiator {
  readonly initiator: string | null;
  readonly byTimer: boolean | null;
}

/**
 * Reads Chromium's `_initiator` (DevTools protocol, `Network.Initiator`): the calls that led to the request, and over its parents
 * the calls that led to those, where `description` names the task between: `setTimeout`, `setInterval`, `await`.
 */
export function readInitiator(value: unknown): Initiator {
  const calls: string[] = [];
  let byTimer = false;
  let stack = isObject(value) ? value.stack : undefined;
  for (let depth = 0; depth < MAX_PARENTS && isObject(stack); depth += 1) {
    const { description, callFrames, parent } = stack;
    if (typeof description === "string" && /^set(Timeout|Interval)\b/.test(description)) byTimer = true;
    for (const call of Array.isArray(callFrames) ? callFrames : []) {
      if (calls.length >= MAX_CALLS || !isObject(call)) continue;
      calls.push(`${call.functionName} ${call.url}:${call.lineNumber}:${call.columnNumber}`);
    }
    stack = parent;
  }
  return calls.length === 0
    ? { initiator: null, byTimer: null }
    : { initiator: calls.join("\n"), byTimer: byTimer ? true : null };
}
