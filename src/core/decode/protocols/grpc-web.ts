import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Carried, Decoder, Part, RawMessage } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { memberOf, readJson, stringOf } from "../json/json-value.ts";
import { toBranch, toLeaf } from "../tree-node.ts";

/** Codes of gRPC (https://grpc.github.io/grpc/core/md_doc_statuscodes.html), by their number. */
const STATUS = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

const MOST_TRAILERS = 200;

/**
 * Messages of gRPC-Web (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md) and of Connect's streams (https://connectrpc.com/docs/protocol). Their five-byte envelopes are
 * taken off where a response is divided into messages; what ends it comes as a message with a name.
 */
export const grpcWeb: Decoder = {
  id: "grpc-web",
  name: "gRPC-Web or Connect",
  possible: ({ kind, inside, contentType }) =>
    kind !== "websocket" && inside.length === 0 && isEnveloped(contentType),
  hint: ({ contentType }) => ({
    weight: 0.95,
    reason: `the content type is ${contentType.slice(0, 60).split(";", 1)[0]}`,
  }),
  vote: () => "silent",
  decode(message) {
    if (message.event.startsWith("trailers")) return [toTrailers(message)];
    if (message.event.startsWith("end-stream")) return [toEnd(message)];
    if (message.event === "compressed")
      return [
        { kind: "message", summary: "compressed, not opened", problem: "it is compressed, and not opened" },
      ];
    return [{ kind: "message", carries: contentOf(message) }];
  },
  split: (message) => (message.event === "" ? [contentOf(message)] : []),
};

/** Whether a response of this type has its messages in envelopes. */
export function isEnveloped(contentType: string): boolean {
  return /^\s*application\/(?:grpc-web|connect\+)/i.test(contentType);
}

function contentOf({ bytes, binary }: RawMessage): Carried {
  return { bytes, binary };
}

/** Headers of HTTP/1, in lower case. */
function toTrailers({ bytes }: RawMessage): Part {
  const trailers = textOf(bytes, 0, Math.min(bytes.length, 64 * 1024))
    .split("\r\n", MOST_TRAILERS)
    .map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, Math.max(0, colon)).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    })
    .filter(([name]) => name !== "");
  const code = Number(trailers.find(([name]) => name === "grpc-status")?.[1] ?? "0");
  const said = trailers.find(([name]) => name === "grpc-message")?.[1] ?? "";
  const status = STATUS[code] ?? `status ${code}`;
  return {
    kind: "trailers",
    event: status,
    failed: code !== 0,
    summary: joinWords("trailers", status, decode(said).slice(0, 160)),
    tree: () =>
      toBranch(
        "",
        status,
        trailers.map(([name, value]) => toLeaf(name, "string", value.slice(0, 200), null, null, () => value)),
      ),
  };
}

/** Messages are percent-encoded. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Connect's EndStreamResponse: JSON, with an error where there was one. */
function toEnd({ bytes }: RawMessage): Part {
  const error = memberOf(readJson(bytes), "error");
  const code = stringOf(memberOf(error, "code"));
  const said = stringOf(memberOf(error, "message"));
  return {
    kind: "end of stream",
    event: code ?? "ok",
    failed: error !== null,
    summary: joinWords("end", code ?? "ok", said?.slice(0, 160) ?? (error === null ? "" : jsonText(error))),
  };
}
