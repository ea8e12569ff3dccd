import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { beginStream, formatEvent, writeRecorded } from "./event-stream.ts";
import type { LedgerBook } from "./ledger.ts";
import { toAbsoluteUrl } from "./record-request.ts";

/** About 30 tokens a second, a language model's pace. */
const TOKEN_MS = 33;
/** Every so many tokens an event is written in two halves, cut inside a character, as networks do. */
const SPLIT_EVERY = 10;
const MAX_PROMPT_BYTES = 65_536;

const ANSWER = (
  "Real-time pages keep a line open and talk over it 📡 . Some of them ask again and again , zażółć gęślą jaźń , " +
  "some wait for an answer that takes its time , and some are simply told : 行情 , 消息 , 通知 . " +
  "A good tool shows which of these a page does , how often , how large , and what it costs 🧾 ."
).split(" ");

/** The feed's two routes. */
export interface TokenFeed {
  /** `POST /tokens`: a stream of tokens to fetch, `?format=sse` (the default) or `ndjson`. */
  serve(request: IncomingMessage, response: ServerResponse, url: URL): void;
  /** `POST /tokens/stop?client=…`: the answer is cut short, but ends as every answer does. */
  stop(request: IncomingMessage, response: ServerResponse, url: URL): void;
}

/** Creates the streamed token feed. */
export function createTokenFeed(book: LedgerBook): TokenFeed {
  const running = new Map<string, () => void>();

  return {
    serve(request, response, url) {
      let promptBytes = 0;
      request.on("data", (chunk: Buffer) => {
        promptBytes += chunk.length;
        if (promptBytes > MAX_PROMPT_BYTES) request.destroy();
      });
      request.once("end", () => {
        const client = url.searchParams.get("client") ?? randomUUID();
        const finish = stream(request, response, url.searchParams.get("format") === "ndjson", book);
        running.set(client, finish);
        response.once("close", () => running.delete(client));
      });
    },

    stop(_request, response, url) {
      running.get(url.searchParams.get("client") ?? "")?.();
      response.writeHead(204);
      response.end();
    },
  };
}

/** Streams one answer; the result ends it early. */
function stream(
  request: IncomingMessage,
  response: ServerResponse,
  isNdjson: boolean,
  book: LedgerBook,
): () => void {
  const connection = book.openConnection("fetch-stream", toAbsoluteUrl(request, "http"));
  beginStream(response, isNdjson ? "application/x-ndjson" : "text/event-stream");

  const write = (data: string, isSplit: boolean): void => {
    const bytes = Buffer.from(isNdjson ? `${data}\n` : formatEvent({ data }));
    const cut = isSplit ? findCut(bytes) : 0;
    if (cut > 0 && response.writable) response.write(bytes.subarray(0, cut));
    const sendRest = (): void => {
      const event = isNdjson ? { data } : { data, eventName: "message", eventId: "" };
      writeRecorded(response, bytes.subarray(cut), connection, event);
    };
    // The next turn of the loop: the halves leave in two writes.
    if (cut > 0) setImmediate(sendRest);
    else sendRest();
  };

  let index = 0;
  const finish = (): void => {
    if (!response.writable || response.writableEnded) return;
    clearInterval(timer);
    // After a half that may still be under way.
    setImmediate(() => {
      write(isNdjson ? '{"done":true}' : "[DONE]", false);
      response.end();
    });
  };
  const timer = setInterval(() => {
    const token = ANSWER[index];
    if (token === undefined) return finish();
    write(JSON.stringify({ index, token: `${token} ` }), index % SPLIT_EVERY === SPLIT_EVERY - 1);
    index += 1;
  }, TOKEN_MS);
  response.once("close", () => {
    clearInterval(timer);
    connection.close(null);
  });
  return finish;
}

/** Inside the first multi-byte character, or in the middle when there is none. */
function findCut(bytes: Buffer): number {
  const continuation = bytes.findIndex((byte) => (byte & 0xc0) === 0x80);
  return continuation > 0 ? continuation : Math.floor(bytes.length / 2);
}
