import { indexOf, sliceText, toLowerCase, trim } from "./intrinsics.ts";

/** How a streamed body is divided into events. */
export type StreamFormat =
  | "sse"
  | "json-lines"
  | "json-seq"
  | "grpc-web"
  | "grpc-web-text"
  | "connect"
  | "multipart";

/**
 * Subtypes of streams; a plus after a name stands for any suffix, one before a name for any name before it. One text, and no formats, for it stands
 * in what every frame's relay gets, and every worker.
 */
const STREAMS =
  // WHATWG HTML 9.2; the page reads it by itself here, with any method and headers.
  " event-stream" +
  // JSON Lines and NDJSON have no registered type: these are the ones in use, under application and text.
  " ndjson x-ndjson jsonl x-jsonl jsonlines x-jsonlines json-lines stream+json x-json-stream" +
  // RFC 7464; also a suffix (RFC 8091), as in application/geo+json-seq.
  " json-seq +json-seq" +
  // gRPC's PROTOCOL-WEB.md, with or without a suffix.
  " grpc-web grpc-web-text grpc-web+ grpc-web-text+" +
  // The Connect protocol's streaming calls, which have one.
  " connect+" +
  // RFC 2046: what GraphQL sends piece by piece, and cameras. Other multipart types hold files, or the answer to a range.
  " mixed x-mixed-replace ";

/** By the names in `STREAMS`. */
const FORMATS: readonly (readonly [RegExp, StreamFormat])[] = [
  [/event-stream/, "sse"],
  [/json-seq/, "json-seq"],
  [/json/, "json-lines"],
  [/grpc-web-text/, "grpc-web-text"],
  [/grpc-web/, "grpc-web"],
  [/connect/, "connect"],
  [/mixed/, "multipart"],
];

/**
 * Which of the streams that are known has this `Content-Type`; "" is none of them.
 * This runs in a frame's relay for each response, and in workers: it calls nothing that a page can replace.
 */
export function streamNameOf(contentType: string): string {
  // Of a header that was sent twice the first is taken.
  const type = toLowerCase(trim(before(before(contentType, ";"), ",")));
  const name = sliceText(type, indexOf(type, "/") + 1);
  const base = before(name, "+");
  const suffix = sliceText(name, base.length);
  return known(name) || (suffix && (known(`${base}+`) || known(suffix)));
}

/** It is looked for with what stands around it, so that no part of a name is one. */
function known(name: string): string {
  return indexOf(STREAMS, ` ${name} `) < 0 ? "" : name;
}

/** How a body of this `Content-Type` is divided into events; null where it is none of the streams that are known. */
export function streamFormatOf(contentType: string): StreamFormat | null {
  const name = streamNameOf(contentType);
  return name === "" ? null : (FORMATS.find(([pattern]) => pattern.test(name))?.[1] ?? null);
}

function before(text: string, sign: string): string {
  const end = indexOf(text, sign);
  return end < 0 ? text : sliceText(text, 0, end);
}

/** Whether the messages of an enveloped stream are JSON, by the suffix of its type. */
export function isJsonType(contentType: string): boolean {
  return /^[^;]*\+json\s*(;|$)/i.test(contentType);
}
