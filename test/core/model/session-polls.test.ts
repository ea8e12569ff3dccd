import { readFileSync } from "node:fs";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import { createServer as createSockJs } from "sockjs";
import { describe, expect, test } from "vitest";
import { orderMessages } from "../../../src/core/analysis/order-messages.ts";
import { analyse, type Report } from "../../../src/core/analysis/report.ts";
import { importFile } from "../../../src/core/export/import-file.ts";
import { toHar } from "../../../src/core/export/to-har.ts";
import { toSessionFile } from "../../../src/core/export/to-session-file.ts";
import { createSession, type Session } from "../../../src/core/model/session.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../../src/core/wire/batch.ts";
import type { HarEntry } from "../../../src/core/wire/events.ts";
import { frameBatches } from "../../support/frame-batches.ts";
import { recordSession } from "../../support/record-session.ts";

const TIMEOUT_MS = 30_000;

/** Records what is said to a server while `talk` goes on. */
async function record(http: HttpServer, talk: (port: number) => Promise<void>): Promise<Session> {
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const recorder = await recordSession((http.address() as AddressInfo).port);
  try {
    await talk(recorder.port);
  } finally {
    await recorder.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  }
  return recorder.session;
}

async function through(session: Session, write: typeof toHar): Promise<Session> {
  const about = { name: "n", startedAt: 0, exportedAt: 1000, version: "1" };
  const text = [...write(session, about)].join("");
  const again = createSession();
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  await importFile(
    bytes(),
    (batch) => void again.accept(batch),
    () => bytes(),
  );
  return again;
}

/** How many messages requests carried; each stands where it says in the body of its request, or of the answer. */
function inBodies(session: Session): number {
  let count = 0;
  for (let row = 0; row < session.log.length; row += 1) {
    const place = session.log.bodyPlaceOf(row);
    if (place === null) continue;
    count += 1;
    const record = session.record(place.request);
    if (record?.type !== "request-finished") throw new Error("no request");
    const { request, response } = record.entry;
    const { text = "", encoding } = response.content ?? {};
    const isReceived = (session.log.flags.get(row) & FLAG_RECEIVED) !== 0;
    const body = isReceived
      ? Buffer.from(text, encoding === "base64" ? "base64" : "utf8")
      : Buffer.from(request.postData?.text ?? "");
    const stretch = body.subarray(place.from, place.to);
    const isBinary = (session.log.flags.get(row) & FLAG_BINARY) !== 0;
    const payload = Buffer.from(session.payload(row));
    expect(stretch.toString()).toBe(isBinary ? `b${payload.toString("base64")}` : payload.toString());
  }
  return count;
}

/** The messages of a report's connections that are not requests, one text each. */
function shown({ messages }: Report): string[] {
  return messages.map((it) => `${it.direction} ${it.kind} ${it.event ?? ""}`.trimEnd());
}

async function socketIo(upgrade: boolean): Promise<Session> {
  const http = createServer();
  const server = new Server(http);
  server.on("connection", (socket) => {
    socket.on("ask", (value, answer) => answer({ echoed: value }));
    socket.on("file", (bytes: Buffer) => socket.emit("file", bytes, Buffer.from([9, 9])));
  });
  return await record(http, async (port) => {
    const client = io(`http://127.0.0.1:${port}`, {
      transports: upgrade ? ["polling", "websocket"] : ["polling"],
    });
    const ask = (value: string) => client.timeout(TIMEOUT_MS).emitWithAck("ask", value);
    await ask("ü 🎈");
    const upgraded = new Promise<void>((resolve) => client.io.engine.once("upgrade", () => resolve()));
    if (upgrade && client.io.engine.transport.name === "polling") await upgraded;
    const filed = new Promise((resolve) => client.once("file", resolve));
    client.emit("file", Buffer.from([1, 2, 3]));
    await filed;
    await ask("again");
    client.close();
    await server.close();
  });
}

describe("Socket.IO", () => {
  test(
    "that only polls is one connection, with a message for each packet",
    async () => {
      const session = await socketIo(false);
      const report = analyse(session);
      const polled = report.connections.filter(({ kind }) => kind === "polling");
      expect(polled).toHaveLength(1);
      expect(polled[0]?.protocol).toBe("socket.io");
      // Read by GET, written by POST.
      expect(polled[0]?.method).toBe(null);
      expect(polled[0]?.url).toBe("http://host.example/socket.io/?EIO=4&transport=polling");
      const said = shown(report);
      for (const it of [
        "received open",
        "sent connect",
        "received connect",
        "sent event ask",
        "received ack",
        "sent event file",
        "sent attachment file",
        "received attachment file",
      ]) {
        expect(said).toContain(it);
      }
      // Whichever request was told of first: what was asked comes before what answers it.
      const asks = report.messages.filter(({ event }) => event === "ask");
      expect(asks).toHaveLength(2);
      const trips = report.roundTrips.find(({ connection }) => connection === polled[0]?.id);
      expect(trips?.pairs).toBeGreaterThanOrEqual(3);
      expect(report.messages.every(({ connection }) => connection === polled[0]?.id)).toBe(true);
      expect(inBodies(session)).toBeGreaterThan(8);
    },
    TIMEOUT_MS,
  );

  test(
    "that goes from polling to a WebSocket is one connection",
    async () => {
      const session = await socketIo(true);
      for (const it of [session, await through(session, toSessionFile), await through(session, toHar)]) {
        const report = analyse(it);
        const [own, ...more] = report.connections.filter(({ kind }) => kind !== "http");
        expect(more).toEqual([]);
        expect(own?.kind).toBe("websocket");
        expect(own?.protocol).toBe("socket.io");
        const said = shown(report);
        for (const message of [
          "received open",
          "sent connect",
          "sent ping",
          "received pong",
          "sent upgrade",
        ]) {
          expect(said).toContain(message);
        }
        expect(said.indexOf("received open")).toBeLessThan(said.indexOf("sent upgrade"));
        expect(said.filter((message) => message === "sent event ask")).toHaveLength(2);
        expect(own?.sent).toBe(report.messages.filter(({ direction }) => direction === "sent").length);
      }
    },
    TIMEOUT_MS,
  );
});

test(
  "SockJS without a WebSocket is one connection, whatever its requests are",
  async () => {
    const http = createServer();
    const echo = createSockJs({ log: () => {} });
    echo.on("connection", (socket) => socket.on("data", (data) => socket.write(`echo ${data}`)));
    echo.installHandlers(http, { prefix: "/echo" });
    const session = await record(http, async (port) => {
      const base = `http://127.0.0.1:${port}/echo/000/abcd1234`;
      const post = (path: string, body?: string, type = "text/plain") =>
        fetch(`${base}/${path}`, {
          method: "POST",
          headers: { "content-type": type },
          ...(body && { body }),
        });
      await post("xhr");
      const answer = post("xhr");
      await post("xhr_send", '["one","two"]');
      await (await answer).text();
      const next = fetch(`${base}/jsonp?c=_jp.a1`);
      await post("jsonp_send", `d=${encodeURIComponent('["three"]')}`, "application/x-www-form-urlencoded");
      await (await next).text();
      await (await fetch(`${base}/jsonp?c=_jp.a2`)).text().catch(() => "");
    });
    const report = analyse(session);
    const own = report.connections.filter(({ kind }) => kind !== "http");
    expect(own.map(({ kind, protocol }) => [kind, protocol])).toEqual([["polling", "sockjs"]]);
    const texts = report.messages.map(({ direction, summary }) => `${direction} ${summary}`);
    expect(texts[0]).toBe("received open");
    expect(texts).toContain("sent one · two");
    expect(texts).toContain("sent three");
    expect(texts.filter((it) => /^received echo/.test(it)).join(" ")).toMatch(
      /echo one.*echo two.*echo three/,
    );
  },
  TIMEOUT_MS,
);

const AT = Date.UTC(2026, 0, 1, 12);

function entryOf(ms: number, method: string, url: string, sent: string, answer: string): HarEntry {
  return {
    startedDateTime: new Date(AT + ms).toISOString(),
    time: 20,
    request: {
      method,
      url,
      headers: [],
      ...(sent && { postData: { mimeType: "application/json", text: sent } }),
    },
    response: {
      status: 202,
      headers: [],
      content: { size: answer.length, mimeType: "text/plain", text: answer },
    },
  };
}

function finish(entry: HarEntry) {
  return { type: "request-finished" as const, at: Date.parse(entry.startedDateTime) + entry.time, entry };
}

test("MCP of 2024: what is posted to the endpoint is sent on the event stream that answers it", () => {
  const session = createSession();
  const page = frameBatches("page");
  const network = frameBatches("network");
  session.accept(page.start(AT));
  const source = {
    type: "source-created" as const,
    at: AT,
    connection: 1,
    url: "https://h.example/sse",
    withCredentials: false,
  };
  session.accept(page.batch((it) => it.record(source)));
  session.accept(page.batch((it) => it.record({ type: "source-opened", at: AT + 1, connection: 1 })));
  session.accept(
    page.batch((it) => it.message(AT + 5, 1, FLAG_RECEIVED, "/messages?sessionId=x", null, "endpoint", "")),
  );
  const call = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{}}}';
  const result = '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"3"}]}}';
  // The answer is heard before the browser tells of the request.
  session.accept(page.batch((it) => it.message(AT + 40, 1, FLAG_RECEIVED, result, null, "message", "")));
  const post = entryOf(10, "POST", "https://h.example/messages?sessionId=x", call, "Accepted");
  session.accept(network.batch((it) => it.record(finish(post))));
  const other = entryOf(50, "POST", "https://h.example/other", call, "");
  session.accept(network.batch((it) => it.record(finish(other))));

  const { connections, messages, roundTrips } = analyse(session);
  const own = connections.filter(({ kind }) => kind !== "http");
  expect(own.map(({ kind, protocol, sent, received }) => [kind, protocol, sent, received])).toEqual([
    ["eventsource", "mcp", 1, 2],
  ]);
  expect(messages.map(({ direction, kind, event }) => [direction, kind, event])).toEqual([
    ["received", "endpoint", "endpoint"],
    ["sent", "request", "tools/call"],
    ["received", "response", "message"],
  ]);
  expect(messages[2]).toMatchObject({ replyTo: 1, rttMs: 30 });
  expect(roundTrips).toMatchObject([{ pairs: 1, unanswered: 0 }]);
});

test("BOSH: bodies each way are messages of one connection, which ends with it", () => {
  const session = createSession();
  const network = frameBatches("network");
  const recording = JSON.parse(readFileSync("test/fixtures/recordings/prosody-bosh-0.12.json", "utf8")) as {
    lines: string[];
  };
  const sent = recording.lines.filter((it) => it.startsWith("> "));
  const sid = /<body[^>]* sid=["']([^"']+)/.exec(sent.find((it) => it.includes(" sid=")) ?? "")?.[1];
  expect(sid).toBeDefined();
  const answers = recording.lines.filter((it) => it.startsWith("< "));
  sent.forEach((line, index) => {
    const answer = answers[index]?.slice(2) ?? "";
    const entry = entryOf(index * 10, "POST", "https://h.example/http-bind", line.slice(2), answer);
    session.accept(network.batch((it) => it.record(finish(entry))));
  });
  const { connections, roundTrips } = analyse(session);
  const own = connections.filter(({ kind }) => kind !== "http");
  expect(own).toMatchObject([{ kind: "polling", method: "POST", protocol: "xmpp", sent: sent.length }]);
  expect(session.connections.find(({ kind }) => kind === "polling")?.state).toBe("closed");
  expect(roundTrips).toMatchObject([{ pairedBy: "xmpp" }]);
});

test("other XML that is posted carries nothing", () => {
  const session = createSession();
  const network = frameBatches("network");
  for (const [sent, answer] of [
    ["<body>x</body>", "<body/>"],
    ['<body sid="a" xmlns="urn:other"/>', "<body/>"],
    ['<soap xmlns="http://jabber.org/protocol/httpbind"/>', ""],
    ['<body xmlns="http://jabber.org/protocol/httpbind" rid="1"/>', "<html></html>"],
    ['<body xmlns="http://jabber.org/protocol/httpbind" sid="a"', ""],
  ] as const) {
    const entry = entryOf(0, "POST", "https://h.example/http-bind", sent, answer);
    session.accept(network.batch((it) => it.record(finish(entry))));
  }
  expect(session.connections.filter(({ kind }) => kind !== "http")).toEqual([]);
});

test("Bayeux by long polling: messages each way are of one connection, which ends with it", () => {
  const session = createSession();
  const network = frameBatches("network");
  const say = (at: number, path: string, sent: unknown, answer: unknown) => {
    const entry = entryOf(
      at,
      "POST",
      `https://h.example/cometd${path}`,
      JSON.stringify(sent),
      JSON.stringify(answer),
    );
    session.accept(network.batch((it) => it.record(finish(entry))));
  };
  const clientId = "350732f39d8c8a74";
  say(
    0,
    "/handshake",
    [{ id: "1", channel: "/meta/handshake", version: "1.0" }],
    [{ id: "1", channel: "/meta/handshake", successful: true, clientId }],
  );
  say(
    10,
    "/connect",
    [{ id: "2", channel: "/meta/connect", connectionType: "long-polling", clientId }],
    [
      { channel: "/news", data: { text: "hi" } },
      { id: "2", channel: "/meta/connect", successful: true },
    ],
  );
  say(20, "/", [{ id: "3", channel: "/news", data: {}, clientId }], { error: "no messages" });
  say(30, "/connect", [{ id: "4", channel: "/meta/connect", clientId: "another" }], []);
  const open = session.connections.find(({ kind }) => kind === "polling");
  expect(open?.state).toBe("open");
  say(
    40,
    "/disconnect",
    [{ id: "5", channel: "/meta/disconnect", clientId }],
    [{ id: "5", channel: "/meta/disconnect", successful: true }],
  );
  const own = analyse(session).connections.filter(({ kind }) => kind !== "http");
  // What is answered with something else is sent, and no more; another client is another session.
  expect(own).toMatchObject([
    { kind: "polling", url: "https://h.example/cometd", protocol: "bayeux", sent: 4, received: 3 },
    { kind: "polling", url: "https://h.example/cometd", sent: 1, received: 0 },
  ]);
  expect(open?.state).toBe("closed");
});

test("Bayeux by callback polling: what stands in the address of a script and what its function is given", () => {
  const session = createSession();
  const network = frameBatches("network");
  const say = (at: number, sent: unknown, answer: string, rest = "") => {
    const message = encodeURIComponent(JSON.stringify(sent));
    const url = `https://h.example/cometd/connect?jsonp=jsonp${at}&message=${message}${rest}`;
    const entry = entryOf(at, "GET", url, "", answer);
    session.accept(network.batch((it) => it.record(finish({ ...entry, _resourceType: "script" }))));
  };
  const clientId = "350732f39d8c8a74";
  const handshake = [{ id: "1", channel: "/meta/handshake", version: "1.0" }];
  say(
    0,
    handshake,
    `jsonp0([{"id":"1","channel":"/meta/handshake","clientId":"${clientId}","successful":true}])`,
  );
  const connect = [{ id: "2", channel: "/meta/connect", connectionType: "callback-polling", clientId }];
  const news =
    '[{"channel":"/news","data":{"text":"ż) (hi"}},{"id":"2","channel":"/meta/connect","successful":true}]';
  say(10, connect, `/**/jsonp10(${news});\n`, "&_=17");
  // Not all of it, or none: the browser keeps the bodies of some scripts to itself.
  say(20, [{ id: "3", channel: "/meta/connect", clientId }], "jsonp20([{");
  say(30, [{ id: "4", channel: "/meta/connect", clientId }], "");
  say(40, { id: "5", text: "of another kind" }, 'jsonp40({"ok":true})');
  const own = analyse(session);
  expect(own.connections.filter(({ kind }) => kind === "polling")).toMatchObject([
    { url: "https://h.example/cometd", protocol: "bayeux", sent: 4, received: 2 },
  ]);
  const polled = session.connections.find(({ kind }) => kind === "polling")?.id;
  const rows = [...orderMessages(session)].filter((row) => session.log.connection.get(row) === polled);
  const texts = rows.map((row) => new TextDecoder().decode(session.payload(row)));
  expect(texts.filter((it) => it.includes("successful") || it.includes("hi"))).toEqual([
    `[{"id":"1","channel":"/meta/handshake","clientId":"${clientId}","successful":true}]`,
    news,
  ]);
  expect(texts).toHaveLength(6);
});

test("other JSON with channels that is posted carries nothing", () => {
  const session = createSession();
  const network = frameBatches("network");
  for (const [sent, answer] of [
    ['{"channel":"/news","data":1}', '{"clientId":"a"}'],
    ['{"channel":"news","clientId":"a"}', "[]"],
    ['[{"channel":"/meta/handshake"}]', '[{"channel":"/meta/handshake","successful":false}]'],
    ['[{"channel":"/a","clientId":"a"},{"clientId":"a"}]', "[]"],
    ['[{"channel":"/a","clientId":"a"', "[]"],
    ['[{"channel":"/a","clientId":7}]', "[]"],
  ] as const) {
    const entry = entryOf(0, "POST", "https://h.example/cometd", sent, answer);
    session.accept(network.batch((it) => it.record(finish(entry))));
  }
  expect(session.connections.filter(({ kind }) => kind !== "http")).toEqual([]);
});

test("what is no transport that is known carries nothing, whatever it says", () => {
  const session = createSession();
  const network = frameBatches("network");
  const entries = [
    entryOf(0, "GET", "https://h.example/socket.io/?EIO=4&transport=polling", "", '0{"sid":5}'),
    entryOf(1, "GET", "https://h.example/socket.io/?EIO=4&transport=polling", "", "0{"),
    entryOf(2, "GET", "https://h.example/socket.io/?EIO=9&transport=polling&sid=a", "", "2"),
    entryOf(3, "GET", "https://h.example/a?transport=polling", "", "4x"),
    entryOf(4, "POST", "https://h.example/000/xy/xhr", "", "o\n"),
  ];
  for (const entry of entries) session.accept(network.batch((it) => it.record(finish(entry))));
  expect(session.connections.filter(({ kind }) => kind !== "http")).toEqual([]);
});
