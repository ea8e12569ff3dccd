import type { Connection } from "../../model/connection.ts";
import type { Session } from "../../model/session.ts";
import type { Bytes } from "../../units.ts";
import { FLAG_RECEIVED } from "../../wire/batch.ts";
import { frameHeaderBytes, ONE_FRAME_BYTES } from "./frame-bytes.ts";
import { bytesOf, requestHeadBytes, responseHeadBytes } from "./header-bytes.ts";

/** What a WebSocket or an event stream took on the wire, and what its messages would have taken as requests. */
export interface SocketCost {
  readonly messages: number;
  readonly payloadBytes: Bytes;
  /** Frame headers; of an event stream the fields' names and line breaks. */
  readonly overheadBytes: Bytes;
  /** False where messages above 16 KiB may have come in more frames: then it is at least this. */
  readonly exact: boolean;
  /** permessage-deflate was negotiated: payloads are fewer bytes on the wire than this. */
  readonly compressed: boolean;
  /** Each message as a request of its own with its answer. */
  readonly asRequestsBytes: Bytes;
  /** The headers are those of the connection's own handshake, and not only likely ones. */
  readonly headersKnown: boolean;
}

/** A request of a browser with a session's cookie, and a short answer, in HTTP/1.1; used where no headers were recorded. */
const LIKELY_HEADERS: Bytes = 700;
/** `event: `, `id: ` and the line breaks are counted by their names; `data: ` by one line. */
const DATA_LINE: Bytes = "data: \n\n".length;

/** Measures a connection by the rows of its messages. */
export function measureSocketCost(session: Session, connection: Connection, rows: Uint32Array): SocketCost {
  const { log } = session;
  const isSocket = connection.kind === "websocket";
  let payloadBytes = 0;
  let overheadBytes = 0;
  let exact = true;
  for (const row of rows) {
    const size = log.size.get(row);
    payloadBytes += size;
    if (size > ONE_FRAME_BYTES) exact = false;
    if (isSocket) overheadBytes += frameHeaderBytes(size, (log.flags.get(row) & FLAG_RECEIVED) === 0);
    else {
      const name = log.nameLength.get(row);
      const id = log.idLength.get(row);
      overheadBytes += DATA_LINE + (name === 0 ? 0 : name + 8) + (id === 0 ? 0 : id + 5);
    }
  }
  const headers = headersOf(session, connection);
  return {
    messages: rows.length,
    payloadBytes,
    overheadBytes,
    exact,
    compressed: /permessage-deflate/.test(connection.extensions ?? ""),
    asRequestsBytes: payloadBytes + rows.length * (headers ?? LIKELY_HEADERS),
    headersKnown: headers !== null,
  };
}

/** A request's and an answer's headers, from the handshake without what only a handshake has. */
function headersOf(session: Session, { handshake }: Connection): Bytes | null {
  if (handshake === null) return null;
  const record = session.record(handshake);
  if (record?.type !== "handshake") return null;
  const { request } = record.entry;
  const headers = (request.headers ?? []).filter(
    ({ name }) => !/^(sec-websocket|upgrade$|connection$)/i.test(name),
  );
  const asked = requestHeadBytes({ method: "GET", url: request.url.replace(/^ws/i, "http"), headers });
  return (
    asked +
    responseHeadBytes({ status: 200, statusText: "OK", headers: [] }) +
    bytesOf("Content-Length: 100\r\n")
  );
}
