import type { Decoder } from "../decode/decoder.ts";
import { type ProtoFile, readProtoFiles } from "../decode/proto/proto-files.ts";
import type { ProtoSchema } from "../decode/proto/proto-schema.ts";
import { createSchemaDecoder, findMethodTypes, type MessageTypes } from "../decode/proto/schema-decoder.ts";
import { type MessageSchema, schemaWithin } from "../decode/proto/schema-within.ts";
import { DECODERS } from "../decode/registry.ts";
import { findSchemaRule, type SchemaRule } from "./schema-rule.ts";

/** What the reader has given of schemas, and said of them. */
export interface SchemaSettings {
  readonly files: readonly ProtoFile[];
  readonly rules: readonly SchemaRule[];
}

/** Which decoders connections are looked at with, by the reader's schemas. */
export interface SessionSchema {
  /** Whether there is any. */
  readonly isGiven: boolean;
  decodersOf(session: string, about: { readonly id: number; readonly url: string }): readonly Decoder[];
  /** The types of a connection's messages, and what of the schema belongs to them; null where none are known. The same object as long as it says the same. */
  typesOf(session: string, about: { readonly id: number; readonly url: string }): MessageSchema | null;
}

/** Creates it; files are read again only where they are others. */
export function createSessionSchema(settings: () => SchemaSettings): SessionSchema {
  let read: readonly ProtoFile[] | null = null;
  let schema: ProtoSchema | null = null;
  /** By the types that were chosen: the same stay the same objects. */
  let made = new Map<string, readonly Decoder[]>();
  /** By types, too. */
  let within = new Map<string, MessageSchema | null>();

  function update(files: readonly ProtoFile[]): void {
    if (read === files) return;
    read = files;
    made = new Map();
    within = new Map();
    const reading = files.length === 0 ? null : readProtoFiles(files);
    // The panel has said what is wrong with a file before it was kept.
    schema = reading === null || "problem" in reading ? null : reading.schema;
  }

  return {
    get isGiven() {
      update(settings().files);
      return schema !== null;
    },
    decodersOf(session, about) {
      const { files, rules } = settings();
      update(files);
      if (schema === null) return DECODERS;
      const { sent = null, received = null } = findSchemaRule(rules, session, about) ?? {};
      const key = `${sent} ${received}`;
      const known = made.get(key);
      if (known !== undefined) return known;
      const decoders = withDecoder(createSchemaDecoder(schema, { sent, received }));
      made.set(key, decoders);
      return decoders;
    },
    typesOf(session, about) {
      const { files, rules } = settings();
      update(files);
      if (schema === null) return null;
      const types = findSchemaRule(rules, session, about) ?? findMethodTypes(schema, about.url);
      const { sent, received } = types;
      const key = `${sent} ${received}`;
      const known = within.get(key);
      if (known !== undefined) return known;
      const found = schemaWithin(schema, { sent, received });
      within.set(key, found);
      return found;
    },
  };
}

/** The same with one schema that stays: `types` are those of connections whose address names no call of it. */
export function createFixedSchema(schema: ProtoSchema, types: MessageTypes): SessionSchema {
  if (schema.messages.size === 0) return { isGiven: false, decodersOf: () => DECODERS, typesOf: () => null };
  const byPath = withDecoder(createSchemaDecoder(schema, { sent: null, received: null }));
  const byType = withDecoder(createSchemaDecoder(schema, types));
  return {
    isGiven: true,
    decodersOf(_session, { url }) {
      const { sent, received } = findMethodTypes(schema, url);
      return sent === null && received === null ? byType : byPath;
    },
    typesOf: () => null,
  };
}

function withDecoder(own: Decoder<MessageTypes>): readonly Decoder[] {
  return DECODERS.map((it) => (it.id === own.id ? (own as Decoder) : it));
}
