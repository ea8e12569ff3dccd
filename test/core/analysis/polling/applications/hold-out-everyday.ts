import type { ApplicationSession } from "./application-traffic.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** Waiting rooms, logins, wards, deliveries, devices at home. */
export const HOLD_OUT_EVERYDAY: readonly ApplicationSession[] = [
  {
    name: "ticket shop's waiting room",
    loops: [{ url: "/status", kind: "short" }],
    fill(t) {
      t.site("https://queue.example");
      let ahead = 8423;
      t.row({
        from: 2000,
        count: 24,
        after: 10_000,
        jitter: 0.02,
        url: `https://queue.example/spa-api/queue/final/${t.hex(20)}/status?cid=en-GB`,
        request: () => {
          ahead -= t.int(20, 90);
          return {
            method: "POST",
            type: "xhr",
            body: { targetUrl: "https://tickets.example/", isBeforeOrIdle: false },
            answer: { ticket: { ahead, progress: 1 - ahead / 9000 }, updateInterval: 10_000 },
            stack: ["send", "update", "timer"],
          };
        },
      });
    },
  },
  {
    name: "login on a television: device authorization grant, slowed down once",
    loops: [{ url: "/oauth/token", kind: "short" }],
    fill(t) {
      t.site("https://tv.example");
      const code = t.hex(40);
      t.row({
        from: 2000,
        count: 20,
        after: (index) => (index < 10 ? 5000 : 10_000),
        url: "https://login.example/oauth/token",
        request: (index) => ({
          method: "POST",
          headers: FORM,
          body: `grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=${code}&client_id=tv`,
          status: 400,
          answer: { error: index === 9 ? "slow_down" : "authorization_pending" },
          stack: ["fetch", "wait", "timer"],
        }),
      });
    },
  },
  {
    name: "login by a picture: held 25 s, answered by a script",
    loops: [{ url: "/login", kind: "long" }],
    fill(t) {
      t.site("https://chat.example");
      const uuid = t.hex(10);
      t.row({
        from: 2000,
        count: 9,
        after: 500,
        ms: () => 25_000 + t.int(10, 80),
        url: () => `https://login.chat.example/login?uuid=${uuid}&tip=0&_=${t.ms()}`,
        request: () => ({
          type: "script",
          mime: "text/javascript",
          answer: "window.code=408;",
          stack: ["append", "check", "timer"],
        }),
      });
    },
  },
  {
    name: "hospital ward: vital signs each 2 s, alarms each 5 s",
    loops: [
      { url: "/beds/vitals", kind: "short" },
      { url: "/alarms", kind: "short" },
    ],
    fill(t) {
      t.site("https://ward.example");
      t.row({
        from: 1500,
        count: 90,
        every: 2000,
        url: "https://ward.example/api/beds/vitals?ward=4B",
        request: () => ({
          answer: { beds: [{ bed: 1, rate: t.int(60, 90), time: t.ms() }] },
          stack: ["fetch", "vitals", "timer"],
        }),
      });
      t.row({
        from: 1800,
        count: 36,
        every: 5000,
        url: "https://ward.example/api/alarms?ack=false",
        request: () => ({
          answer: { alarms: t.random() < 0.1 ? [{ bed: 3 }] : [] },
          stack: ["fetch", "alarms", "timer"],
        }),
      });
      t.person(4000, 9, 20_000, (at) =>
        t.ask({ at, url: `https://ward.example/api/patients/${t.int(1, 900)}`, answer: { name: t.word(8) } }),
      );
    },
  },
  {
    name: "driver's position each 4 s, once a minute while the tab is hidden",
    loops: [{ url: "/trip/status", kind: "short" }],
    fill(t) {
      t.site("https://ride.example");
      t.row({
        from: 1500,
        count: 60,
        after: (index) => (index >= 25 && index < 30 ? 60_000 : 4000),
        jitter: 0.08,
        url: `https://ride.example/trip/status?trip=${t.uuid()}`,
        request: (index) => ({
          answer: { latitude: 52.5 + index * 0.0003, eta: Math.max(1, 9 - Math.floor(index / 8)) },
          stack: ["fetch", "track", "timer"],
        }),
      });
    },
  },
  {
    name: "a list of jobs while the network is away for a time",
    loops: [{ url: "/jobs/assigned", kind: "short" }],
    fill(t) {
      t.site("https://field.example");
      t.row({
        from: 1500,
        count: 50,
        every: 8000,
        url: "https://field.example/jobs/assigned?worker=77",
        request: (index) =>
          index >= 15 && index < 27
            ? { status: 0, ms: 3, stack: ["fetch", "load", "timer"] }
            : { answer: { jobs: [{ id: Math.floor(index / 9) }] }, stack: ["fetch", "load", "timer"] },
      });
    },
  },
  {
    name: "an export that is ready after a minute",
    loops: [{ url: "/exports/", kind: "short" }],
    fill(t) {
      t.site("https://bi.example");
      t.row({
        from: 6000,
        count: 13,
        after: 5000,
        url: `https://bi.example/exports/${t.hex(24)}`,
        request: (index) => ({
          type: null,
          status: index < 12 ? 202 : 200,
          answerHeaders: { "Retry-After": "5" },
          answer: index < 12 ? { status: "Running", percent: index * 8 } : { status: "Succeeded" },
        }),
      });
    },
  },
  {
    name: "camera that is a picture with a number by chance, in Firefox",
    loops: [{ url: "/auto.jpg", kind: "short" }],
    fill(t) {
      t.site("http://camera.example");
      t.row({
        from: 1500,
        count: 100,
        every: 1000,
        ms: 90,
        url: () => `http://camera.example/auto.jpg?${t.random().toFixed(16)}`,
        request: () => ({ type: null, mime: "image/jpeg", answerBytes: t.int(20_000, 24_000) }),
      });
    },
  },
  {
    name: "torrents: two questions on one address, told apart by the body",
    loops: [
      { url: "/rpc", kind: "short" },
      { url: "/rpc", kind: "short" },
    ],
    fill(t) {
      t.site("http://seed.example");
      for (const [method, every] of [
        ["torrent-get", 3000],
        ["session-stats", 5000],
      ] as const) {
        t.row({
          from: 1500,
          count: Math.floor(120_000 / every),
          every,
          url: "http://seed.example/rpc",
          request: () => ({
            method: "POST",
            body: { method, arguments: { ids: "recently-active" } },
            answer: { arguments: { speed: t.int(0, 9e6) }, result: "success" },
            stack: ["fetch", method, "timer"],
          }),
        });
      }
    },
  },
  {
    name: "chat: telling others that one types, and sending",
    loops: [],
    fill(t) {
      t.site("https://chat.example");
      t.person(4000, 12, 14_000, (at) => {
        const times = t.int(1, 6);
        for (let index = 0; index < times; index += 1) {
          t.ask({
            at: at + index * 3000 + 400 * t.random(),
            url: "https://chat.example/channels/5/typing",
            method: "POST",
            body: {},
            status: 204,
            stack: ["fetch", "onInput"],
          });
        }
        t.ask({
          at: at + times * 3000,
          url: "https://chat.example/channels/5/messages",
          method: "POST",
          body: { content: t.word(20) },
          answer: { id: t.hex(8) },
          stack: ["fetch", "send"],
        });
      });
    },
  },
  {
    name: "an order that is tried again after 503",
    loops: [],
    fill(t) {
      t.site("https://shop.example");
      let at = 2000;
      for (const sku of ["a", "b", "c", "d"]) {
        const times = t.int(3, 6);
        for (let index = 0; index <= times; index += 1) {
          t.ask({
            at,
            url: "https://shop.example/orders",
            method: "POST",
            body: { sku, count: 1 },
            status: index < times ? 503 : 200,
            answer: index < times ? "Service Unavailable" : { id: t.hex(6) },
            stack: ["fetch", "retry", "timer"],
          });
          at += 1000 * 2 ** index + 300 * t.random();
        }
        at += t.human(20_000, 0.6);
      }
    },
  },
];
