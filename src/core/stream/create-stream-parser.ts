import { exactText } from "../export/exact-text.ts";
import { isJsonType, streamFormatOf } from "../wire/stream-format.ts";
import { decodeBase64Stream } from "./decode-base64-stream.ts";
import { CONNECT_END, GRPC_WEB_END, parseEnvelopes } from "./parse-envelopes.ts";
import { parseEventStream } from "./parse-event-stream.ts";
import { parseJsonArray } from "./parse-json-array.ts";
import { parseJsonLines } from "./parse-json-lines.ts";
import { parseJsonSequence } from "./parse-json-sequence.ts";
import { parseMultipart } from "./parse-multipart.ts";
import { parseTextLines } from "./parse-text-lines.ts";
import type { ParserState, StreamParser, StreamProblem, StreamSink } from "./stream-parser.ts";

/**
 * Creates the parser of a stream by its `Content-Type`. `resumed`: bytes before the first that it will get are missing. Where
 * nothing can be told apart, each chunk is one event. `saved` is what an earlier parser of the same stream had begun.
 */
export function createStreamParser(
  contentType: string,
  sink: StreamSink,
  resumed: boolean,
  saved: ParserState = {},
): StreamParser {
  switch (streamFormatOf(contentType)) {
    case "sse":
      return parseEventStream(sink, resumed, saved);
    case "json-lines":
      return parseJsonLines(sink, resumed, saved);
    case "json-seq":
      return parseJsonSequence(sink, resumed, saved);
    case "grpc-web":
      return resumed
        ? passChunks(sink, "unframed")
        : parseEnvelopes(sink, GRPC_WEB_END, isJsonType(contentType), saved);
    case "grpc-web-text": {
      if (resumed) return passChunks(sink, "unframed");
      const { inner = {} } = saved as { inner?: ParserState };
      const envelopes = parseEnvelopes(sink, GRPC_WEB_END, isJsonType(contentType), inner);
      return decodeBase64Stream(envelopes, sink, saved);
    }
    case "connect":
      return resumed
        ? passChunks(sink, "unframed")
        : parseEnvelopes(sink, CONNECT_END, isJsonType(contentType), saved);
    case "multipart":
      return parseMultipart(contentType, sink, resumed, saved);
    case null:
      // Only such answers of these types are taken for streams as are some: see `isStreamedBody`.
      if (/^\s*text\/plain\b/i.test(contentType)) return parseTextLines(sink, saved);
      if (!/^\s*application\/json\b/i.test(contentType)) return passChunks(sink, null);
      return resumed ? passChunks(sink, "unframed") : parseJsonArray(sink, saved);
  }
}

function passChunks(sink: StreamSink, problem: StreamProblem | null): StreamParser {
  return {
    feed(bytes, firstChunk) {
      const binary = exactText(bytes) === null;
      sink.event({ name: "", id: "", payload: bytes, size: bytes.length, binary, firstChunk, problem });
    },
    end() {},
    save: () => ({}),
  };
}
