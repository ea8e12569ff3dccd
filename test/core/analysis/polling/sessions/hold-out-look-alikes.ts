import { START } from "../../../../support/session-from-text.ts";
import type { LabelledSession } from "../labelled-session.ts";

const API = "https://app.example/api";

/** Sessions without loops that nothing was tuned on. */
export const HOLD_OUT_LOOK_ALIKES: readonly LabelledSession[] = [
  {
    name: "a page that only loads",
    loops: [],
    fill(t) {
      t.load();
    },
  },
  {
    name: "a page whose components all ask who the user is",
    loops: [],
    fill(t) {
      t.load();
      for (let i = 0; i < 9; i += 1)
        t.ask({ at: 500 + 240 * t.random(), url: `${API}/me`, answer: { id: 1 } });
    },
  },
  {
    name: "a button that is clicked",
    loops: [],
    fill(t) {
      let at = 3000;
      for (let i = 0; i < 16; i += 1) {
        t.ask({ at, url: `${API}/cart`, method: "POST", body: { item: 5 }, answer: { count: i } });
        at += 300 + t.human(4000);
      }
    },
  },
  {
    name: "refresh by hand",
    loops: [],
    fill(t) {
      let at = 1000;
      for (let i = 0; i < 11; i += 1) {
        t.ask({ at, url: `${API}/report`, answer: { rows: [1, 2] } });
        at += 500 + t.human(9000);
      }
    },
  },
  {
    name: "typing-ahead search",
    loops: [],
    fill(t) {
      const text = "polling against sockets";
      for (let i = 1; i <= text.length; i += 1) {
        t.ask({
          at: i * 260 + 90 * t.random(),
          url: `${API}/suggest?q=${encodeURIComponent(text.slice(0, i))}`,
          answer: [t.hex(5)],
        });
      }
    },
  },
  {
    name: "typing-ahead search by POST, with a number",
    loops: [],
    fill(t) {
      const text = "longest words";
      for (let i = 1; i <= text.length; i += 1) {
        t.ask({
          at: i * 320 + 60 * t.random(),
          url: `${API}/search`,
          method: "POST",
          body: { id: i, q: text.slice(0, i) },
          answer: i < 3 ? [] : [t.hex(5)],
        });
      }
    },
  },
  {
    name: "infinite scroll by a steady reader",
    loops: [],
    fill(t) {
      t.row({
        from: 2000,
        count: 14,
        every: 5000,
        jitter: 0.35,
        url: (i) => `${API}/feed?cursor=${t.hex(18)}&limit=20&n=${i}`,
        request: () => ({ answer: { items: [t.hex(6), t.hex(6)], next: t.hex(18) } }),
      });
    },
  },
  {
    name: "all pages of a list, one after the other",
    loops: [],
    fill(t) {
      t.row({
        count: 25,
        after: 15,
        ms: 140,
        url: (i) => `${API}/products?page=${i + 1}&per_page=100`,
        request: () => ({ answer: [t.hex(6), t.hex(6)] }),
      });
    },
  },
  {
    name: "older messages before a moment",
    loops: [],
    fill(t) {
      let before = START;
      let at = 3000;
      for (let i = 0; i < 12; i += 1) {
        t.ask({ at, url: `${API}/history?before=${before}`, answer: { messages: [t.hex(6)] } });
        before -= 60_000 + Math.floor(600_000 * t.random());
        at += 400 + t.human(2500, 0.6);
      }
    },
  },
  {
    name: "analytics on events",
    loops: [],
    fill(t) {
      let at = 200;
      for (let i = 0; i < 30; i += 1) {
        t.ask({
          at,
          url: "https://stats.example/g/collect?v=2",
          method: "POST",
          body: `en=scroll&_s=${i}&ep=${t.hex(4)}`,
          headers: { "content-type": "text/plain" },
          status: 204,
          type: "ping",
        });
        at += t.human(2500);
      }
    },
  },
  {
    name: "errors and timings are reported in bundles every 5 s",
    loops: [],
    fill(t) {
      t.row({
        count: 20,
        every: 5000,
        url: "https://o7.ingest.example/api/77/envelope/",
        request: (i, at) => ({
          method: "POST",
          body: { sent_at: START + at, events: Array.from({ length: 1 + (i % 3) }, () => t.hex(12)) },
          answer: {},
        }),
      });
    },
  },
  {
    name: "pictures that count, a pixel every 15 s",
    loops: [],
    fill(t) {
      t.row({
        count: 12,
        every: 15_000,
        url: (i) => `https://pixel.example/ping?h=app.example&x=${Math.floor(900 * t.random())}&c=${i / 4}`,
        request: { type: "image", mime: "image/gif", answer: "GIF89a" },
      });
    },
  },
  {
    name: "one failure, tried again with growing pauses",
    loops: [],
    fill(t) {
      t.row({
        count: 7,
        every: (i) => 1000 * 2 ** i,
        url: `${API}/save`,
        request: (i) => ({ method: "PUT", body: { text: "x" }, status: i < 6 ? 503 : 200, answer: {} }),
      });
    },
  },
  {
    name: "three tries each of things that fail",
    loops: [],
    fill(t) {
      for (const [index, name] of ["a", "b", "c"].entries()) {
        t.row({
          from: index * 4321,
          count: 4,
          every: 1000,
          url: `${API}/x/${name}`,
          request: { status: 500 },
        });
      }
    },
  },
  {
    name: "links are prefetched when they come into view",
    loops: [],
    fill(t) {
      let at = 1000;
      for (let i = 0; i < 22; i += 1) {
        t.ask({
          at,
          url: `https://app.example/_next/data/b1/post-${i}.json`,
          headers: { purpose: "prefetch" },
          answer: { post: i },
        });
        at += 150 + t.human(500);
      }
    },
  },
  {
    name: "details of many items, one after the other",
    loops: [],
    fill(t) {
      t.row({
        count: 30,
        after: 20,
        ms: 90,
        url: (i) => `${API}/items/${3000 + i}`,
        request: (i) => ({ answer: { id: 3000 + i, name: t.hex(8) } }),
      });
    },
  },
  {
    name: "a video in pieces",
    loops: [],
    fill(t) {
      t.row({
        count: 30,
        every: 4000,
        url: (i) => `https://cdn.example/video/seg-${100 + i}.m4s`,
        request: { mime: "video/mp4", answer: "…", type: "xhr" },
      });
    },
  },
  {
    name: "a large file by ranges",
    loops: [],
    fill(t) {
      t.row({
        count: 20,
        after: 30,
        ms: 2100,
        url: "https://cdn.example/archive.bin",
        request: (i) => ({
          status: 206,
          headers: { range: `bytes=${i * 1000}-${i * 1000 + 999}` },
          mime: "application/octet-stream",
          answer: t.hex(40),
        }),
      });
    },
  },
  {
    name: "an upload in parts",
    loops: [],
    fill(t) {
      t.row({
        count: 16,
        after: 10,
        ms: 1800,
        url: (i) => `${API}/upload/9f31?part=${i + 1}`,
        request: () => ({ method: "PUT", body: t.hex(3000), answer: { etag: t.hex(16) } }),
      });
    },
  },
  {
    name: "a draft that is saved while one writes",
    loops: [],
    fill(t) {
      let text = "";
      t.row({
        count: 15,
        every: 3000,
        jitter: 0.25,
        url: `${API}/drafts/12`,
        request: () => {
          text += ` ${t.hex(5)}`;
          return { method: "PUT", body: { text }, answer: { saved: true } };
        },
      });
    },
  },
  {
    name: "tiles of a map that is moved",
    loops: [],
    fill(t) {
      let at = 500;
      for (let i = 0; i < 60; i += 1) {
        t.ask({
          at,
          url: `https://tiles.example/14/${8000 + Math.floor(20 * t.random())}/${5000 + Math.floor(20 * t.random())}.pbf`,
          mime: "application/x-protobuf",
          answer: t.hex(30),
        });
        at += t.random() < 0.8 ? 15 : t.human(2000);
      }
    },
  },
  {
    name: "Engine.IO until it is upgraded",
    loops: [],
    fill(t) {
      const url = (more: string) =>
        `https://chat.example/socket.io/?EIO=4&transport=polling&t=${t.hex(7)}${more}`;
      const text = { mime: "text/plain", type: "xhr" };
      t.ask({
        at: 0,
        url: url(""),
        answer: '0{"sid":"abcdefghijABCDEFGHIJ","upgrades":["websocket"]}',
        ...text,
      });
      t.ask({
        at: 60,
        url: url("&sid=abcdefghijABCDEFGHIJ"),
        method: "POST",
        body: "40",
        answer: "ok",
        ...text,
      });
      t.ask({ at: 62, url: url("&sid=abcdefghijABCDEFGHIJ"), answer: '40{"sid":"x"}', ...text });
      t.ask({ at: 130, url: url("&sid=abcdefghijABCDEFGHIJ"), answer: "6", ms: 220, ...text });
    },
  },
  {
    name: "a GraphQL application that is used",
    loops: [],
    fill(t) {
      let at = 0;
      for (let i = 0; i < 40; i += 1) {
        const operationName = ["Feed", "Post", "Comments", "Profile", "Like"][Math.floor(5 * t.random())];
        t.ask({
          at,
          url: "https://app.example/graphql",
          method: "POST",
          body: { operationName, variables: { id: Math.floor(9000 * t.random()) }, query: "…" },
          answer: { data: { it: t.hex(10) } },
        });
        at += t.random() < 0.4 ? 40 : t.human(3500);
      }
    },
  },
];
