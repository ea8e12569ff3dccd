import type { Preparation } from "../decode/connection-decoder.ts";
import type { DecodedPart } from "../decode/decoded-part.ts";
import type { SessionDecoder } from "./decode-session.ts";
import { summariseParts } from "./summarise-parts.ts";

/** What the reader's own decoders say of rows. They run elsewhere: what is not known yet has to be waited for. */
export interface OwnReadings {
  /** The name of the decoder for a connection, for files and filters; null where there is none. */
  protocolOf(connection: number): string | null;
  /** Changes with the decoders. */
  readonly revision: number;
  /** Of a message on a connection with a decoder: its parts, null where they are left to others; a promise where it has to be found out. */
  partsOf(row: number): readonly DecodedPart[] | null | Promise<void>;
  connectionOf(row: number): number;
}

/** More revisions of a connection's recognition than there are in any session. */
const MOST_REVISIONS = 2 ** 24;

/** A session's decoder that asks the reader's own decoders first. */
export function decodeWithOwn(base: SessionDecoder, own: OwnReadings): SessionDecoder {
  const hasOwn = (row: number) => own.protocolOf(own.connectionOf(row)) !== null;

  function partsOf(row: number): readonly DecodedPart[] | null {
    const parts = hasOwn(row) ? own.partsOf(row) : null;
    if (parts instanceof Promise) throw new Error("This message is still being decoded.");
    return parts;
  }

  return {
    ...base,
    protocolOf: (connection) => own.protocolOf(connection.id) ?? base.protocolOf(connection),
    revisionOf(connection) {
      const revision = base.revisionOf(connection);
      return revision === null || own.protocolOf(connection) === null
        ? revision
        : revision + (own.revision + 1) * MOST_REVISIONS;
    },
    partsOf: (row) => partsOf(row) ?? base.partsOf(row),
    meaningOf(row) {
      const parts = partsOf(row);
      return parts === null ? base.meaningOf(row) : summariseParts(parts);
    },
    prepare(row, steps): Preparation {
      // What is left to others needs them, and of an answer that is there nobody else is asked.
      const prepared = base.prepare(row, steps);
      if (!prepared.ready || !hasOwn(row)) return prepared;
      const parts = own.partsOf(row);
      return parts instanceof Promise ? { ready: false, missing: [], wait: parts } : prepared;
    },
  };
}
