import { indexOf, sliceText, toLowerCase, trim } from "./intrinsics.ts";

/** How a streamed body is divided into events. */
export type StreamFormat = "sse" | "json-lines" | "json-seq" | "grpc-web" | "grpc-web-text" | "connect";

/** By media type; without a prototype, for a page can put what it likes on that of others. */
const FORMATS: Readonly<Record<string, StreamFormat>> = {
  __proto__: null as never,
  // WHATWG HTML 9.2; the page reads it by itself here, with any method and headers.
  "text/event-stream": "sse",
  // JSON Lines and NDJSON have no registered type: these are the ones in use.
  "application/x-ndjson": "json-lines",
  "application/ndjson": "json-lines",
  "text/x-ndjson": "json-lines",
  "application/jsonl": "json-lines",
  "application/x-jsonl": "json-lines",
  "application/jsonlines": "json-lines",
  "application/x-jsonlines": "json-lines",
  "application/json-lines": "json-lines",
  "application/stream+json": "json-lines",
  "application/x-json-stream": "json-lines",
  // RFC 7464; also a suffix (RFC 8091), as in application/geo+json-seq.
  "application/json-seq": "json-seq",
  "+json-seq": "json-seq",
  // gRPC's PROTOCOL-WEB.md, with or without a suffix.
  "application/grpc-web": "grpc-web",
  "application/grpc-web-text": "grpc-web-text",
  "application/grpc-web+": "grpc-web",
  "application/grpc-web-text+": "grpc-web-text",
  // The Connect protocol's streaming calls, which have one.
  "application/connect+": "connect",
};

/**
 * How a body of this `Content-Type` is divided into events; null where it is none of the streams that are known.
 * This runs in pages, for each response: it calls nothing that a page can replace.
 */
export function streamFormatOf(contentType: string): StreamFormat | null {
  // Of a header that was sent twice the first is taken.
  const type = toLowerCase(trim(before(before(contentType, ";"), ",")));
  const base = before(type, "+");
  const suffix = sliceText(type, base.length);
  return FORMATS[type] ?? (suffix === "" ? null : (FORMATS[`${base}+`] ?? FORMATS[suffix] ?? null));
}

function before(text: string, sign: string): string {
  const end = indexOf(text, sign);
  return end < 0 ? text : sliceText(text, 0, end);
}

/** Whether the messages of an enveloped stream are JSON, by the suffix of its type. */
export function isJsonType(contentType: string): boolean {
  return /^[^;]*\+json\s*(;|$)/i.test(contentType);
}
