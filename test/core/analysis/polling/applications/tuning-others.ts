import type { ApplicationSession } from "./application-traffic.ts";

/** What was taken for a loop, or was none that was found. */
export const TUNING_OTHERS: readonly ApplicationSession[] = [
  {
    name: "ads refresh",
    loops: [],
    fill(t) {
      t.site("https://forum.example", ["/api/thread"]);
      for (let k = 0; k < 10; k++)
        for (let s = 0; s < 2; s++) {
          const at = 2000 + k * 30000 + s * 30 + 500 * t.random();
          t.ask({
            at,
            type: "fetch",
            url: `https://securepubads.doubleclick.example/gampad/ads?pvsid=${t.int(1e9, 9e9)}&correlator=${t.int(1e9, 9e9)}&eid=31&output=ldjh&gdfp_req=1&iu_parts=1%2Fslot${s}&rcs=${k}&prev_scp=refresh%3D${k}&dt=${1791965553000 + k * 30000}`,
            mime: "text/plain",
            answer: `{"/1/slot${s}":["html",0,null,null,0,90,728,1,0]}<script>${t.word(60)}</script>`,
          });
          t.ask({
            at: at + 300,
            type: "image",
            url: `https://tpc.ads.example/simgad/${t.int(1e12, 9e15)}`,
            mime: "image/jpeg",
            answerBytes: 40000,
          });
          t.ask({
            at: at + 900,
            type: "ping",
            url: `https://pagead2.ads.example/pcs/activeview?xai=${t.word(60)}&sig=${t.word(20)}`,
            mime: "image/gif",
            answerBytes: 42,
          });
        }
    },
  },
  {
    name: "video meeting: chat long poll, stats beacons",
    loops: [{ url: "/chat/wait", kind: "long" }],
    fill(t) {
      t.site("https://meet.example");
      t.row({
        from: 1500,
        count: 15,
        after: () => 50,
        ms: () => t.human(20000, 0.4),
        url: "https://meet.example/room/x/chat/wait",
        request: () => ({ answer: { m: t.word(4) }, stack: ["fetch", "loop"] }),
      });
      t.row({
        from: 2000,
        count: 30,
        every: 10000,
        ms: 50,
        url: "https://stats.meet.example/v1/rtcstats",
        request: () => ({ method: "POST", type: "ping", body: { s: t.word(200) }, status: 204 }),
      });
    },
  },
  {
    name: "two frames poll the same",
    loops: [
      { url: "/widget/state", kind: "short" },
      { url: "/widget/state", kind: "short" },
    ],
    fill(t) {
      t.site("https://portal.example");
      for (const k of [0, 1])
        t.row({
          from: 2000 + k * 1700,
          count: 30,
          every: 6000,
          ms: 70,
          url: "https://portal.example/widget/state",
          request: () => ({ answer: { state: "idle" }, stack: [k ? "frameB" : "frameA", "timer", "main"] }),
        });
    },
  },
  {
    name: "FullStory and Hotjar bundles, LogRocket",
    loops: [],
    fill(t) {
      t.site("https://saas.example");
      let q = 1;
      t.row({
        from: 3000,
        count: 40,
        every: 5000,
        ms: 90,
        url: () =>
          `https://rs.fullstory.example/rec/bundle/v2?OrgId=AB&UserId=1&SessionId=2&PageId=3&Seq=${q++}&ClientTime=${1791965553000 + q * 5000}&PageStart=1`,
        request: () => ({
          method: "POST",
          type: "xhr",
          body: {
            Seq: q,
            When: q * 5000,
            Evts: Array.from({ length: t.int(1, 30) }, () => ({ K: t.int(1, 9), A: [t.int(1, 900)] })),
          },
          answer: { BundleTime: 1791965553000 + q, CookieTime: 1 },
          stack: ["send", "sendBundle", "timer"],
        }),
      });
      t.row({
        from: 4000,
        count: 12,
        every: 10000,
        jitter: 0.2,
        ms: 90,
        url: () => `https://r.lr-ingest.example/i?a=x%2Fy&r=5-${t.uuid()}&t=${t.uuid()}&s=0&rs=0,t&u=1`,
        request: () => ({
          method: "POST",
          type: "fetch",
          headers: { "content-type": "application/octet-stream" },
          sentBytes: t.int(900, 9000),
          answer: "",
        }),
      });
    },
  },
  {
    name: "SSE cut by the server every few seconds",
    loops: [{ url: "/stream", kind: "short" }],
    fill(t) {
      t.site("https://php.example");
      let id = 1;
      t.row({
        from: 1500,
        count: 25,
        after: 3000,
        ms: () => 120,
        url: "https://php.example/stream.php",
        request: () => ({
          type: "eventsource",
          mime: "text/event-stream",
          headers: { "last-event-id": String(id) },
          answer: `id: ${++id}\nretry: 3000\ndata: {"n":${t.random() < 0.3 ? id : 0}}\n\n`,
          stack: ["EventSource", "connect"],
        }),
      });
    },
  },
];
