import {
  createStack,
  type DecoderStack,
  decodeStack,
  followStack,
  type StackState,
} from "../decode/decode-stack.ts";
import type { DecodedPart } from "../decode/decoded-part.ts";
import type { Decoder, RawMessage } from "../decode/decoder.ts";
import { toFieldValues } from "../decode/proto/field-values.ts";
import { createSchemaDecoder } from "../decode/proto/schema-decoder.ts";
import type { MessageSchema } from "../decode/proto/schema-within.ts";
import { DECODERS } from "../decode/registry.ts";
import type { ConnectionFacts } from "./match-row.ts";

/** Messages that were still coming when they were read: more at once than any page has. */
const MOST_KEPT = 1000;

const NONE: readonly DecodedPart[] = [];

/**
 * Decodes the messages of connections that come one after the other, each connection's from its first on: what has to be
 * remembered of those before is followed along. A connection begins anew with its first message.
 */
export interface ScanDecoder {
  /** What a connection is, or that it is something else than was said before. */
  know(connection: number, facts: ConnectionFacts): void;
  /** The next message. One that is not complete may come again. */
  begin(connection: number, message: RawMessage, isPartial: boolean): void;
  /** The protocol messages in it. */
  parts(): readonly DecodedPart[];
  /** Of those that were read by a schema the values of their fields. */
  fields(): readonly unknown[];
  /** It was looked at. */
  end(): void;
}

interface Followed {
  /** Of what it depends how it begins. */
  readonly key: string;
  readonly schema: MessageSchema | null;
  readonly stack: DecoderStack;
  readonly start: StackState;
  state: StackState;
  next: number;
  /** The states before messages that were not complete. */
  readonly kept: Map<number, StackState>;
}

/** Creates it; it knows of no connection. */
export function createScanDecoder(): ScanDecoder {
  const followed = new Map<number, Followed>();
  let current: { readonly of: Followed; readonly message: RawMessage; readonly before: StackState } | null =
    null;
  let follows = false;

  const parts = () =>
    current === null ? NONE : decodeStack(current.of.stack, current.before, current.message);

  return {
    know(connection, { kind, url, protocol, contentType, speaks, schema = null }) {
      const ids = speaks?.map(({ id }) => id) ?? [];
      const own = schema === null ? null : createSchemaDecoder(schema.schema, schema.types);
      const decoders = ids
        .map((id) => (own?.id === id ? (own as Decoder) : DECODERS.find((it) => it.id === id)))
        .filter((it) => it !== undefined);
      const facts = { kind, url, subprotocol: protocol ?? "", contentType, inside: [] };
      const key = [url, ...ids].join(" ");
      const before = followed.get(connection);
      if (before?.key === key && before.schema === schema) return;
      const { stack, start } = createStack(decoders, facts);
      followed.set(connection, { key, schema, stack, start, state: start, next: 0, kept: new Map() });
    },
    begin(connection, message, isPartial) {
      const of = followed.get(connection);
      current = null;
      if (of === undefined) return;
      const { index } = message;
      const { kept } = of;
      if (index === 0) {
        of.state = of.start;
        of.next = 0;
      }
      follows = index >= of.next && of.stack.remembering > 0;
      const before = follows ? of.state : (kept.get(index) ?? of.state);
      if (follows) of.next = index + 1;
      if (follows && isPartial && kept.size < MOST_KEPT) kept.set(index, before);
      // What is remembered of it may be its bytes, and their memory is used again for the next block.
      current = { of, message: follows ? { ...message, bytes: message.bytes.slice() } : message, before };
    },
    parts,
    fields() {
      const of = current?.of.schema ?? null;
      if (current === null || of === null) return NONE;
      const type = current.message.received ? of.types.received : of.types.sent;
      if (type === null) return NONE;
      return parts()
        .filter(({ protocols }) => protocols.at(-1) === "protobuf")
        .map((it) => toFieldValues(of.schema, type, it.tree()));
    },
    end() {
      if (current !== null && follows) {
        current.of.state = followStack(current.of.stack, current.before, current.message);
      }
      current = null;
    },
  };
}
