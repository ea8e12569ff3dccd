import type { Exchange } from "./exchange.ts";
import type { AnswerFields } from "./read-answer.ts";

/** What a person says an empty answer of an endpoint looks like. All that is given has to be met. */
export interface EmptyRule {
  readonly status?: number;
  /** The largest body that is still empty. */
  readonly atMostBytes?: number;
  /** A field by its place (`data.items`), and the JSON text that it has then. */
  readonly field?: { readonly path: string; readonly is: string };
}

/** What a rule is kept under: without a query, in which there may be secrets, and which is another the next time. */
export function endpointOf({
  method,
  url,
  name,
}: {
  method: string;
  url: string;
  name: string | null;
}): string {
  return [method, url.replace(/[?#].*$/s, ""), ...(name === null ? [] : [name])].join(" ");
}

const encoder = new TextEncoder();

/** Whether an answer is what was called empty. A rule that says nothing is met by nothing. */
export function meetsRule(
  { status }: Exchange,
  { text, value }: AnswerFields,
  { status: wanted, atMostBytes, field }: EmptyRule,
): boolean {
  if (wanted === undefined && atMostBytes === undefined && field === undefined) return false;
  if (wanted !== undefined && status !== wanted) return false;
  if (atMostBytes !== undefined && (text === null || encoder.encode(text).length > atMostBytes)) return false;
  if (field === undefined) return true;
  const found = field.path.split(".").reduce<unknown>((it, key) => childOf(it, key), value);
  return found !== undefined && JSON.stringify(found) === field.is.trim();
}

function childOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
