import { exactText } from "../export/exact-text.ts";
import { isJsonType, streamFormatOf } from "../wire/stream-format.ts";
import { decodeBase64Stream } from "./decode-base64-stream.ts";
import { CONNECT_END, GRPC_WEB_END, parseEnvelopes } from "./parse-envelopes.ts";
import { parseEventStream } from "./parse-event-stream.ts";
import { parseJsonLines } from "./parse-json-lines.ts";
import { parseJsonSequence } from "./parse-json-sequence.ts";
import type { StreamParser, StreamProblem, StreamSink } from "./stream-parser.ts";

/**
 * Creates the parser of a stream by its `Content-Type`. `resumed`: bytes before the first that it will get are missing. Where
 * nothing can be told apart, each chunk is one event.
 */
export function createStreamParser(contentType: string, sink: StreamSink, resumed: boolean): StreamParser {
  switch (streamFormatOf(contentType)) {
    case "sse":
      return parseEventStream(sink, resumed);
    case "json-lines":
      return parseJsonLines(sink, resumed);
    case "json-seq":
      return parseJsonSequence(sink, resumed);
    case "grpc-web":
      return resumed
        ? passChunks(sink, "unframed")
        : parseEnvelopes(sink, GRPC_WEB_END, isJsonType(contentType));
    case "grpc-web-text": {
      if (resumed) return passChunks(sink, "unframed");
      return decodeBase64Stream(parseEnvelopes(sink, GRPC_WEB_END, isJsonType(contentType)), sink);
    }
    case "connect":
      return resumed
        ? passChunks(sink, "unframed")
        : parseEnvelopes(sink, CONNECT_END, isJsonType(contentType));
    case null:
      return passChunks(sink, null);
  }
}

function passChunks(sink: StreamSink, problem: StreamProblem | null): StreamParser {
  return {
    feed(bytes, firstChunk) {
      const binary = exactText(bytes) === null;
      sink.event({ name: "", id: "", payload: bytes, size: bytes.length, binary, firstChunk, problem });
    },
    end() {},
  };
}
