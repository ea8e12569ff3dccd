import type { IncomingMessage, ServerResponse } from "node:http";
import { beginStream, formatEvent } from "./event-stream.ts";
import type { LedgerBook, OpenConnection } from "./ledger.ts";
import { toAbsoluteUrl } from "./record-request.ts";

/** Long enough that what is written leaves by itself, short enough that nobody waits. */
const PIECE_MS = 15;

type Message = Parameters<OpenConnection["record"]>[0];
interface Written {
  readonly bytes: Buffer;
  readonly message: Message;
}

const TEXTS = ['{"n":1}', '{"text":"zażółć gęślą jaźń 🐢"}', '["行情","消息"]', "4", '{"last":true}'];

/** How each format writes a text; a binary one has it as bytes. */
const FORMATS: Readonly<Record<string, { type: string; write: () => Written[] }>> = {
  sse: {
    type: "text/event-stream",
    write: () => [
      ...TEXTS.map((data, index) => {
        const event = index % 2 === 0 ? { data, id: `${index}` } : { data, name: "price" };
        const eventId = `${index - (index % 2)}`;
        return written(`: heartbeat\n\n${formatEvent(event)}`, {
          data,
          eventName: event.name ?? "message",
          eventId,
        });
      }),
    ],
  },
  crlf: {
    type: "text/event-stream",
    write: () =>
      TEXTS.map((data) => written(`data: ${data}\r\n\r\n`, { data, eventName: "message", eventId: "" })),
  },
  ndjson: { type: "application/x-ndjson", write: () => TEXTS.map((data) => written(`${data}\n`, { data })) },
  "json-seq": {
    type: "application/json-seq",
    write: () => TEXTS.map((data) => written(`\x1e${data}\n`, { data })),
  },
  "grpc-web": {
    type: "application/grpc-web+proto",
    write: () => [
      ...TEXTS.map((text) => enveloped(0, Buffer.from(text), "binary")),
      enveloped(0x80, Buffer.from("grpc-status: 0\r\n"), "text"),
    ],
  },
  "grpc-web-text": {
    type: "application/grpc-web-text+proto",
    write: () =>
      [
        ...TEXTS.map((text) => enveloped(0, Buffer.from(text), "binary")),
        enveloped(0x80, Buffer.from("grpc-status: 0\r\n"), "text"),
      ].map(({ bytes, message }) => ({ bytes: Buffer.from(bytes.toString("base64")), message })),
  },
  connect: {
    type: "application/connect+json",
    write: () => [
      ...TEXTS.map((text) => enveloped(0, Buffer.from(text), "text")),
      enveloped(2, Buffer.from("{}"), "text"),
    ],
  },
};

function written(text: string, message: Pick<Message, "data" | "eventName" | "eventId">): Written {
  return { bytes: Buffer.from(text), message: { direction: "received", type: "text", ...message } };
}

function enveloped(flags: number, body: Buffer, type: "text" | "binary"): Written {
  const head = Buffer.alloc(5);
  head[0] = flags;
  head.writeUInt32BE(body.length, 1);
  const data = type === "text" ? body.toString() : body.toString("base64");
  return { bytes: Buffer.concat([head, body]), message: { direction: "received", type, data } };
}

/** Creates `GET /formats?format=…`: a short stream of each format, every message of it cut in two. */
export function createFormatsHandler(book: LedgerBook) {
  return (request: IncomingMessage, response: ServerResponse, url: URL): void => {
    const format = FORMATS[url.searchParams.get("format") ?? ""];
    if (format === undefined) {
      response.writeHead(404).end();
      return;
    }
    const connection = book.openConnection("fetch-stream", toAbsoluteUrl(request, "http"));
    response.once("close", () => connection.close(null));
    beginStream(response, format.type);
    const messages = format.write();
    const bytes = Buffer.concat(messages.map((it) => it.bytes));
    for (const { message } of messages) connection.record(message);
    let from = 0;
    // Pieces that end where no message does, and within characters.
    const timer = setInterval(() => {
      const until = Math.min(bytes.length, from + 23);
      if (until > from) response.write(bytes.subarray(from, until));
      else response.end();
      if (from === bytes.length || response.destroyed) clearInterval(timer);
      from = until;
    }, PIECE_MS);
  };
}
