import type { Conversation } from "./conversation.ts";

const json = (direction: ">" | "<", value: object) => `${direction} ${JSON.stringify(value)}`;

/** By Ably's features specification. */
export const ablyConversation: Conversation = {
  name: "Ably",
  protocols: ["ably"],
  facts: { url: "wss://main.realtime.ably.net/?format=json&v=3&key=k" },
  lines: [
    json("<", {
      action: 4,
      connectionId: "c",
      connectionDetails: { connectionKey: "k", maxIdleInterval: 15000 },
    }),
    json(">", { action: 10, channel: "news" }),
    json("<", { action: 11, channel: "news", flags: 1 }),
    json(">", { action: 15, channel: "news", msgSerial: 0, messages: [{ name: "greet", data: "hi" }] }),
    json("<", { action: 1, msgSerial: 0, count: 1 }),
    json("<", { action: 15, channel: "news", id: "1", messages: [{ name: "greet", data: "hi" }] }),
    json("<", { action: 0 }),
    json("<", { action: 9, error: { code: 40160, message: "no" } }),
  ],
  shown: [
    "·connected: connected",
    "·attach {request attach news}: attach news",
    "·attached {reply attach news}: attached news",
    'message greet {request serial 0}: message news [{"name":"greet","data":"hi"}]',
    "·ack {reply serial 0}: ack",
    'message greet: message news [{"name":"greet","data":"hi"}]',
    "·heartbeat {reply heartbeat}: heartbeat",
    'error: error {"code":40160,"message":"no"}',
  ],
};

/** By the developers' documentation of its API. */
export const homeAssistantConversation: Conversation = {
  name: "Home Assistant",
  protocols: ["home-assistant"],
  facts: { url: "wss://home.example/api/websocket" },
  lines: [
    json("<", { type: "auth_required", ha_version: "2026.1.0" }),
    json(">", { type: "auth", access_token: "secret" }),
    json("<", { type: "auth_ok", ha_version: "2026.1.0" }),
    json(">", { id: 18, type: "subscribe_events", event_type: "state_changed" }),
    json("<", { id: 18, type: "result", success: true, result: null }),
    `< [${JSON.stringify({ id: 18, type: "event", event: { event_type: "state_changed", data: {} } })},${JSON.stringify({ id: 18, type: "event", event: { event_type: "state_changed", data: {} } })}]`,
    json(">", { id: 24, type: "call_service", domain: "light", service: "turn_on" }),
    json("<", { id: 24, type: "result", success: false, error: { code: "not_found", message: "no" } }),
    json(">", { id: 25, type: "ping" }),
    json("<", { id: 25, type: "pong" }),
  ],
  shown: [
    "·auth_required: auth_required",
    "·auth {request auth}: auth",
    "·auth_ok {reply auth}: auth_ok",
    'command subscribe_events {request 18}: subscribe_events {"id":18,"type":"subscribe_events","event_type":"state_changed"}',
    "result {reply 18}: result",
    'event state_changed {event 18}: event {"event_type":"state_changed","data":{}}',
    'event state_changed {event 18}: event {"event_type":"state_changed","data":{}}',
    'command call_service turn_on {request 24}: call_service {"id":24,"type":"call_service","domain":"light","service":"turn_on"}',
    'result {reply 24}: result {"code":"not_found","message":"no"}',
    '·ping ping {request 25}: ping {"id":25,"type":"ping"}',
    "·pong {reply 25}: pong",
  ],
};

const header = (msg_type: string, msg_id: string) => ({ msg_id, msg_type, session: "s", version: "5.3" });

const encoder = new TextEncoder();

/** The binary form: offsets, then the parts. */
function kernelBytes(channel: string, ...values: readonly object[]): Uint8Array {
  const parts = [encoder.encode(channel), ...values.map((it) => encoder.encode(JSON.stringify(it)))];
  const bytes: number[] = [];
  const count = parts.length + 1;
  let offset = 8 + 8 * count;
  const offsets = [offset, ...parts.map((it) => (offset += it.length))];
  for (const number of [count, ...offsets]) bytes.push(number & 255, number >> 8, 0, 0, 0, 0, 0, 0);
  return Uint8Array.from([...bytes, ...parts.flatMap((it) => [...it])]);
}

/** By the messaging specification of jupyter_client, and the websocket protocols of jupyter_server. */
export const jupyterConversation: Conversation = {
  name: "Jupyter kernel",
  protocols: ["jupyter"],
  facts: { url: "ws://localhost:8888/api/kernels/0a1b-2c/channels?session_id=s" },
  lines: [
    json(">", {
      header: header("execute_request", "m1"),
      parent_header: {},
      metadata: {},
      content: { code: "1 + 1\n" },
      channel: "shell",
      buffers: [],
    }),
    json("<", {
      header: header("status", "m2"),
      parent_header: { msg_id: "m1" },
      metadata: {},
      content: { execution_state: "busy" },
      channel: "iopub",
    }),
    [
      "<",
      kernelBytes("iopub", header("stream", "m3"), { msg_id: "m1" }, {}, { name: "stdout", text: "2\n" }),
    ],
    ["<", kernelBytes("shell", header("execute_reply", "m4"), { msg_id: "m1" }, {}, { status: "ok" })],
  ],
  shown: [
    "execute_request {request m1}: shell execute_request 1 + 1 ",
    "·status busy {event m1}: iopub status busy",
    "stream {event m1}: iopub stream 2 ",
    'execute_reply {reply m1}: shell execute_reply {"status":"ok"}',
  ],
};

const channel = (number: number, text: string) => Uint8Array.from([number, ...encoder.encode(text)]);

/** By the sources of kubectl's remote command, version 5 of the subprotocol. */
export const kubernetesConversation: Conversation = {
  name: "Kubernetes channels",
  protocols: ["kubernetes"],
  withoutFacts: [],
  facts: {
    url: "wss://k8s.example/api/v1/namespaces/a/pods/b/exec?command=sh",
    subprotocol: "v5.channel.k8s.io",
  },
  lines: [
    [">", channel(4, '{"Width":80,"Height":24}')],
    [">", channel(0, "ls\n")],
    ["<", channel(1, "\x1b[1mbin\x1b[0m  etc\r\n")],
    ["<", channel(2, "ls: no\n")],
    [">", Uint8Array.of(255, 0)],
    ["<", channel(3, '{"metadata":{},"status":"Failure","message":"exit 1"}')],
  ],
  shown: [
    '·resize: {"Width":80,"Height":24}',
    "stdin: ls ",
    "stdout: bin etc",
    "stderr: ls: no ",
    "·close: \u0000",
    '·error: {"metadata":{},"status":"Failure","message":"exit 1"}',
  ],
};

const put = JSON.stringify({ t: "d", d: { r: 3, a: "p", b: { p: "/notes", d: "x".repeat(30) } } });

/** By the sources of the JavaScript SDK 12; the last text comes in two segments. */
export const firebaseConversation: Conversation = {
  name: "Firebase Realtime Database",
  protocols: ["firebase-rtdb"],
  facts: { url: "wss://s-1.firebaseio.example/.ws?v=5&ns=demo" },
  lines: [
    json("<", { t: "c", d: { t: "h", d: { ts: 1767268800, v: "5", h: "s-1.example", s: "sess" } } }),
    json(">", { t: "d", d: { r: 1, a: "s", b: { c: { "sdk.js.12": 1 } } } }),
    json(">", { t: "d", d: { r: 2, a: "q", b: { p: "/rooms/1", h: "" } } }),
    json("<", { t: "d", d: { b: { p: "rooms/1", d: { name: "a" } }, a: "d" } }),
    json("<", { t: "d", d: { r: 2, b: { s: "ok", d: {} } } }),
    "> 0",
    "> 2",
    `> ${put.slice(0, 40)}`,
    `> ${put.slice(40)}`,
    json("<", { t: "d", d: { r: 3, b: { s: "permission_denied", d: "Permission denied" } } }),
  ],
  shown: [
    '·hello: hello {"ts":1767268800,"v":"5","h":"s-1.example","s":"sess"}',
    '·stats {request 1}: stats {"c":{"sdk.js.12":1}}',
    '·listen {request 2}: listen /rooms/1 {"p":"/rooms/1","h":""}',
    'data: data /rooms/1 {"name":"a"}',
    "reply {reply 2}: reply ok {}",
    "·keep-alive: keep-alive",
    "·segments: 2 segments follow",
    "segment: segment, 1 to come",
    'put {request 3}: put /notes "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
    'reply {reply 3}: reply permission_denied "Permission denied"',
  ],
};

/** By the protocol's documentation. */
export const obsConversation: Conversation = {
  name: "OBS",
  protocols: ["obs-websocket"],
  facts: { subprotocol: "obswebsocket.json" },
  lines: [
    json("<", { op: 0, d: { obsWebSocketVersion: "5.5.0", rpcVersion: 1 } }),
    json(">", { op: 1, d: { rpcVersion: 1, eventSubscriptions: 33 } }),
    json("<", { op: 2, d: { negotiatedRpcVersion: 1 } }),
    json("<", { op: 5, d: { eventType: "StudioModeStateChanged", eventIntent: 1, eventData: { on: true } } }),
    json(">", { op: 6, d: { requestType: "SetScene", requestId: "f8", requestData: { name: "12" } } }),
    json("<", {
      op: 7,
      d: { requestType: "SetScene", requestId: "f8", requestStatus: { result: false, code: 608 } },
    }),
  ],
  shown: [
    "·hello: hello",
    "·identify {request identify}: identify",
    "·identified {reply identify}: identified",
    'event StudioModeStateChanged: StudioModeStateChanged {"on":true}',
    'request SetScene {request f8}: SetScene {"name":"12"}',
    'response SetScene {reply f8}: SetScene failed: {"result":false,"code":608}',
  ],
};

const hash = (digit: string) => digit.repeat(64);
const note = { id: hash("a"), pubkey: hash("b"), created_at: 1, kind: 1, tags: [], content: "hi", sig: "c" };

/** By NIP-01. */
export const nostrConversation: Conversation = {
  name: "Nostr",
  protocols: ["nostr"],
  lines: [
    json(">", ["REQ", "sub", { kinds: [1], limit: 2 }]),
    json("<", ["EVENT", "sub", note]),
    json("<", ["EOSE", "sub"]),
    json(">", ["EVENT", note]),
    json("<", ["OK", hash("a"), false, "blocked: no"]),
    json("<", ["NOTICE", "too fast"]),
    json(">", ["CLOSE", "sub"]),
  ],
  shown: [
    '·REQ {request sub}: REQ sub {"kinds":[1],"limit":2}',
    "EVENT kind 1 {event sub}: EVENT sub kind 1 hi",
    "·EOSE {reply sub}: EOSE sub",
    `EVENT kind 1 {request ${hash("a")}}: EVENT kind 1 hi`,
    `·OK {reply ${hash("a")}}: OK blocked: no`,
    "NOTICE: NOTICE too fast",
    "·CLOSE: CLOSE sub",
  ],
};
