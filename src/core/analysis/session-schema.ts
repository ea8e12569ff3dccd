import type { Decoder } from "../decode/decoder.ts";
import { type ProtoFile, readProtoFiles } from "../decode/proto/proto-files.ts";
import type { ProtoSchema } from "../decode/proto/proto-schema.ts";
import { createSchemaDecoder } from "../decode/proto/schema-decoder.ts";
import { DECODERS } from "../decode/registry.ts";
import { findSchemaRule, type SchemaRule } from "./schema-rule.ts";

/** What the reader has given of schemas, and said of them. */
export interface SchemaSettings {
  readonly files: readonly ProtoFile[];
  readonly rules: readonly SchemaRule[];
}

/** Which decoders connections are looked at with, by the reader's schemas. */
export interface SessionSchema {
  decodersOf(session: string, about: { readonly id: number; readonly url: string }): readonly Decoder[];
}

/** Creates it; files are read again only where they are others. */
export function createSessionSchema(settings: () => SchemaSettings): SessionSchema {
  let read: readonly ProtoFile[] | null = null;
  let schema: ProtoSchema | null = null;
  /** By the types that were chosen: the same stay the same objects. */
  let made = new Map<string, readonly Decoder[]>();

  function update(files: readonly ProtoFile[]): void {
    if (read === files) return;
    read = files;
    made = new Map();
    const reading = files.length === 0 ? null : readProtoFiles(files);
    // The panel has said what is wrong with a file before it was kept.
    schema = reading === null || "problem" in reading ? null : reading.schema;
  }

  return {
    decodersOf(session, about) {
      const { files, rules } = settings();
      update(files);
      if (schema === null) return DECODERS;
      const { sent = null, received = null } = findSchemaRule(rules, session, about) ?? {};
      const key = `${sent} ${received}`;
      const known = made.get(key);
      if (known !== undefined) return known;
      const own = createSchemaDecoder(schema, { sent, received }) as Decoder;
      const decoders = DECODERS.map((it) => (it.id === own.id ? own : it));
      made.set(key, decoders);
      return decoders;
    },
  };
}
