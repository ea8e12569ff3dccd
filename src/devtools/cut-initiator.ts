/** So many calls tell one caller from another, over so many tasks; a stack may be as deep as a page likes. */
const MAX_CALLS = 12;
const MAX_PARENTS = 6;
const MAX_NAME = 200;

/** A stack as Chromium's network log has it (DevTools protocol, `Runtime.StackTrace`). */
interface Stack {
  readonly description?: unknown;
  readonly callFrames?: unknown;
  readonly parent?: unknown;
}

/** What is kept of a request's initiator: its type, and so much of the stack as tells callers apart. Undefined where there is none. */
export function cutInitiator(initiator: unknown): object | undefined {
  const { type, stack } = (initiator ?? {}) as { type?: unknown; stack?: unknown };
  if (type === undefined) return undefined;
  const kept = cutStack(stack, 0, { left: MAX_CALLS });
  return kept === undefined ? { type } : { type, stack: kept };
}

function cutStack(value: unknown, depth: number, calls: { left: number }): object | undefined {
  if (typeof value !== "object" || value === null || depth >= MAX_PARENTS) return undefined;
  const { description, callFrames, parent } = value as Stack;
  const own = Array.isArray(callFrames) ? callFrames.slice(0, calls.left) : [];
  calls.left -= own.length;
  const kept = cutStack(parent, depth + 1, calls);
  return {
    ...(typeof description === "string" ? { description: description.slice(0, MAX_NAME) } : {}),
    callFrames: own.map(cutCall),
    ...(kept === undefined ? {} : { parent: kept }),
  };
}

function cutCall(call: unknown): object {
  const { functionName, url, lineNumber, columnNumber } = (call ?? {}) as Record<string, unknown>;
  const text = (it: unknown) => (typeof it === "string" ? it.slice(0, MAX_NAME) : "");
  return { functionName: text(functionName), url: text(url), lineNumber, columnNumber };
}
