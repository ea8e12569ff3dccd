import { exactText } from "../export/exact-text.ts";
import { createByteBuffer } from "./byte-buffer.ts";
import { jsonProblem } from "./json-problem.ts";
import type { StreamParser, StreamProblem, StreamSink } from "./stream-parser.ts";

const HEADER_BYTES = 5;
const COMPRESSED = 0x01;

/** What an envelope's flags can say beside that a message is compressed. */
export interface EnvelopeEnd {
  readonly flag: number;
  readonly name: string;
}

/** gRPC-Web (PROTOCOL-WEB.md): a frame of trailers, as HTTP/1 headers. */
export const GRPC_WEB_END: EnvelopeEnd = { flag: 0x80, name: "trailers" };
/** Connect's EndStreamResponse: JSON. */
export const CONNECT_END: EnvelopeEnd = { flag: 0x02, name: "end-stream" };

type EnvelopeState = Partial<{
  header: Uint8Array;
  body: Uint8Array;
  flags: number;
  size: number;
  inBody: boolean;
  firstChunk: number;
}>;

/**
 * Messages with five bytes before each: flags, and the length as a big-endian 32-bit number (gRPC-Web, Connect). A payload is
 * what follows these five. `json`: messages are JSON, not binary.
 */
export function parseEnvelopes(
  sink: StreamSink,
  end: EnvelopeEnd,
  json: boolean,
  saved: EnvelopeState = {},
): StreamParser {
  const header = createByteBuffer(saved.header);
  const body = createByteBuffer(saved.body);
  let { flags = 0, size = 0, inBody = false, firstChunk = 1 } = saved;

  function take(ending: StreamProblem | null): void {
    const payload = body.take();
    const isEnd = (flags & end.flag) !== 0;
    const compressed = (flags & COMPRESSED) !== 0;
    const unknown = (flags & ~(end.flag | COMPRESSED)) !== 0;
    const isJson = isEnd ? end === CONNECT_END : json;
    const binary = compressed || !(isJson || isEnd);
    const name = [isEnd ? end.name : "", compressed ? "compressed" : ""].filter((it) => it !== "").join(" ");
    const misshapen = binary
      ? null
      : isJson
        ? jsonProblem(payload)
        : exactText(payload) === null
          ? "not-utf8"
          : null;
    const problem = ending ?? (unknown ? "unknown-flags" : misshapen);
    sink.event({ name, id: "", payload, size, binary, firstChunk, problem });
    inBody = false;
  }

  function readHeader(): void {
    const bytes = header.take();
    flags = bytes[0] as number;
    size = new DataView(bytes.buffer).getUint32(1);
    inBody = true;
    if (size === 0) take(null);
  }

  return {
    feed(bytes, chunk) {
      let index = 0;
      while (index < bytes.length) {
        if (!inBody) {
          if (header.length === 0) firstChunk = chunk;
          const until = Math.min(bytes.length, index + HEADER_BYTES - header.length);
          header.append(bytes, index, until);
          index = until;
          if (header.length === HEADER_BYTES) readHeader();
        } else {
          const until = Math.min(bytes.length, index + size - body.length);
          body.append(bytes, index, until);
          index = until;
          if (body.length === size) take(null);
        }
      }
    },
    end(problem) {
      if (inBody) take(problem);
      else if (header.length > 0) {
        const payload = header.take();
        sink.event({ name: "", id: "", payload, size: HEADER_BYTES, binary: true, firstChunk, problem });
      }
    },
    save: () => ({ header: header.copy(), body: body.copy(), flags, size, inBody, firstChunk }),
  };
}
