import { START } from "../../../../support/session-from-text.ts";
import type { LabelledSession } from "../labelled-session.ts";

const API = "https://app.example/api";

/** Sessions with loops that nothing was tuned on. */
export const HOLD_OUT_LOOPS: readonly LabelledSession[] = [
  {
    name: "unread counter every 10 s, never anything new",
    loops: [{ url: "/api/unread", kind: "short" }],
    fill(t) {
      t.load();
      t.row({
        from: 900,
        count: 18,
        every: 10_000,
        url: `${API}/unread`,
        request: { answer: { unread: 0 } },
      });
    },
  },
  {
    name: "timer after each answer of a slow server",
    loops: [{ url: "/api/jobs/8812", kind: "short" }],
    fill(t) {
      const status = (i: number) => ({ answer: { state: i < 10 ? "running" : "done", percent: i * 9 } });
      t.row({
        from: 2000,
        count: 11,
        after: 3000,
        ms: () => 300 + 1500 * t.random(),
        url: `${API}/jobs/8812`,
        request: status,
      });
    },
  },
  {
    name: "jitter of 40 % around 4 s",
    loops: [{ url: "/api/feed/new", kind: "short" }],
    fill(t) {
      t.load();
      t.row({
        count: 30,
        every: 4000,
        jitter: 0.4,
        url: `${API}/feed/new`,
        request: () => ({ answer: t.random() < 0.2 ? [{ id: t.hex(6) }] : [] }),
      });
    },
  },
  {
    name: "half a second, half a minute long",
    loops: [{ url: "/api/position", kind: "short" }],
    fill(t) {
      t.row({
        count: 60,
        every: 500,
        url: `${API}/position`,
        request: (i) => ({ answer: { x: i, y: 2 * i } }),
      });
    },
  },
  {
    name: "five minutes, five times",
    loops: [{ url: "/version.json", kind: "short" }],
    fill(t) {
      t.load();
      t.row({
        from: 4000,
        count: 6,
        every: 300_000,
        url: "https://app.example/version.json",
        request: { answer: { version: "4.1.7" } },
      });
    },
  },
  {
    name: "jQuery's cache-buster with a hidden tab in between",
    loops: [{ url: "/ajax/notifications", kind: "short" }],
    fill(t) {
      const url = (_: number, at: number) =>
        `https://app.example/ajax/notifications?_=${Math.round(START + at)}`;
      t.row({ count: 12, every: 15_000, url, request: { answer: { items: [] }, type: "xhr" } });
      t.row({ from: 185_000, count: 5, every: 60_000, url, request: { answer: { items: [] }, type: "xhr" } });
      t.row({ from: 490_000, count: 9, every: 15_000, url, request: { answer: { items: [] }, type: "xhr" } });
    },
  },
  {
    name: "back-off by 1.5 up to 30 s, and once again from the start",
    loops: [{ url: "/api/inbox", kind: "short" }],
    fill(t) {
      const every = (i: number) => Math.min(30_000, 2000 * 1.5 ** (i % 11));
      t.row({
        count: 22,
        every,
        url: `${API}/inbox`,
        request: (i) => ({ answer: i === 10 ? ["new"] : [], type: "xhr" }),
      });
    },
  },
  {
    name: "GraphQL: one operation polls, others are used",
    loops: [{ url: "/graphql", kind: "short" }],
    fill(t) {
      const url = "https://app.example/graphql";
      const ask = (operationName: string, variables: object) => ({
        method: "POST",
        body: { operationName, variables, query: `query ${operationName} { it }` },
      });
      t.row({
        count: 25,
        every: 5000,
        jitter: 0.05,
        url,
        request: { ...ask("BuildStatus", { id: 12 }), answer: { data: { build: { state: "RUNNING" } } } },
      });
      let at = 0;
      for (let i = 0; i < 12; i += 1) {
        at += t.human(8000);
        t.ask({ at, url, ...ask(`Page${i % 4}`, { at: i }), answer: { data: { page: t.hex(10) } } });
      }
    },
  },
  {
    name: "JSON-RPC with a number that counts",
    loops: [{ url: "/rpc", kind: "short" }],
    fill(t) {
      t.row({
        count: 20,
        every: 3000,
        url: "https://node.example/rpc",
        request: (i) => ({
          method: "POST",
          body: { jsonrpc: "2.0", id: i + 1, method: "eth_blockNumber", params: [] },
          answer: { jsonrpc: "2.0", id: i + 1, result: `0x${(18_000_000 + Math.floor(i / 4)).toString(16)}` },
        }),
      });
    },
  },
  {
    name: "a query for a span of time that moves on",
    loops: [{ url: "/api/ds/query", kind: "short" }],
    fill(t) {
      t.row({
        count: 14,
        every: 10_000,
        url: `${API}/ds/query`,
        request: (_, at) => ({
          method: "POST",
          body: {
            from: String(Math.round(START + at - 3_600_000)),
            to: String(Math.round(START + at)),
            queries: [{ refId: "A" }],
          },
          answer: { results: { A: { frames: [t.hex(12)] } } },
        }),
      });
    },
  },
  {
    name: "since= with the ID of the last message",
    loops: [{ url: "/api/rooms/42/messages", kind: "short" }],
    fill(t) {
      let last = 100;
      t.row({
        count: 40,
        every: 2000,
        url: () => `${API}/rooms/42/messages?since=${last}`,
        request: () => {
          if (t.random() > 0.25) return { answer: { messages: [] } };
          last += 1;
          return { answer: { messages: [{ id: last, text: t.hex(9) }] } };
        },
      });
    },
  },
  {
    name: "long polling that is cut after 25 s",
    loops: [{ url: "/poll", kind: "long" }],
    fill(t) {
      t.row({
        count: 14,
        after: 5,
        ms: () => (t.random() < 0.5 ? 25_000 : 1000 + 20_000 * t.random()),
        url: "https://chat.example/poll?client=77",
        request: () => (t.random() < 0.5 ? { status: 204 } : { answer: { text: t.hex(8) } }),
      });
    },
  },
  {
    name: "long polling with a position in the path",
    loops: [{ url: "/events/", kind: "long" }],
    fill(t) {
      let position = 1000;
      t.row({
        count: 24,
        after: 12,
        ms: () => 400 + 9000 * t.random(),
        url: () => `https://chat.example/events/${position++}`,
        request: () => ({ answer: { event: t.hex(8) } }),
      });
    },
  },
  {
    name: "message-bus: form body with a counter, held",
    loops: [{ url: "/message-bus/", kind: "long" }],
    fill(t) {
      const client = t.hex(32);
      t.row({
        count: 12,
        after: 90,
        ms: () => 20_000 + 5000 * t.random(),
        url: `https://forum.example/message-bus/${client}/poll`,
        request: (i) => ({
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: `%2Flatest=${5500 + Math.floor(i / 3)}&%2Fnotification%2F1=88&__seq=${i + 1}`,
          answer: i % 3 === 2 ? [{ channel: "/latest", data: {} }] : [],
          type: "xhr",
        }),
      });
    },
  },
  {
    name: "Bayeux connects and is held",
    loops: [{ url: "/cometd", kind: "long" }],
    fill(t) {
      t.row({
        count: 10,
        after: 8,
        ms: () => 28_000 + 2000 * t.random(),
        url: "https://live.example/cometd/connect",
        request: (i) => ({
          method: "POST",
          body: [
            { id: String(i + 3), channel: "/meta/connect", clientId: "1ab", connectionType: "long-polling" },
          ],
          answer: [{ id: String(i + 3), channel: "/meta/connect", successful: true }],
        }),
      });
    },
  },
  {
    name: "Engine.IO that is never upgraded",
    loops: [{ url: "/socket.io/", kind: "long" }],
    fill(t) {
      const url = () =>
        `https://chat.example/socket.io/?EIO=4&transport=polling&t=${t.hex(7)}&sid=Jd92kfPa83hfKs0aAAAC`;
      t.ask({
        at: 0,
        url: "https://chat.example/socket.io/?EIO=4&transport=polling&t=Oq1x2y3",
        answer: '0{"sid":"Jd92kfPa83hfKs0aAAAC"}',
        mime: "text/plain",
      });
      t.ask({
        at: 80,
        url: url(),
        method: "POST",
        body: "40",
        answer: "ok",
        mime: "text/plain",
        type: "xhr",
      });
      t.row({
        from: 90,
        count: 16,
        after: 4,
        ms: () => 1500 + 20_000 * t.random(),
        url,
        request: (i) => ({
          answer: i % 3 === 0 ? "2" : '42["message","x"]',
          mime: "text/plain",
          type: "xhr",
        }),
      });
    },
  },
  {
    name: "two loops on one endpoint by two components",
    loops: [
      { url: "/api/alerts", kind: "short" },
      { url: "/api/alerts", kind: "short" },
    ],
    fill(t) {
      const request = (stack: readonly string[]) => ({ stack, answer: { alerts: [] } });
      t.row({
        count: 24,
        every: 5000,
        url: `${API}/alerts`,
        request: request(["fetch", "bell", "timer", "mount"]),
      });
      t.row({
        from: 1700,
        count: 10,
        every: 12_000,
        url: `${API}/alerts`,
        request: request(["fetch", "banner", "timer", "show"]),
      });
    },
  },
  {
    name: "a loop, and the same question by hand now and then",
    loops: [{ url: "/api/queue", kind: "short" }],
    fill(t) {
      t.row({ count: 40, every: 5000, url: `${API}/queue`, request: { answer: { waiting: 3 } } });
      for (const at of [31_300, 78_900, 143_000]) t.ask({ at, url: `${API}/queue`, answer: { waiting: 3 } });
    },
  },
  {
    name: "a script that is asked for again and again (JSONP)",
    loops: [{ url: "/jsonp/ticker", kind: "short" }],
    fill(t) {
      t.row({
        count: 15,
        every: 6000,
        url: (i, at) =>
          `https://quotes.example/jsonp/ticker?callback=jQuery1710${i}_${Math.round(START + at)}&_=${Math.round(START + at)}`,
        request: (i) => ({
          type: "script",
          mime: "text/javascript",
          answer: `jQuery1710${i}_({"price":${100 + (i % 4)}})`,
        }),
      });
    },
  },
  {
    name: "304 each time, Firefox' HAR without types",
    loops: [{ url: "/api/timeline", kind: "short" }],
    fill(t) {
      t.row({
        count: 20,
        every: 20_000,
        jitter: 0.1,
        url: `${API}/timeline`,
        request: (i) => (i === 0 ? { type: null, answer: ["a"] } : { type: null, status: 304 }),
      });
    },
  },
  {
    name: "fails while the server is restarted, and goes on",
    loops: [{ url: "/api/health", kind: "short" }],
    fill(t) {
      t.row({
        count: 30,
        every: 4000,
        url: `${API}/health`,
        request: (i) => (i > 9 && i < 17 ? { status: 502 } : { answer: { ok: true } }),
      });
    },
  },
  {
    name: "several orders are asked after in the same rhythm",
    loops: [{ url: "/api/orders/", kind: "short" }],
    fill(t) {
      for (let order = 0; order < 4; order += 1) {
        t.row({
          from: 40 * order,
          count: 10,
          every: 8000,
          url: `${API}/orders/${7000 + order * 13}/status`,
          request: { answer: { state: "packed" } },
        });
      }
    },
  },
];
