import type { ApplicationSession } from "./application-traffic.ts";

const ORIGIN = "https://wait.example";
/** As Firefox writes what a script asks for: without a type. */
const BY_SCRIPT = { "sec-fetch-dest": "empty", "sec-fetch-mode": "cors" };

/** How they come, and what they bring: was not found, or was taken for something else. */
export const TUNING_PACES: readonly ApplicationSession[] = [
  {
    name: "pieces of HTML that a script asks for, and a log beside them, in Firefox",
    loops: [
      { url: "/ajaxExecutors", kind: "short" },
      { url: "/ajaxQueue", kind: "short" },
      { url: "/logText", kind: "short" },
    ],
    fill(t) {
      t.site(ORIGIN);
      for (const [index, path] of ["ajaxExecutors", "ajaxQueue"].entries())
        t.row({
          from: 1500 + 10 * index,
          count: 60,
          after: 5000,
          url: `${ORIGIN}/${path}`,
          request: (turn) => ({
            type: null,
            headers: BY_SCRIPT,
            mime: "text/html",
            answer: `<div style="width:${index ? 0 : turn}%"></div>`,
          }),
        });
      let start = 0;
      t.row({
        from: 1300,
        count: 60,
        after: 5000,
        url: `${ORIGIN}/job/14/logText`,
        request: () => {
          const size = t.random() < 0.75 ? 0 : t.int(20, 900);
          const body = `start=${start}`;
          start += size;
          return {
            type: null,
            method: "POST",
            headers: { ...BY_SCRIPT, "content-type": "application/x-www-form-urlencoded" },
            body,
            mime: "text/plain",
            answer: t.word(size),
          };
        },
      });
    },
  },
  {
    name: "a page that loads itself again, in Firefox",
    loops: [{ url: "/board.php", kind: "short" }],
    fill(t) {
      t.row({
        from: 0,
        count: 16,
        every: 30_000,
        url: `${ORIGIN}/board.php`,
        request: (index) => ({
          type: null,
          headers: { "sec-fetch-dest": "document", "sec-fetch-mode": "navigate" },
          mime: "text/html",
          answer: `<table>${index}</table>`,
        }),
      });
    },
  },
  {
    name: "a report that takes longer than the timer waits",
    loops: [{ url: "/report/live", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      t.row({
        from: 1500,
        count: 90,
        every: 2000,
        ms: () => t.int(3000, 9000),
        url: `${ORIGIN}/report/live`,
        request: () => ({ answer: { rows: [t.random()] }, stack: ["fetch", "report", "timer", "mounted"] }),
      });
    },
  },
  {
    name: "a waiting room that says when to come again, in Firefox",
    loops: [{ url: "/status", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      t.row({
        from: 1500,
        count: 60,
        after: () => t.pick([10_000, 10_000, 15_000, 20_000]),
        url: `${ORIGIN}/tickets/${t.uuid()}/status`,
        request: (index) => ({
          type: null,
          method: "POST",
          body: { layout: "Theme", ready: false },
          answer: { ahead: 8000 - 130 * index, updatedAt: t.ms() },
        }),
      });
    },
  },
  {
    name: "mail that is asked for between 4 and 12 s, in Firefox",
    loops: [{ url: "/sync", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      t.row({
        from: 1500,
        count: 80,
        after: () => 4000 + 8000 * t.random(),
        url: (index) => `${ORIGIN}/mail/sync?c=${index}`,
        request: (index) => ({
          type: null,
          method: "POST",
          body: { lastVersion: 9000 + Math.floor(index / 6), ack: index },
          answer: { changes: index % 6 ? [] : [{ thread: index }] },
        }),
      });
      t.person(3000, 14, 30_000, (at) =>
        t.ask({ at, type: null, url: `${ORIGIN}/mail/thread?id=${t.int(1, 9)}` }),
      );
    },
  },
];
