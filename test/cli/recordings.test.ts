import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { toBase64 } from "../../src/core/export/base64.ts";
import { RECORDED_CONVERSATIONS } from "../core/decode/conversations/recordings.ts";
import type { Line } from "../support/decode-conversation.ts";

interface Told {
  readonly connection: number;
  readonly bytes: number;
  readonly kind: string | null;
  readonly event: string | null;
  readonly summary: string | null;
  readonly control: boolean | null;
}

/** What Chrome's own HARs have of a message; an event has no direction. */
function toMessage(line: Line, index: number) {
  const time = 1_700_000_000 + index / 100;
  if (typeof line !== "string" && "data" in line)
    return { time, eventName: line.event, data: line.data, eventId: "" };
  const [sign, data] = typeof line === "string" ? [line[0], line.slice(2)] : [line[0], toBase64(line[1])];
  return { time, type: sign === ">" ? "send" : "receive", opcode: typeof line === "string" ? 1 : 2, data };
}

const told = RECORDED_CONVERSATIONS.filter(({ facts, lines }) => {
  const kind = facts?.kind ?? "websocket";
  if (kind === "websocket") return lines.every((it) => typeof it === "string" || !("data" in it));
  return facts?.contentType?.startsWith("text/event-stream") && lines.every((it) => typeof it === "object");
});

const entries = told.map(({ facts, lines }, index) => {
  const isSocket = (facts?.kind ?? "websocket") === "websocket";
  const headers = [
    ...(facts?.subprotocol ? [{ name: "Sec-WebSocket-Protocol", value: facts.subprotocol }] : []),
    ...(isSocket ? [] : [{ name: "Content-Type", value: facts?.contentType }]),
  ];
  const messages = lines.map(toMessage);
  return {
    startedDateTime: new Date(1_700_000_000_000 + index).toISOString(),
    time: 10_000,
    _resourceType: isSocket ? "websocket" : "eventsource",
    request: { method: "GET", url: facts?.url ?? "wss://host.example/socket", headers: [] },
    response: { status: isSocket ? 101 : 200, headers, content: { mimeType: facts?.contentType ?? "" } },
    ...(isSocket ? { _webSocketMessages: messages } : { _eventSourceMessages: messages }),
  };
});

test("duplex analyse says of every recorded message what it means, and of every connection what it speaks", () => {
  const input = JSON.stringify({ log: { version: "1.2", creator: { name: "test", version: "1" }, entries } });
  const args = ["--import", "tsx", "cli/duplex.ts", "analyse", "-", "--json", "--messages"];
  const { stdout, status } = spawnSync(process.execPath, args, {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  expect(status).toBe(0);
  const { connections, messages } = JSON.parse(stdout) as {
    connections: { id: number; kind: string; protocol: string | null }[];
    messages: Told[];
  };
  const spoken = connections.filter(({ kind }) => kind !== "http");
  expect(told.length).toBeGreaterThan(90);
  expect(spoken.map(({ protocol }) => protocol)).toEqual(told.map(({ protocols }) => protocols.at(-1)));
  expect(messages).toHaveLength(told.reduce((sum, { lines }) => sum + lines.length, 0));
  for (const message of messages) {
    expect(Object.keys(message)).toEqual(expect.arrayContaining(["kind", "event", "summary", "control"]));
    const { kind, event, summary, control, bytes } = message;
    // What has no bytes means nothing.
    if (bytes === 0 && kind === null) continue;
    expect([typeof kind, typeof summary, typeof control]).toEqual(["string", "string", "boolean"]);
    expect(event === null || typeof event === "string").toBe(true);
  }
}, 60_000);
