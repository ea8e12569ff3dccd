import type { ApplicationSession } from "./application-traffic.ts";

/** Persons at work: no loops. */
export const HOLD_OUT_PERSONS: readonly ApplicationSession[] = [
  {
    name: "map panning",
    loops: [],
    fill(t) {
      t.site("https://map.example", ["/style.json"]);
      t.person(1500, 25, 2200, (at) => {
        const z = t.int(9, 13);
        for (let i = 0; i < t.int(3, 9); i++)
          t.ask({
            at: at + 60 * t.random(),
            url: `https://tiles-${t.pick(["a", "b", "c"])}.map.example/v3/${z}/${t.int(100, 4000)}/${t.int(100, 4000)}.pbf`,
            type: "fetch",
            mime: "application/x-protobuf",
            answerBytes: t.int(3e3, 5e4),
          });
      });
    },
  },
  {
    name: "autosave each 10 s while typing",
    loops: [],
    fill(t) {
      t.site("https://doc.example", ["/api/doc/9"]);
      let len = 200;
      t.row({
        from: 9000,
        count: 20,
        every: 10000,
        jitter: 0.15,
        ms: 150,
        url: "https://doc.example/api/doc/9",
        request: (i) => {
          len += t.int(5, 80);
          return {
            method: "PUT",
            body: { title: "Draft", text: t.word(len), rev: i },
            answer: { ok: true, rev: i + 1 },
            stack: ["fetch", "save", "timer", "debounced"],
          };
        },
      });
    },
  },
  {
    name: "typing-ahead search",
    loops: [],
    fill(t) {
      t.site("https://search.example");
      for (let w = 0; w < 6; w++) {
        const word = t.word(9).toLowerCase();
        const base = 2000 + w * 9000;
        for (let i = 1; i <= 9; i++)
          t.ask({
            at: base + i * (140 + 70 * t.random()),
            url: `https://search.example/complete/search?q=${word.slice(0, i)}&cp=${i}&client=gws-wiz&xssi=t&gs_pcrt=${t.int(1, 2)}&hl=en&psi=${"a1"}&dpr=1`,
            type: "xhr",
            answer: [[word, [t.word(6)]]],
          });
      }
    },
  },
  {
    name: "CRUD by a fast clerk, same endpoint each few seconds",
    loops: [],
    fill(t) {
      t.site("https://clerk.example", ["/api/me"]);
      t.person(
        3000,
        40,
        6000,
        (at, i) => {
          t.ask({
            at,
            url: `https://clerk.example/api/orders/${7000 + i}`,
            answer: { id: 7000 + i, total: t.int(1, 900) },
            stack: ["fetch", "open", "onclick"],
          });
          t.ask({
            at: at + 1500 + 1500 * t.random(),
            method: "POST",
            url: `https://clerk.example/api/orders/${7000 + i}/confirm`,
            body: { by: "x" },
            answer: { ok: true },
            stack: ["fetch", "confirm", "onclick"],
          });
        },
        0.35,
      );
    },
  },
  {
    name: "file manager: opens folders",
    loops: [],
    fill(t) {
      t.site("https://drive.example", ["/api/quota"]);
      t.person(2500, 30, 5000, (at) =>
        t.ask({
          at,
          url: `https://drive.example/api/files?parent=${t.word(28)}&fields=id,name&orderBy=name`,
          answer: { files: [{ id: t.word(28) }] },
        }),
      );
    },
  },
  {
    name: "keyboard game, moves by POST",
    loops: [],
    fill(t) {
      t.site("https://arcade.example");
      t.person(
        3000,
        150,
        260,
        (at) =>
          t.ask({
            at,
            method: "POST",
            url: "https://arcade.example/api/move",
            body: { dir: t.pick(["l", "r", "u", "d"]) },
            answer: { x: t.int(0, 20), y: t.int(0, 20) },
            stack: ["fetch", "move", "onkeydown"],
          }),
        0.45,
      );
    },
  },
  {
    name: "infinite scroll by cursor",
    loops: [],
    fill(t) {
      t.site("https://feed.example", ["/api/me"]);
      t.person(
        3000,
        35,
        3500,
        (at) =>
          t.ask({
            at,
            url: `https://feed.example/i/api/graphql/${"HJF"}/HomeTimeline?variables=%7B%22count%22%3A20%2C%22cursor%22%3A%22${t.word(30)}%22%7D&features=%7B%7D`,
            answer: { data: { home: { instructions: [{ entries: [t.word(20), t.word(20)] }] } } },
          }),
        0.5,
      );
    },
  },
  {
    name: "SPA navigation with chunk loading",
    loops: [],
    fill(t) {
      t.site("https://spa.example", ["/api/me", "/api/menu"]);
      t.person(3000, 22, 8000, (at, _i) => {
        const s = t.pick(["users", "orders", "reports", "settings"]);
        t.ask({
          at,
          type: "script",
          mime: "text/javascript",
          url: `https://spa.example/assets/${s}-${t.hex(8)}.js`,
          answerBytes: 30000,
          stack: ["__vitePreload", "route"],
        });
        t.ask({
          at: at + 80,
          url: `https://spa.example/api/${s}?page=1&sort=name`,
          answer: { rows: [t.word(9)] },
        });
        t.ask({
          at: at + 90,
          url: "https://spa.example/api/notifications/count",
          answer: { count: t.int(0, 1) },
        });
      });
    },
  },
];
