/** How a streamed body is divided into events. */
export type StreamFormat = "sse" | "json-lines" | "json-seq" | "grpc-web" | "grpc-web-text" | "connect";

/** Longer than any media type of a stream; what is longer is none. */
const MAX_TYPE_LENGTH = 100;

const FORMATS: Readonly<Record<string, StreamFormat>> = fromEntries([
  // WHATWG HTML 9.2; the page reads it by itself here, with any method and headers.
  ["text/event-stream", "sse"],
  // JSON Lines and NDJSON have no registered type: these are the ones in use.
  ["application/x-ndjson", "json-lines"],
  ["application/ndjson", "json-lines"],
  ["text/x-ndjson", "json-lines"],
  ["application/jsonl", "json-lines"],
  ["application/x-jsonl", "json-lines"],
  ["application/jsonlines", "json-lines"],
  ["application/x-jsonlines", "json-lines"],
  ["application/json-lines", "json-lines"],
  ["application/stream+json", "json-lines"],
  ["application/x-json-stream", "json-lines"],
  // RFC 7464; also a suffix (RFC 8091), as in application/geo+json-seq.
  ["application/json-seq", "json-seq"],
  // gRPC's PROTOCOL-WEB.md, and the Connect protocol's streaming calls.
  ["application/grpc-web", "grpc-web"],
  ["application/grpc-web-text", "grpc-web-text"],
  ["application/connect", "connect"],
]);

const LOWER: Readonly<Record<string, string>> = fromEntries(
  Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (it) => [it, it.toLowerCase()]),
);

/**
 * How a body of this `Content-Type` is divided into events; null where it is none of the streams that are known.
 * This runs in pages, for each response: it calls nothing that a page can replace.
 */
export function streamFormatOf(contentType: string): StreamFormat | null {
  let type = "";
  let suffix = "";
  for (let index = 0; index < contentType.length && index < MAX_TYPE_LENGTH; index += 1) {
    const sign = contentType[index] as string;
    if (sign === " " || sign === "\t") continue;
    if (sign === ";" || sign === ",") break;
    const lower = LOWER[sign] ?? sign;
    if (lower === "+" || suffix !== "") suffix += lower;
    else type += lower;
  }
  if (suffix === "+json-seq") return "json-seq";
  const format = FORMATS[type + suffix] ?? FORMATS[type];
  // Without a suffix it is no type of Connect's; a suffix of another's type makes another type of it.
  if (suffix === "") return format === "connect" ? null : (format ?? null);
  if (format === "connect" || format === "grpc-web" || format === "grpc-web-text") return format;
  return FORMATS[type + suffix] ?? null;
}

/** Whether the messages of an enveloped stream are JSON, by the suffix of its type. */
export function isJsonType(contentType: string): boolean {
  return /^[^;]*\+json\s*(;|$)/i.test(contentType);
}

/** A dictionary that inherits nothing: a page can put what it likes on `Object.prototype`. */
function fromEntries<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const made = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) made[key] = value;
  return made;
}
