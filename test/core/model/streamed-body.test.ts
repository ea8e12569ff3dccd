import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/core/analysis/report.ts";
import { importFile } from "../../../src/core/export/import-file.ts";
import { toHar } from "../../../src/core/export/to-har.ts";
import { toSessionFile } from "../../../src/core/export/to-session-file.ts";
import { createSession, type Session } from "../../../src/core/model/session.ts";

const GEMINI = "https://api.example/v1beta/models/gemini-pro:streamGenerateContent?key=k";
const chunk = (text: string) =>
  `{\n  "candidates": [{"content": {"parts": [{"text": "${text}"}]}}],\n  "modelVersion": "m"\n}`;
const STREAMED = `[${chunk("Hel")}\n,\r\n${chunk("lo")}\n,\r\n${chunk("!")}\n]\n`;

function entryOf(url: string, text: string, mimeType = "application/json; charset=UTF-8") {
  return {
    startedDateTime: "2026-11-22T10:00:00.000Z",
    time: 900,
    request: { method: "POST", url, headers: [], postData: { mimeType: "application/json", text: "{}" } },
    response: {
      status: 200,
      headers: [{ name: "Content-Type", value: mimeType }],
      content: { size: text.length, mimeType, text },
    },
    timings: { send: 0, wait: 100, receive: 800 },
  };
}

async function read(text: string): Promise<Session> {
  const session = createSession();
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  await importFile(
    bytes(),
    (batch) => void session.accept(batch),
    () => bytes(),
  );
  return session;
}

const har = (...entries: object[]) =>
  read(JSON.stringify({ log: { version: "1.2", creator: { name: "x", version: "1" }, entries } }));

function shown(session: Session) {
  const { connections, messages } = analyse(session);
  const streams = connections.filter(({ kind }) => kind === "fetch-stream");
  return { streams, messages: messages.map(({ summary }) => summary) };
}

describe("a JSON array that was streamed", () => {
  test("is a connection with a message for each element, when its request has finished", async () => {
    const session = await har(entryOf(GEMINI, STREAMED));
    const { streams, messages } = shown(session);
    expect(streams.map(({ url, protocol }) => [url, protocol])).toEqual([[GEMINI, "gemini-content"]]);
    expect(messages).toEqual(["Hel", "lo", "!"]);
    const [connection] = session.connections.filter(({ kind }) => kind === "fetch-stream");
    expect(connection).toMatchObject({
      state: "closed",
      received: 3,
      method: "POST",
      receivedBytes: STREAMED.length,
    });
    expect(connection?.close?.at).toBe(Date.parse("2026-11-22T10:00:00.900Z"));
  });

  test.each([
    ["HAR", toHar],
    ["session file", toSessionFile],
  ])("stands once in a %s, and comes back from it", async (_, write) => {
    const session = await har(entryOf(GEMINI, STREAMED));
    const about = { name: "n", startedAt: 0, exportedAt: 1000, version: "1" };
    const again = await read([...write(session, about)].join(""));
    expect(shown(again).messages).toEqual(["Hel", "lo", "!"]);
    expect(again.connections.map(({ kind }) => kind)).toEqual(session.connections.map(({ kind }) => kind));
  });

  test("is told by its method's name, or by how it is written", async () => {
    const list = '[{"a":1},{"a":2}]';
    const streamed = async (url: string, text: string, type?: string) =>
      shown(await har(entryOf(url, text, type))).streams.length;
    expect(await streamed("https://a.example/v1/documents:streamAll", list)).toBe(1);
    expect(await streamed("https://a.example/v1/documents:runQuery", '[{"a":1}\n,\r\n{"a":2}\n]')).toBe(1);
    expect(await streamed("https://a.example/v1/documents:runQuery", list)).toBe(0);
    expect(await streamed("https://a.example:8080/users", '[{"a":1}\n,\r\n{"a":2}\n]')).toBe(0);
    expect(await streamed("https://a.example/v1/documents:streamAll", '{"a":1}')).toBe(0);
    expect(await streamed("https://a.example/v1/documents:streamAll", list, "text/html")).toBe(0);
  });
});

test("the data stream of Vercel's AI SDK 4 is told by its header", async () => {
  const said =
    'f:{"messageId":"m1"}\n0:"Let me "\n0:"look, żółw."\nd:{"finishReason":"stop","usage":{"promptTokens":3}}\n';
  const plain = entryOf("https://a.example/api/chat", said, "text/plain; charset=utf-8");
  expect(shown(await har(plain)).streams).toEqual([]);
  const { headers } = plain.response;
  headers.push({ name: "X-Vercel-AI-Data-Stream", value: "v1" });
  const session = await har(plain);
  const { streams, messages } = shown(session);
  expect(streams.map(({ protocol }) => protocol)).toEqual(["vercel-data-stream"]);
  expect(messages).toHaveLength(4);
  expect(messages[2]).toContain("look, żółw.");
});
