/**
 * Wraps an expression so that both browsers answer alike: promises are awaited and the value crosses as JSON.
 * `undefined` (and a function, which has no value either) comes back as `undefined`.
 */
export function wrapExpression(expression: string): string {
  const bare = expression.trim().replace(/;+$/, "");
  return `(async () => JSON.stringify({ value: await (\n${bare}\n) }))()`;
}

/** The value of a wrapped expression's answer. */
export function unwrapValue<T>(json: unknown): T {
  return (JSON.parse(String(json)) as { value: T }).value;
}

/**
 * The source of a call of `fn` in another world. The function may use nothing but its arguments and that world;
 * `__name` is there because the compiler that runs this file wraps inner functions in it.
 */
export function toCall<A extends unknown[]>(fn: (...args: A) => unknown, ...args: A): string {
  const list = args.map((arg) => JSON.stringify(arg) ?? "undefined").join(", ");
  return `(() => { const __name = (fn) => fn; return (${fn.toString()})(${list}); })()`;
}

/** In a document: whether its tab is in front. */
export const IS_VISIBLE = 'document.visibilityState === "visible"';
