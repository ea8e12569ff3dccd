import type { TreeNode } from "../tree-node.ts";
import type { ProtoField, ProtoMessage, ProtoSchema } from "./proto-schema.ts";

/** Of each message so many fields are looked at. */
const MOST_FIELDS = 10_000;

/**
 * A message that was read with its schema (`readWithSchema`) as values that a JSON path can go through: fields by the names of the schema, repeated ones as
 * lists, maps as objects, enums by name, 64-bit numbers that doubles do not hold as texts. Fields that have their default
 * value were not sent, and are not there.
 */
export function toFieldValues(schema: ProtoSchema, type: string, node: TreeNode): unknown {
  const message = schema.messages.get(type);
  return message === undefined ? undefined : toObject(schema, message, node);
}

function toObject(schema: ProtoSchema, message: ProtoMessage, node: TreeNode): Record<string, unknown> {
  const fields = new Map([...message.fields.values()].map((it) => [it.name, it]));
  // Without a prototype: a field may be called `__proto__`.
  const values: Record<string, unknown> = Object.create(null);
  for (const child of node.children(0, MOST_FIELDS)) {
    const field = fields.get(String(child.key));
    if (field === undefined) values[child.key] = toScalar(child);
    else addValue(schema, field, child, values);
  }
  return values;
}

function addValue(
  schema: ProtoSchema,
  { name, type, repeated }: ProtoField,
  node: TreeNode,
  values: Record<string, unknown>,
): void {
  const inner = schema.messages.get(type);
  const value = inner !== undefined && node.kind === "object" ? toObject(schema, inner, node) : null;
  if (inner?.isEntry === true && value !== null) {
    values[name] ??= Object.create(null);
    (values[name] as Record<string, unknown>)[String(value.key ?? "")] = value.value;
    return;
  }
  if (!repeated) {
    values[name] = value ?? toScalar(node);
    return;
  }
  values[name] ??= [];
  const list = values[name] as unknown[];
  if (value === null && node.kind === "array") list.push(...node.children(0, MOST_FIELDS).map(toScalar));
  else list.push(value ?? toScalar(node));
}

function toScalar({ kind, text, value }: TreeNode): unknown {
  if (kind === "boolean") return text === "true";
  if (kind === "string") return value?.() ?? text;
  if (kind !== "number") return text;
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}
