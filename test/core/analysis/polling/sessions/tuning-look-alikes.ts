import { START } from "../../../../support/session-from-text.ts";
import type { LabelledSession } from "../labelled-session.ts";

const API = "https://shop.example/api";

/** Sessions without loops that thresholds were chosen on. */
export const TUNING_LOOK_ALIKES: readonly LabelledSession[] = [
  {
    name: "a page that loads twice",
    loops: [],
    fill(t) {
      t.load();
      t.load(9000);
    },
  },
  {
    name: "a burst of the same question while a page loads",
    loops: [],
    fill(t) {
      t.load();
      t.row({ from: 300, count: 8, every: 110, url: `${API}/flags`, request: { answer: { a: 1 } } });
    },
  },
  {
    name: "likes by clicks",
    loops: [],
    fill(t) {
      let at = 500;
      for (let i = 0; i < 20; i += 1) {
        t.ask({
          at,
          url: `${API}/like`,
          method: "POST",
          body: { post: 3 },
          stack: ["fetch", "onClick"],
          answer: { ok: true },
        });
        at += 200 + t.human(2000);
      }
    },
  },
  {
    name: "a button that is hit evenly",
    loops: [],
    fill(t) {
      t.row({
        count: 14,
        every: 1200,
        jitter: 0.3,
        url: `${API}/next`,
        request: (i) => ({ method: "POST", stack: ["fetch", "onClick"], answer: { step: i } }),
      });
    },
  },
  {
    name: "suggestions while one types, with corrections",
    loops: [],
    fill(t) {
      for (const [i, q] of [
        "r",
        "re",
        "rea",
        "re",
        "rea",
        "real",
        "real ",
        "real t",
        "real",
        "real ti",
      ].entries()) {
        t.ask({
          at: 500 + i * 240 + 100 * t.random(),
          url: `${API}/find?q=${encodeURIComponent(q)}&t=${START + i * 240}`,
          answer: [q],
        });
      }
    },
  },
  {
    name: "a feed with an offset",
    loops: [],
    fill(t) {
      let at = 0;
      for (let i = 0; i < 20; i += 1) {
        t.ask({ at, url: `${API}/feed?offset=${i * 20}&limit=20`, answer: [t.hex(6), t.hex(6)] });
        at += 800 + t.human(2500, 0.4);
      }
    },
  },
  {
    name: "GraphQL pages with a cursor, read evenly",
    loops: [],
    fill(t) {
      t.row({
        count: 12,
        every: 3000,
        jitter: 0.3,
        url: "https://shop.example/graphql",
        request: () => ({
          method: "POST",
          body: { operationName: "Reviews", variables: { after: t.hex(20) } },
          answer: { data: { reviews: [t.hex(5)] } },
        }),
      });
    },
  },
  {
    name: "an export, page by page, with a pause",
    loops: [],
    fill(t) {
      t.row({
        count: 40,
        after: 500,
        ms: 300,
        url: (i) => `${API}/export?cursor=${1000 + i * 50}`,
        request: () => ({ answer: { rows: [t.hex(8)] } }),
      });
    },
  },
  {
    name: "slow pages of a list, one after the other",
    loops: [],
    fill(t) {
      t.row({
        count: 12,
        after: 5,
        ms: 1400,
        url: (i) => `${API}/audit/${i + 1}`,
        request: () => ({ answer: { rows: [t.hex(8)] } }),
      });
    },
  },
  {
    name: "pixels on events",
    loops: [],
    fill(t) {
      let at = 100;
      for (let i = 0; i < 25; i += 1) {
        t.ask({
          at,
          url: `https://px.example/p.gif?e=${["view", "hover", "click"][i % 3]}&n=${i}`,
          type: "image",
          mime: "image/gif",
          answer: "GIF89a",
        });
        at += t.human(3000);
      }
    },
  },
  {
    name: "how long a page was read, every 10 s",
    loops: [],
    fill(t) {
      t.row({
        count: 15,
        every: 10_000,
        url: "https://stats.example/collect",
        request: (i) => ({ method: "POST", body: { event: "engaged", seconds: i * 10 }, status: 204 }),
      });
    },
  },
  {
    name: "reports in bundles by sendBeacon",
    loops: [],
    fill(t) {
      t.row({
        count: 15,
        every: 30_000,
        url: "https://stats.example/v1/bundle",
        request: { method: "POST", body: "x", type: "ping", status: 200 },
      });
    },
  },
  {
    name: "a login that is tried again",
    loops: [],
    fill(t) {
      t.row({
        count: 5,
        every: (i) => 500 * 2 ** i,
        url: `${API}/token`,
        request: (i) => (i < 4 ? { status: 500 } : { answer: { token: "x" } }),
      });
    },
  },
  {
    name: "tries at a fixed pause until the server is back",
    loops: [],
    fill(t) {
      t.row({
        count: 6,
        every: 3000,
        url: `${API}/boot`,
        request: (i) => (i < 5 ? { status: 0 } : { answer: { ok: true } }),
      });
    },
  },
  {
    name: "details when the mouse is over a row",
    loops: [],
    fill(t) {
      let at = 1000;
      for (let i = 0; i < 25; i += 1) {
        t.ask({ at, url: `${API}/rows/${Math.floor(30 * t.random())}`, answer: { it: t.hex(6) } });
        at += 150 + t.human(900);
      }
    },
  },
  {
    name: "thumbnails of a gallery",
    loops: [],
    fill(t) {
      for (let i = 0; i < 40; i += 1) {
        t.ask({
          at: 200 + i * 35,
          url: `https://cdn.example/thumb/${5000 + i}.webp`,
          type: "image",
          mime: "image/webp",
          answer: t.hex(900),
        });
      }
    },
  },
  {
    name: "a chat with a model: one answer a question",
    loops: [],
    fill(t) {
      let at = 4000;
      for (let i = 0; i < 9; i += 1) {
        t.ask({
          at,
          url: `${API}/chat`,
          method: "POST",
          body: { messages: [t.hex(30)] },
          answer: { text: t.hex(50) },
          ms: 4000,
        });
        at += 6000 + t.human(15_000);
      }
    },
  },
  {
    name: "a page that is left and come back to",
    loops: [],
    fill(t) {
      let at = 0;
      for (let i = 0; i < 8; i += 1) {
        t.load(at);
        at += 4000 + t.human(20_000);
      }
    },
  },
  {
    name: "Engine.IO with its upgrade, twice",
    loops: [],
    fill(t) {
      for (const [from, sid] of [
        [0, "AAAAaaaaAAAAaaaa0001"],
        [40_000, "BBBBbbbbBBBBbbbb0002"],
      ] as const) {
        const url = (i: number) =>
          `https://chat.example/socket.io/?EIO=4&transport=polling&t=P${t.hex(6)}${i ? `&sid=${sid}` : ""}`;
        t.row({ from, count: 4, every: 70, url, request: { answer: "40", mime: "text/plain", type: "xhr" } });
      }
    },
  },
];
