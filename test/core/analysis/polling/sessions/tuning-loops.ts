import { START } from "../../../../support/session-from-text.ts";
import type { LabelledSession } from "../labelled-session.ts";

const API = "https://shop.example/api";

/** Sessions with loops that thresholds were chosen on. */
export const TUNING_LOOPS: readonly LabelledSession[] = [
  {
    name: "every 2 s, all empty",
    loops: [{ url: "/api/new", kind: "short" }],
    fill(t) {
      t.load();
      t.row({ from: 1200, count: 30, every: 2000, url: `${API}/new?_=1`, request: { answer: [] } });
    },
  },
  {
    name: "four times, a minute apart",
    loops: [{ url: "/api/clock", kind: "short" }],
    fill(t) {
      t.row({
        count: 4,
        every: 60_000,
        url: `${API}/clock`,
        request: (_, at) => ({ answer: { time: START + at, n: 1 } }),
      });
    },
  },
  {
    name: "3 s after each answer, with 25 % jitter",
    loops: [{ url: "/api/state", kind: "short" }],
    fill(t) {
      t.row({
        count: 20,
        after: 3000,
        jitter: 0.25,
        url: `${API}/state`,
        request: { answer: { state: "idle" } },
      });
    },
  },
  {
    name: "a time in the path",
    loops: [{ url: "/api/live/", kind: "short" }],
    fill(t) {
      t.row({
        count: 15,
        every: 5000,
        url: (_, at) => `${API}/live/${Math.round(START + at)}`,
        request: (i) => ({ answer: { score: [i, 0] } }),
      });
    },
  },
  {
    name: "a parameter that is only a number",
    loops: [{ url: "/api/sessions", kind: "short" }],
    fill(t) {
      t.row({
        count: 12,
        every: 10_000,
        jitter: 0.15,
        url: (_, at) => `${API}/sessions?${Math.round(START + at)}`,
        request: { answer: [{ id: "a" }] },
      });
    },
  },
  {
    name: "back-off by 2 up to a minute",
    loops: [{ url: "/api/tasks", kind: "short" }],
    fill(t) {
      t.row({
        count: 14,
        every: (i) => Math.min(60_000, 1000 * 2 ** i),
        url: `${API}/tasks/88`,
        request: (i) => ({ answer: { status: i < 13 ? "pending" : "done" } }),
      });
    },
  },
  {
    name: "slowed down in a hidden tab",
    loops: [{ url: "/api/chat", kind: "short" }],
    fill(t) {
      const every = (i: number) => (i >= 20 && i < 30 ? 60_000 : 3000);
      t.row({ count: 50, every, url: `${API}/chat?after=12`, request: { answer: { messages: [] } } });
    },
  },
  {
    name: "a computer that slept twice",
    loops: [{ url: "/api/ping", kind: "short" }],
    fill(t) {
      const every = (i: number) => (i === 7 || i === 15 ? 900_000 : 7000);
      t.row({
        count: 25,
        every,
        url: `${API}/ping`,
        request: { method: "POST", body: {}, answer: { ok: true } },
      });
    },
  },
  {
    name: "GraphQL with a persisted query by GET",
    loops: [{ url: "/graphql", kind: "short" }],
    fill(t) {
      t.row({
        count: 20,
        every: 4000,
        url: `https://shop.example/graphql?operationName=Cart&variables=${encodeURIComponent('{"id":7}')}&extensions=x`,
        request: { answer: { data: { cart: { items: [] } } } },
      });
    },
  },
  {
    name: "GraphQL: two operations that poll",
    loops: [
      { url: "/graphql", kind: "short" },
      { url: "/graphql", kind: "short" },
    ],
    fill(t) {
      for (const [operationName, every] of [
        ["Alerts", 3000],
        ["Jobs", 10_000],
      ] as const) {
        t.row({
          count: 15,
          every,
          url: "https://shop.example/graphql",
          request: {
            method: "POST",
            body: { operationName, query: "{ it }" },
            answer: { data: { it: null } },
          },
        });
      }
    },
  },
  {
    name: "WordPress' heartbeat: a form with an action",
    loops: [{ url: "/admin-ajax.php", kind: "short" }],
    fill(t) {
      t.row({
        count: 10,
        every: 15_000,
        url: "https://blog.example/wp-admin/admin-ajax.php",
        request: (_, at) => ({
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" },
          body: "interval=15&_nonce=ab12cd34ef&action=heartbeat&has_focus=true",
          answer: { server_time: Math.round((START + at) / 1000), "wp-auth-check": true },
          type: "xhr",
        }),
      });
    },
  },
  {
    name: "a cursor that moves when there is something",
    loops: [{ url: "/_matrix/client/v3/sync", kind: "long" }],
    fill(t) {
      let batch = 200;
      t.row({
        count: 12,
        after: 40,
        ms: () => (t.random() < 0.6 ? 30_000 : 3000 + 20_000 * t.random()),
        url: () =>
          `https://matrix.example/_matrix/client/v3/sync?filter=0&timeout=30000&since=s${batch}_77_1`,
        request: () => {
          batch += 1;
          return { answer: { next_batch: `s${batch}_77_1`, rooms: { join: { a: t.hex(5) } } } };
        },
      });
    },
  },
  {
    name: "long polling of a busy room",
    loops: [{ url: "/updates", kind: "long" }],
    fill(t) {
      let offset = 5;
      t.row({
        count: 30,
        after: 10,
        ms: () => 100 + t.human(1500, 0.9),
        url: () => `https://chat.example/updates?last_event_id=${offset++}`,
        request: () => ({ answer: { events: [t.hex(5)] } }),
      });
    },
  },
  {
    name: "long polling that is always cut after a minute",
    loops: [{ url: "/wait", kind: "long" }],
    fill(t) {
      t.row({ count: 5, after: 3, ms: 60_000, url: "https://chat.example/wait", request: { status: 204 } });
    },
  },
  {
    name: "Engine.IO 3 on polling alone, few events",
    loops: [{ url: "/engine.io/", kind: "long" }],
    fill(t) {
      t.row({
        count: 8,
        after: 3,
        ms: () => 24_000 + 1000 * t.random(),
        url: () =>
          `https://chat.example/engine.io/?EIO=3&transport=polling&t=N${t.hex(6)}&sid=aaaabbbbccccdddd0000`,
        request: { answer: "1:3", mime: "text/plain", type: "xhr" },
      });
    },
  },
  {
    name: "a camera's picture",
    loops: [{ url: "/cam.jpg", kind: "short" }],
    fill(t) {
      t.row({
        count: 20,
        every: 1000,
        url: (_, at) => `https://cam.example/cam.jpg?t=${Math.round(START + at)}`,
        request: () => ({ type: "image", mime: "image/jpeg", answer: t.hex(2000) }),
      });
    },
  },
  {
    name: "two loops by two callers, one of them asked first by a click",
    loops: [
      { url: "/api/stock", kind: "short" },
      { url: "/api/stock", kind: "short" },
    ],
    fill(t) {
      const url = `${API}/stock`;
      t.ask({ at: 100, url, stack: ["fetch", "onclick"], answer: { left: 3 } });
      t.row({
        count: 20,
        every: 4000,
        url,
        request: { stack: ["fetch", "a", "timer"], answer: { left: 3 } },
      });
      t.row({
        from: 900,
        count: 20,
        every: 3100,
        url,
        request: { stack: ["fetch", "b", "timer"], answer: { left: 3 } },
      });
    },
  },
  {
    name: "every 5 s, and after each of many actions, too",
    loops: [{ url: "/api/todo", kind: "short" }],
    fill(t) {
      t.row({ count: 40, every: 5000, url: `${API}/todo`, request: { answer: [{ id: 1 }] } });
      for (let i = 0; i < 14; i += 1)
        t.ask({ at: 200_000 * t.random(), url: `${API}/todo`, answer: [{ id: 1 }] });
    },
  },
  {
    name: "a page that loads itself again",
    loops: [{ url: "/status", kind: "short" }],
    fill(t) {
      t.row({
        count: 8,
        every: 30_000,
        url: "https://board.example/status",
        request: { type: "document", mime: "text/html", answer: "<p>all well</p>" },
      });
    },
  },
  {
    name: "SQS-like: POST without a body that is held",
    loops: [{ url: "/queue/receive", kind: "long" }],
    fill(t) {
      t.row({
        count: 9,
        after: 60,
        ms: 20_000,
        url: "https://mq.example/queue/receive?wait=20",
        request: { method: "POST", answer: { messages: [] } },
      });
    },
  },
  {
    name: "five widgets ask the same each 20 s",
    loops: [{ url: "/api/rates", kind: "short" }],
    fill(t) {
      for (let i = 0; i < 5; i += 1) {
        t.row({
          from: 10 * i,
          count: 12,
          every: 20_000,
          url: `${API}/rates`,
          request: { answer: { eur: 1.1 } },
        });
      }
    },
  },
  {
    name: "a server that fails all the time",
    loops: [{ url: "/api/messages", kind: "short" }],
    fill(t) {
      t.row({ count: 25, every: 5000, url: `${API}/messages`, request: { status: 500 } });
    },
  },
];
