import type { ApplicationSession } from "./application-traffic.ts";

/** What a timer called. */
const POLL = ["poll", "timer", "start"] as const;

/** Boards, payments, films, tabs. */
export const HOLD_OUT_BUILDS: readonly ApplicationSession[] = [
  {
    name: "Jira board and Confluence heartbeat",
    loops: [
      { url: "/allData.json", kind: "short" },
      { url: "/startheartbeatactivity.action", kind: "short" },
    ],
    fill(t) {
      const o = "https://jira.example";
      t.site(o, ["/rest/api/2/myself", "/rest/menu/latest/appswitcher"]);
      t.row({
        from: 2000,
        count: 16,
        every: 30000,
        jitter: 0.03,
        ms: 400,
        url: () =>
          `${o}/rest/boards/1.0/work/allData.json?rapidViewId=3&selectedProjectKey=ABC&etag=3,1791965,[],[]&_=${t.ms()}`,
        request: (i) => ({
          type: "xhr",
          stack: ["send", "ajax", "timer"],
          status: i % 5 ? 304 : 200,
          answer: i % 5 ? undefined : { issuesData: { issues: [{ id: i, key: `ABC-${i}` }] } },
        }),
      });
      t.row({
        from: 9000,
        count: 15,
        every: 30000,
        ms: 90,
        url: `${o}/wiki/json/startheartbeatactivity.action`,
        request: () => ({
          method: "POST",
          type: "xhr",
          body: "dataType=json&contentId=8812&activityName=EDIT&draftType=page&atl_token=abc",
          answer: [],
          stack: ["send", "ajax", "timer", "heartbeat"],
        }),
      });
    },
  },
  {
    name: "payment status with back-off and an end",
    loops: [{ url: "/status", kind: "short" }],
    fill(t) {
      t.site("https://checkout.example", ["/api/methods"]);
      const id = `pay_${t.word(24)}`;
      let w = 1000;
      t.ask({
        at: 4000,
        method: "POST",
        url: "https://checkout.example/v1/payments",
        body: { amount: 100 },
        answer: { id },
      });
      t.row({
        from: 5000,
        count: 11,
        after: () => (w = Math.min(w * 1.4, 15000)),
        ms: 90,
        url: `https://checkout.example/v1/payments/${id}/status`,
        request: (i) => ({
          answer: { status: i < 10 ? "pending" : "succeeded" },
          stack: ["fetch", "checkStatus", "timer", "checkStatus"],
        }),
      });
    },
  },
  {
    name: "HLS live: playlist and segments",
    loops: [{ url: "/chunklist", kind: "short" }],
    fill(t) {
      const o = "https://live.example/hls/ch1";
      t.site("https://tv.example");
      let n = 8812;
      t.row({
        from: 1500,
        count: 40,
        every: 6000,
        jitter: 0.03,
        ms: 50,
        url: `${o}/chunklist_b2800000.m3u8`,
        request: () => ({
          type: "xhr",
          mime: "application/vnd.apple.mpegurl",
          answer: `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:${n++}\n#EXTINF:6.0,\nseg_${n}.ts\n`,
          stack: ["send", "loadInternal", "timer", "loadPlaylist"],
        }),
      });
      let s = 8812;
      t.row({
        from: 1800,
        count: 40,
        every: 6000,
        jitter: 0.08,
        ms: 300,
        url: () => `${o}/seg_${s++}.ts`,
        request: () => ({ type: "xhr", mime: "video/mp2t", answerBytes: t.int(1e6, 2e6) }),
      });
    },
  },
  {
    name: "hidden tab throttled to a minute",
    loops: [{ url: "/inbox/unread", kind: "short" }],
    fill(t) {
      t.site("https://mail.example");
      t.row({
        from: 1500,
        count: 40,
        every: (i) => (i >= 14 && i < 24 ? 60000 : 5000),
        ms: 70,
        url: "https://mail.example/api/inbox/unread",
        request: (i) => ({ answer: { unread: i > 20 ? 3 : 2 }, stack: POLL }),
      });
    },
  },
  {
    name: "GraphQL persisted GET among others",
    loops: [{ url: "/graphql", kind: "short" }],
    fill(t) {
      const u = (op: string, h: string, v: string) =>
        `https://api.social.example/graphql?operationName=${op}&variables=${encodeURIComponent(v)}&extensions=${encodeURIComponent(`{"persistedQuery":{"version":1,"sha256Hash":"${h}"}}`)}`;
      t.site("https://social.example");
      const h = t.hex(64);
      t.row({
        from: 2000,
        count: 25,
        every: 10000,
        jitter: 0.05,
        ms: 90,
        url: u("NotificationBadge", h, '{"after":null}'),
        request: () => ({
          answer: { data: { viewer: { badge: { count: t.random() < 0.1 ? 1 : 0 } } } },
          stack: POLL,
        }),
      });
      t.person(2500, 25, 9000, (at) =>
        t.ask({
          at,
          url: u(t.pick(["Feed", "Profile", "Post", "Comments"]), t.hex(64), `{"id":"${t.int(1, 9e6)}"}`),
          answer: { data: { node: { id: t.word(9) } } },
        }),
      );
    },
  },
];
