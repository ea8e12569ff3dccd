import type { ApplicationSession } from "./application-traffic.ts";

const ORIGIN = "https://desk.example";

/** What one endpoint is asked for, and what somebody chooses while it is: was told apart too much, or too little, or not found. */
export const TUNING_CHOSEN: readonly ApplicationSession[] = [
  {
    name: "lists of a cluster, of which another space is chosen",
    loops: ["pod", "deployment", "replicaset"].map((kind) => ({
      url: `/api/v1/${kind}/{…}?`,
      kind: "short",
    })),
    fill(t) {
      t.site(ORIGIN);
      for (const kind of ["pod", "deployment", "replicaset"])
        t.row({
          from: 1500 + t.int(0, 30),
          count: 50,
          every: 5000,
          url: (index) => `${ORIGIN}/api/v1/${kind}/${index < 22 ? "default" : "system"}?sort=name&page=1`,
          request: (index) => ({
            type: "xhr",
            answer: { items: [{ name: kind, age: index }], cpu: t.random() },
            stack: ["send", `list${kind}`, "timer", "start"],
          }),
        });
    },
  },
  {
    name: "quotes, to which a share is added",
    loops: [{ url: "/quote?symbols={…}", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      t.row({
        from: 1500,
        count: 80,
        every: 3000,
        url: (index) => `${ORIGIN}/quote?symbols=${index < 30 ? "AAPL,MSFT" : "AAPL,MSFT,NVDA"}&fields=price`,
        request: () => ({ answer: { price: t.random() }, stack: ["fetch", "refresh", "timer", "start"] }),
      });
    },
  },
  {
    name: "operations that are told apart by a header alone",
    loops: [
      { url: "https://stack.cloud.example/", kind: "short" },
      { url: "https://stack.cloud.example/", kind: "short" },
    ],
    fill(t) {
      t.site(ORIGIN);
      for (const [operation, every] of [
        ["DescribeEvents", 5000],
        ["DescribeResources", 9000],
      ] as const)
        t.row({
          from: 1200 + t.int(0, 400),
          count: Math.round(240_000 / every),
          after: every,
          url: "https://stack.cloud.example/",
          request: () => ({
            type: null,
            method: "POST",
            headers: { "x-amz-target": `Stack.${operation}`, "content-type": "application/x-amz-json-1.1" },
            body: { StackName: "shop" },
            answer: { list: [] },
          }),
        });
    },
  },
  {
    name: "persisted queries in the address, and a feed that is scrolled",
    loops: [
      { url: "operationName=LiveScore", kind: "short" },
      { url: "operationName=Unread", kind: "short" },
    ],
    fill(t) {
      t.site(ORIGIN);
      const url = (operation: string, hash: string, variables: object) =>
        `${ORIGIN}/api/graphql?operationName=${operation}&variables=${encodeURIComponent(JSON.stringify(variables))}&extensions=${encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }))}`;
      const [live, unread, feed] = [t.hex(64), t.hex(64), t.hex(64)];
      // A loop that arms itself again has a longer stack each time.
      const stack = (index: number) => [
        "fetch",
        "request",
        "timer",
        ...Array(Math.min(index, 9)).fill("poll"),
      ];
      t.row({
        from: 1500,
        count: 34,
        after: 10_000,
        url: (index) => url("LiveScore", live, { game: 77, after: Math.floor(index / 3) }),
        request: (index) => ({
          answer: { data: { plays: index % 3 ? [] : [{ n: index }] } },
          stack: stack(index),
        }),
      });
      t.row({
        from: 2100,
        count: 6,
        after: 60_000,
        url: url("Unread", unread, {}),
        request: (index) => ({ answer: { data: { unread: 2 } }, stack: stack(index) }),
      });
      t.person(4000, 11, 14_000, (at) =>
        t.ask({
          at,
          url: url("Feed", feed, { cursor: t.word(16), first: 20 }),
          answer: { data: { edges: Array.from({ length: 20 }, () => ({ id: t.word(8) })) } },
          stack: ["fetch", "fetchMore", "onVisible"],
        }),
      );
    },
  },
  {
    name: "a build's log, whose place is packed into one parameter",
    loops: [{ url: "/trace.json?state={…}", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      let offset = 0;
      const state = () => Buffer.from(JSON.stringify({ offset, tags: 0 })).toString("base64url");
      t.row({
        from: 1500,
        count: 110,
        after: 3000,
        url: () => `${ORIGIN}/jobs/5512/trace.json?state=${state()}`,
        request: () => {
          const size = t.random() < 0.5 ? 0 : t.int(80, 4000);
          offset += size;
          return {
            type: "xhr",
            answer: { id: 5512, complete: false, lines: size ? [{ text: t.word(40), offset }] : [] },
            stack: ["xhr", "fetchLog", "timer", "startPolling"],
          };
        },
      });
    },
  },
  {
    name: "messages since the oldest that is known, a time that stands still",
    loops: [{ url: "/conversations.history", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      let oldest = t.sec();
      t.row({
        from: 1500,
        count: 60,
        after: 5000,
        url: `${ORIGIN}/api/conversations.history`,
        request: () => {
          const isNew = t.random() < 0.12;
          const body = `channel=C024&oldest=${oldest}.000100`;
          if (isNew) oldest = t.sec();
          return {
            type: null,
            method: "POST",
            headers: { "content-type": "application/x-www-form-urlencoded" },
            body,
            answer: { ok: true, messages: isNew ? [{ ts: oldest, text: t.word(20) }] : [] },
          };
        },
      });
    },
  },
  {
    name: "requests that are carried together, with boundaries of their own",
    loops: [{ url: "/$batch", kind: "short" }],
    fill(t) {
      t.site(ORIGIN);
      t.row({
        from: 1500,
        count: 30,
        every: 20_000,
        url: `${ORIGIN}/ORDERS_SRV/$batch`,
        request: () => {
          const boundary = `batch_${t.hex(4)}-${t.hex(4)}`;
          return {
            type: null,
            method: "POST",
            headers: { "content-type": `multipart/mixed;boundary=${boundary}` },
            body: `--${boundary}\r\nContent-Type: application/http\r\n\r\nGET Orders?$top=20&$filter=Status%20eq%20%27N%27 HTTP/1.1\r\n\r\n\r\n--${boundary}--`,
            mime: "multipart/mixed",
            answer: `--${t.hex(20)}\r\n\r\n{"d":[]}`,
          };
        },
      });
    },
  },
];
