import type { ApplicationSession } from "./application-traffic.ts";

const ORIGIN = "https://read.example";

/** What goes on through a list or a file as evenly as a timer, and was taken for one; and the timers beside it. */
export const TUNING_READERS: readonly ApplicationSession[] = [
  {
    name: "photo feed scrolled at an even pace, in Firefox",
    loops: [],
    fill(t) {
      t.site(ORIGIN);
      let after = t.hex(12);
      t.row({
        from: 4000,
        count: 25,
        every: 2000,
        jitter: 0.06,
        url: () => `${ORIGIN}/api/feed?limit=20&after=${after}`,
        request: () => {
          after = t.hex(12);
          return {
            type: null,
            answer: { items: listOf(20, () => ({ id: t.hex(8), by: t.word(6) })), after },
          };
        },
      });
    },
  },
  {
    name: "search results by page, asked for in the body",
    loops: [],
    fill(t) {
      t.site(ORIGIN);
      t.row({
        from: 4000,
        count: 20,
        every: 1800,
        jitter: 0.06,
        url: `${ORIGIN}/api/search`,
        request: (index) => ({
          method: "POST",
          body: { q: "engineer", page: index + 1, size: 10 },
          answer: { hits: listOf(10, () => ({ id: t.hex(8), title: t.word(9) })), total: 1000 },
          stack: ["fetch", "onIntersect"],
        }),
      });
    },
  },
  {
    name: "upload in parts to one URL, whose place is in a header",
    loops: [],
    fill(t) {
      t.site(ORIGIN);
      t.row({
        from: 4000,
        count: 40,
        after: 10,
        ms: 800,
        url: `${ORIGIN}/upload/${t.hex(24)}`,
        request: (index) => ({
          method: "POST",
          type: null,
          status: 204,
          headers: {
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": String(index * 65_536),
          },
          sentBytes: 65_536,
        }),
      });
    },
  },
  {
    name: "live comments from a cursor, beside pages of older ones",
    loops: [{ url: "/comments/new", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      let cursor = 1000;
      t.row({
        from: 3000,
        count: 40,
        every: 3000,
        jitter: 0.03,
        url: () => `${ORIGIN}/comments/new?cursor=${cursor}&limit=50`,
        request: () => {
          const comments = listOf(t.int(0, 4), (index) => ({ id: cursor + index, text: t.word(20) }));
          cursor += comments.length;
          return { answer: { comments, cursor }, stack: ["fetch", "poll", "timer"] };
        },
      });
      let before = 900;
      t.person(6000, 8, 4000, (at) => {
        t.ask({
          at,
          url: `${ORIGIN}/comments/old?before=${before}&limit=10`,
          answer: { comments: listOf(10, (index) => ({ id: before - index, text: t.word(20) })) },
        });
        before -= 10;
      });
    },
  },
  {
    name: "trades that fill each answer, asked for by a timer",
    loops: [{ url: "/trades", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      let from = 5000;
      t.row({
        from: 3000,
        count: 40,
        every: 2000,
        jitter: 0.01,
        url: () => `${ORIGIN}/trades?symbol=AB&limit=20&from_id=${from}`,
        request: () => {
          const trades = listOf(20, (index) => ({ id: from + index, price: t.int(1000, 1100) }));
          from += 20;
          return { answer: trades, stack: ["fetch", "refresh", "timer"] };
        },
      });
    },
  },
];

function listOf<T>(length: number, create: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => create(index));
}
