import {
  createStack,
  type DecoderStack,
  decodeStack,
  followStack,
  type StackState,
} from "../decode/decode-stack.ts";
import type { DecodedPart } from "../decode/decoded-part.ts";
import type { RawMessage } from "../decode/decoder.ts";
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
  /** It was looked at. */
  end(): void;
}

interface Followed {
  /** Of what it depends how it begins. */
  readonly key: string;
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

  return {
    know(connection, { kind, url, protocol, contentType, speaks }) {
      const ids = speaks?.map(({ id }) => id) ?? [];
      const decoders = ids.map((id) => DECODERS.find((it) => it.id === id)).filter((it) => it !== undefined);
      const facts = { kind, url, subprotocol: protocol ?? "", contentType, inside: [] };
      const key = [url, ...ids].join(" ");
      if (followed.get(connection)?.key === key) return;
      const { stack, start } = createStack(decoders, facts);
      followed.set(connection, { key, stack, start, state: start, next: 0, kept: new Map() });
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
    parts() {
      return current === null ? NONE : decodeStack(current.of.stack, current.before, current.message);
    },
    end() {
      if (current !== null && follows) {
        current.of.state = followStack(current.of.stack, current.before, current.message);
      }
      current = null;
    },
  };
}
