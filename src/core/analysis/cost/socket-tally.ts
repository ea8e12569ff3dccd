import type { Bytes } from "../../units.ts";
import type { HarEntry } from "../../wire/events.ts";
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
  /** Each message as a request of its own with its answer. */
  readonly asRequestsBytes: Bytes;
  /** Their headers are those of the connection's own handshake, and not only likely ones. */
  readonly headersKnown: boolean;
}

/** Counts the messages of one connection. */
export interface SocketTally {
  readonly messages: number;
  add(size: Bytes, fromPage: boolean, nameLength: Bytes, idLength: Bytes): void;
  /** `handshake` is the connection's own, where it is known. */
  cost(handshake: HarEntry | null): SocketCost;
}

/** A request of a browser with a session's cookie, and a short answer, in HTTP/1.1; used where no headers were recorded. */
const LIKELY_HEADERS: Bytes = 700;
const DATA_LINE: Bytes = "data: \n\n".length;
const EVENT_LINE: Bytes = "event: \n".length;
const ID_LINE: Bytes = "id: \n".length;

/** Creates an empty tally, of a WebSocket or else of an event stream. */
export function createSocketTally(isSocket: boolean): SocketTally {
  let messages = 0;
  let payloadBytes = 0;
  let overheadBytes = 0;
  let exact = true;
  return {
    get messages() {
      return messages;
    },
    add(size, fromPage, nameLength, idLength) {
      messages += 1;
      payloadBytes += size;
      if (isSocket) {
        overheadBytes += frameHeaderBytes(size, fromPage);
        if (size > ONE_FRAME_BYTES) exact = false;
      } else {
        const name = nameLength === 0 ? 0 : EVENT_LINE + nameLength;
        overheadBytes += DATA_LINE + name + (idLength === 0 ? 0 : ID_LINE + idLength);
      }
    },
    cost(handshake) {
      const headers = handshake === null ? LIKELY_HEADERS : headersOf(handshake);
      const asRequestsBytes = payloadBytes + messages * headers;
      return {
        messages,
        payloadBytes,
        overheadBytes,
        exact,
        asRequestsBytes,
        headersKnown: handshake !== null,
      };
    },
  };
}

/** A handshake's headers without what only a handshake has, and the shortest answer. */
function headersOf({ request }: HarEntry): Bytes {
  const headers = (request.headers ?? []).filter(
    ({ name }) => !/^(sec-websocket.*|upgrade|connection)$/i.test(name),
  );
  const asked = requestHeadBytes({ method: "GET", url: request.url.replace(/^ws/i, "http"), headers });
  const answered = responseHeadBytes({ status: 200, statusText: "OK", headers: [] });
  return asked + answered + bytesOf("Content-Length: 100\r\n");
}
