import type { ApplicationSession } from "./application-traffic.ts";

const ORIGIN = "https://house.example";
const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** Machines with a page, games, shops and clocks: right the first time. */
export const HOLD_OUT_DESKS: readonly ApplicationSession[] = [
  {
    name: "torrents by request number, and the peers of one for a while",
    loops: [
      { url: "/maindata", kind: "short" },
      { url: "/peers", kind: "short" },
    ],
    fill(t) {
      t.site(ORIGIN);
      const stack = ["send", "sync", "timer", "syncData"];
      t.row({
        from: 1500,
        count: 110,
        after: 1500,
        url: (index) => `${ORIGIN}/sync/maindata?rid=${index}`,
        request: (index) => ({ type: "xhr", answer: { rid: index + 1, speed: t.random() }, stack }),
      });
      t.row({
        from: 9000,
        count: 40,
        after: 1500,
        url: (index) => `${ORIGIN}/sync/peers?hash=${"ab12".repeat(10)}&rid=${index}`,
        request: (index) => ({
          type: "xhr",
          answer: { rid: index + 1, peers: {} },
          stack: ["send", "peers", "timer"],
        }),
      });
    },
  },
  {
    name: "a form that is posted by a timer, beside what a person posts of it",
    loops: [{ url: "/orders.xhtml", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      const body = (source: string) =>
        `javax.faces.source=${source}&form=form&javax.faces.ViewState=${t.int(1e12, 9e15)}%3A${t.int(1e12, 9e15)}`;
      const answer = () =>
        `<partial-response><update id="ViewState">${t.int(1e12, 9e15)}</update></partial-response>`;
      t.row({
        from: 5000,
        count: 50,
        every: 5000,
        url: `${ORIGIN}/orders.xhtml`,
        request: () => ({
          type: "xhr",
          method: "POST",
          headers: FORM,
          body: body("form%3Aj_idt33"),
          mime: "text/xml",
          answer: answer(),
          stack: ["send", "poll", "timer", "start"],
        }),
      });
      t.person(7000, 10, 20_000, (at) =>
        t.ask({
          at,
          type: "xhr",
          url: `${ORIGIN}/orders.xhtml`,
          method: "POST",
          headers: FORM,
          body: body(t.pick(["form%3Asave", "form%3Aedit"])),
          mime: "text/xml",
          answer: answer(),
          stack: ["send", "onclick"],
        }),
      );
    },
  },
  {
    name: "an auction that is asked for more often towards its end, in Firefox",
    loops: [{ url: "/bidstate", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      let price = 100;
      t.row({
        from: 1500,
        count: 85,
        after: (index) => (index < 20 ? 10_000 : index < 50 ? 5000 : 1000),
        url: () => `${ORIGIN}/bidstate?item=3351&ts=${t.ms()}`,
        request: () => {
          if (t.random() < 0.2) price += 5;
          return { type: null, answer: { price, bids: price / 5 } };
        },
      });
    },
  },
  {
    name: "a game that asks in the other one's turn alone",
    loops: [{ url: "/state", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      let at = 2000;
      for (let turn = 0; turn < 9; turn += 1) {
        const times = t.int(3, 9);
        for (let index = 0; index < times; index += 1, at += 3080)
          t.ask({
            at,
            url: `${ORIGIN}/game/8812/state?move=${2 * turn}`,
            answer: { move: 2 * turn + (index === times - 1 ? 1 : 0) },
            stack: ["fetch", "pollState", "timer", "waitForOpponent"],
          });
        at += t.int(3000, 25_000);
        t.ask({
          at,
          url: `${ORIGIN}/game/8812/move`,
          method: "POST",
          body: { m: t.word(4) },
          answer: { ok: true },
        });
        at += 3000;
      }
    },
  },
  {
    name: "progress until it is done, with pauses that double",
    loops: [{ url: "/exports/ex-19", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      t.row({
        from: 1500,
        count: 12,
        after: (index) => Math.min(16_000, 500 * 2 ** index),
        url: `${ORIGIN}/exports/ex-19`,
        request: (index) => ({ type: null, answer: { state: index < 11 ? "running" : "done" } }),
      });
    },
  },
  {
    name: "calls in a list, with numbers that rise",
    loops: [
      { url: "/ubus/", kind: "short" },
      { url: "/bandwidth", kind: "short" },
    ],
    fill(t) {
      t.site(ORIGIN);
      let id = 0;
      t.row({
        from: 1500,
        count: 50,
        every: 5000,
        url: () => `${ORIGIN}/ubus/?${t.ms()}.${t.int(100, 999)}`,
        request: () => ({
          type: "xhr",
          method: "POST",
          body: ["info", "board", "dump"].map((call) => {
            id += 1;
            return { jsonrpc: "2.0", id, method: "call", params: ["f00", "system", call, {}] };
          }),
          answer: [{ jsonrpc: "2.0", id, result: [0, { load: t.random() }] }],
          stack: ["send", "call", "step", "timer", "start"],
        }),
      });
      t.row({
        from: 1600,
        count: 80,
        every: 3000,
        url: `${ORIGIN}/realtime/bandwidth/br-lan`,
        request: (index) => ({
          answer: [[index, t.random()]],
          stack: ["send", "get", "step", "timer", "start"],
        }),
      });
    },
  },
  {
    name: "a person who answers a quiz, in Firefox",
    loops: [],
    fill(t) {
      t.site(ORIGIN);
      t.person(4000, 26, 6000, (at, index) =>
        t.ask({
          at,
          type: null,
          url: `${ORIGIN}/quiz/answer`,
          method: "POST",
          body: { q: index, a: t.pick(["a", "b", "c"]) },
          answer: { correct: t.random() < 0.6, next: t.word(20) },
        }),
      );
    },
  },
  {
    name: "keys that are sent to a shell as they are pressed",
    loops: [],
    fill(t) {
      t.site(ORIGIN);
      for (let burst = 0; burst < 9; burst += 1)
        t.person(
          4000 + 15_000 * burst,
          t.int(4, 18),
          180,
          (at) =>
            t.ask({
              at,
              type: "xhr",
              url: `${ORIGIN}/shell/8812/input`,
              method: "POST",
              headers: FORM,
              body: `keys=${t.word(1)}`,
              status: 204,
              stack: ["send", "input", "onkeypress"],
            }),
          0.3,
        );
    },
  },
];
