import { type ConnectionDecoder, createConnectionDecoder } from "../decode/connection-decoder.ts";
import type { DecodedPart } from "../decode/decoded-part.ts";
import type { ConnectionFacts } from "../decode/decoder.ts";
import { DECODERS } from "../decode/registry.ts";
import { rowsByConnection } from "../export/rows-by-connection.ts";
import type { Connection } from "../model/connection.ts";
import { ROW_MESSAGE } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../wire/batch.ts";

/** What the messages of a whole session mean. */
export interface SessionDecoder {
  /** The innermost protocol that a connection was found to speak; null where none was. */
  protocolOf(connection: Connection): string | null;
  /** The protocol messages in a row; none where its connection is not known. */
  partsOf(row: number): readonly DecodedPart[];
}

/** Creates it for a session that does not grow any more. */
export function decodeSession(session: Session): SessionDecoder {
  const { log } = session;
  const messages = rowsByConnection(session).map((rows) =>
    rows.filter((row) => log.kind.get(row) === ROW_MESSAGE),
  );
  const indexes = new Uint32Array(log.length);
  for (const rows of messages) for (const [index, row] of rows.entries()) indexes[row] = index;
  const decoders = session.connections.map((connection) =>
    decoderOf(session, connection, messages[connection.id]),
  );

  return {
    protocolOf: ({ id }) => decoders[id - 1]?.recognition().claims.at(-1)?.decoder.id ?? null,
    partsOf: (row) => decoders[log.connection.get(row) - 1]?.decode(indexes[row] as number) ?? [],
  };
}

function decoderOf(
  session: Session,
  connection: Connection,
  rows: Uint32Array = new Uint32Array(),
): ConnectionDecoder {
  const { log } = session;
  return createConnectionDecoder(
    {
      facts: factsOf(connection),
      count: rows.length,
      message(index) {
        const row = rows[index] as number;
        const bytes = session.payload(row);
        const flags = log.flags.get(row);
        return {
          index,
          received: (flags & FLAG_RECEIVED) !== 0,
          bytes,
          binary: (flags & FLAG_BINARY) !== 0,
          cut: bytes.length < log.size.get(row),
          event: session.eventName(row),
        };
      },
    },
    DECODERS,
  );
}

function factsOf({ kind, url, protocol, stream }: Connection): ConnectionFacts {
  return { kind, url, subprotocol: protocol ?? "", contentType: stream?.contentType ?? "", inside: [] };
}
