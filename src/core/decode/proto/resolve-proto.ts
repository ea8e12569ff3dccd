import {
  PROTO_SCALARS,
  type ProtoField,
  type ProtoMessage,
  type ProtoMethod,
  type ProtoSchema,
} from "./proto-schema.ts";

/** What files declare, with the names of types as they are written. */
export interface WrittenProto {
  readonly messages: Map<string, { readonly fields: ProtoField[]; readonly isEntry: boolean }>;
  readonly enums: Map<string, ReadonlyMap<number, string>>;
  readonly methods: Map<string, ProtoMethod>;
}

const SCALARS: ReadonlySet<string> = new Set(PROTO_SCALARS.filter((it) => it !== ""));

/** The schema that files declare together: every name of a type is that of a declaration, where there is one. */
export function resolveProto({ messages, enums, methods }: WrittenProto): ProtoSchema {
  const isDeclared = (full: string) => messages.has(full) || enums.has(full);
  const resolved = new Map<string, ProtoMessage>();
  for (const [name, { fields, isEntry }] of messages) {
    const byNumber = new Map<number, ProtoField>();
    for (const field of fields)
      byNumber.set(field.number, { ...field, type: resolveType(field.type, name, isDeclared) });
    resolved.set(name, { name, fields: byNumber, isEntry });
  }
  const calls = new Map<string, ProtoMethod>();
  for (const [path, { input, output }] of methods) {
    const scope = path.slice(1, path.lastIndexOf("/"));
    const find = (type: string) => resolveType(type, scope, isDeclared);
    calls.set(path, { input: find(input), output: find(output) });
  }
  return { messages: resolved, enums, methods: calls };
}

/** From the innermost scope outwards, as compilers do; what is declared nowhere stays as it is written. */
function resolveType(type: string, scope: string, isDeclared: (full: string) => boolean): string {
  if (type.startsWith(".")) return type.slice(1);
  if (SCALARS.has(type)) return type;
  for (let around = scope; ; around = around.slice(0, Math.max(0, around.lastIndexOf(".")))) {
    const full = around === "" ? type : `${around}.${type}`;
    if (isDeclared(full)) return full;
    if (around === "") return type;
  }
}
