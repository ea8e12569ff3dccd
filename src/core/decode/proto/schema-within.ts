import type { ProtoMessage, ProtoSchema } from "./proto-schema.ts";
import type { MessageTypes } from "./schema-decoder.ts";

/** A schema, and which of its types a connection's messages have. It can be sent to a Worker. */
export interface MessageSchema {
  readonly schema: ProtoSchema;
  readonly types: MessageTypes;
}

/** Of a schema what messages of these types can hold; a project's files declare much more. Null where it has neither type. */
export function schemaWithin(schema: ProtoSchema, types: MessageTypes): MessageSchema | null {
  const messages = new Map<string, ProtoMessage>();
  const enums = new Map<string, ReadonlyMap<number, string>>();
  const waiting = [types.sent, types.received].filter((it) => it !== null);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const names = schema.enums.get(name);
    if (names !== undefined) enums.set(name, names);
    const message = schema.messages.get(name);
    if (message === undefined || messages.has(name)) continue;
    messages.set(name, message);
    for (const { type } of message.fields.values()) waiting.push(type);
  }
  return messages.size === 0 ? null : { schema: { messages, enums, methods: new Map() }, types };
}
