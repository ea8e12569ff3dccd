import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const PAGE = `<!doctype html><meta charset="utf-8"><title>Model</title>
<script>
  window.ask = (path, body = "{}") => {
    fetch(path, { method: "POST", body }).then(async ({ body }) => {
      const reader = body.getReader();
      while (!(await reader.read()).done);
    });
    return true;
  };
</script>`;

const chunk = (delta: object, rest: object = {}) =>
  `data: ${JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    model: "model-1",
    choices: [{ index: 0, delta, finish_reason: null }],
    ...rest,
  })}\n\n`;

const call = (index: number, rest: object) => chunk({ tool_calls: [{ index, ...rest }] });

/** Until it is let go on, a model has thought, and is in the middle of a word. */
const FIRST = [
  chunk({ role: "assistant", content: "" }),
  chunk({ reasoning_content: "They ask for the weather. " }),
  chunk({ reasoning_content: "I need the place first." }),
  chunk({ content: "Let me lo" }),
];
const REST = [
  chunk({ content: "ok that up for you 🌦.\n" }),
  call(0, { id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Łó' } }),
  call(1, { id: "call_2", type: "function", function: { name: "clock", arguments: '{"zone":' } }),
  call(0, { function: { arguments: 'dź","days":3}' } }),
  call(1, { function: { arguments: '"Europe/Warsaw"}' } }),
  chunk({}, { choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] }),
  chunk(
    {},
    {
      choices: [],
      usage: {
        prompt_tokens: 120,
        completion_tokens: 64,
        total_tokens: 184,
        completion_tokens_details: { reasoning_tokens: 20 },
      },
    },
  ),
  "data: [DONE]\n\n",
];

/** What GraphQL delivers piece by piece (`@defer`): the second part waits. */
const graphqlPart = (result: object) =>
  `\r\nContent-Type: application/json; charset=utf-8\r\n\r\n${JSON.stringify(result)}\r\n---`;
const GRAPHQL_FIRST = ["---", graphqlPart({ data: { hello: "world" }, hasNext: true })];
const GRAPHQL_REST = [
  graphqlPart({ incremental: [{ data: { b: "later" }, path: ["fast"] }], hasNext: false }),
  "--\r\n",
];

/** As Gemini streams where nobody asks for events. */
const geminiChunk = (text: string) =>
  JSON.stringify(
    { candidates: [{ content: { role: "model", parts: [{ text }] } }], modelVersion: "m-1" },
    null,
    2,
  );
const ARRAY = [`[${geminiChunk("Good")}`, `\n,\r\n${geminiChunk("morning")}`, "\n]\n"];

/** So that pieces come one by one, as a model's do. */
const PIECE_MS = 40;

/** A server that answers as a language model does, and with messages of Protocol Buffers. */
export interface ModelServer {
  readonly url: string;
  /** Lets the answers go on that have been asked for. */
  goOn(): void;
  close(): Promise<void>;
}

/**
 * Starts it on loopback. A POST to `/v1/chat/completions` streams an answer, whose second half waits, as that of `/graphql` does; to `:streamGenerateContent` a
 * JSON array; to any other path the messages of
 * Protocol Buffers that `messages` are, as gRPC-Web.
 */
export async function startModelServer(messages: readonly Uint8Array[] = []): Promise<ModelServer> {
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const going = new Promise<void>((resolve) => void waiting.push(resolve));
    if (request.method !== "POST") {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    } else if (request.url === "/v1/chat/completions") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      void write(response, FIRST)
        .then(() => going)
        .then(() => write(response, REST))
        .then(() => response.end());
    } else if (request.url === "/graphql") {
      response.writeHead(200, { "content-type": 'multipart/mixed; boundary="-"' });
      void write(response, GRAPHQL_FIRST)
        .then(() => going)
        .then(() => write(response, GRAPHQL_REST))
        .then(() => response.end());
    } else if (request.url?.endsWith(":streamGenerateContent") === true) {
      response.writeHead(200, { "content-type": "application/json; charset=UTF-8" });
      void write(response, ARRAY).then(() => response.end());
    } else {
      response.writeHead(200, { "content-type": "application/grpc-web+proto" });
      for (const it of messages) response.write(Buffer.concat([toEnvelope(0, it), it]));
      const trailers = Buffer.from("grpc-status: 0\r\n");
      response.end(Buffer.concat([toEnvelope(0x80, trailers), trailers]));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    goOn: () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

async function write(response: ServerResponse, parts: readonly string[]): Promise<void> {
  for (const it of parts) {
    if (!response.writable) return;
    response.write(it);
    await new Promise((resolve) => setTimeout(resolve, PIECE_MS));
  }
}

/** What stands before a message of gRPC-Web: flags and length. */
function toEnvelope(flags: number, { length }: Uint8Array): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = flags;
  bytes.writeUInt32BE(length, 1);
  return bytes;
}
