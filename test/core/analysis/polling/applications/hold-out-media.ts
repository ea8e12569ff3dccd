import type { ApplicationSession } from "./application-traffic.ts";

/** Films, uploads, saves, retries: no loops. */
export const HOLD_OUT_MEDIA: readonly ApplicationSession[] = [
  {
    name: "retry of a failing request, then success",
    loops: [],
    fill(t) {
      t.site("https://app.example", ["/api/me"]);
      for (let k = 0; k < 3; k++) {
        let w = 500;
        t.row({
          from: 3000 + k * 60000,
          count: 5,
          after: () => (w *= 2),
          jitter: 0.2,
          ms: 80,
          url: `https://app.example/api/report/${k}`,
          request: (i) => ({
            status: i < 4 ? 503 : 200,
            answer: i < 4 ? { error: "unavailable" } : { rows: [1] },
            stack: ["fetch", "attempt", "timer", "retry"],
          }),
        });
      }
    },
  },
  {
    name: "virtual table: windows of rows while scrolling",
    loops: [],
    fill(t) {
      t.site("https://grid.example");
      let s = 0;
      t.person(
        2500,
        80,
        220,
        (at) => {
          t.ask({
            at,
            method: "POST",
            url: "https://grid.example/api/rows",
            body: { startRow: s, endRow: s + 100, sortModel: [] },
            answer: { rows: [t.word(5)], lastRow: -1 },
          });
          s += 100;
        },
        0.5,
      );
    },
  },
  {
    name: "Google-Docs-like save on typing",
    loops: [],
    fill(t) {
      t.site("https://docs.example", ["/document/d/1/bootstrap"]);
      let r = 1;
      t.person(3000, 60, 1400, (at) =>
        t.ask({
          at,
          method: "POST",
          url: `https://docs.example/document/d/1AbC/save?id=1AbC&sid=${"9f2"}&vc=1&c=1&w=1&flr=0&smv=2147483647&token=x&includes_info_params=true`,
          type: "xhr",
          body: `rev=${r++}&bundles=%5B%7B%22commands%22%3A%5B%7B%22ty%22%3A%22is%22%2C%22s%22%3A%22${t.word(3)}%22%7D%5D%7D%5D`,
          answer: `)]}'\n[["rev",${r}]]`,
        }),
      );
    },
  },
  {
    name: "photo upload in chunks (tus)",
    loops: [],
    fill(t) {
      t.site("https://up.example");
      t.ask({ at: 2000, method: "POST", url: "https://up.example/files", status: 201, answer: "" });
      let o = 0;
      t.row({
        from: 2300,
        count: 40,
        after: 5,
        ms: 600,
        url: `https://up.example/files/${t.hex(32)}`,
        request: () => {
          const r = {
            method: "PATCH",
            type: "xhr",
            headers: { "upload-offset": String(o), "content-type": "application/offset+octet-stream" },
            sentBytes: 524288,
            status: 204,
          };
          o += 524288;
          return r;
        },
      });
    },
  },
  {
    name: "video site: ranges and watch-time beacons",
    loops: [],
    fill(t) {
      t.site("https://video.example", ["/youtubei/v1/next", "/youtubei/v1/player"]);
      let r = 0,
        n = 1;
      t.row({
        from: 1200,
        count: 50,
        every: (i) => (i < 6 ? 400 : 5200),
        jitter: 0.3,
        ms: 250,
        url: () => {
          const a = r;
          r += t.int(2e5, 9e5);
          return `https://r3.video-cdn.example/videoplayback?expire=17289&ei=${"abc"}&id=o-A1&itag=248&range=${a}-${r}&rn=${n++}&rbuf=${t.int(0, 90000)}`;
        },
        request: () => ({
          mime: "video/webm",
          answerBytes: t.int(2e5, 9e5),
          method: "POST",
          body: "x\u0000",
        }),
      });
      let st = 0;
      t.row({
        from: 9000,
        count: 14,
        every: 10000,
        jitter: 0.4,
        ms: 40,
        url: () => {
          const a = st;
          st += t.int(9, 12);
          return `https://video.example/api/stats/watchtime?ns=yt&el=detailpage&cpn=${"Ab12"}&docid=x&ver=2&cmt=${st}.1&st=${a}&et=${st}&state=playing`;
        },
        request: () => ({ status: 204, type: "image", mime: "text/html" }),
      });
    },
  },
  {
    name: "HLS on demand",
    loops: [],
    fill(t) {
      t.site("https://vod.example");
      for (const l of ["master", "v/index", "a/index"])
        t.ask({
          at: 1200,
          url: `https://vod.example/x/${l}.m3u8`,
          type: "xhr",
          mime: "application/x-mpegURL",
          answer: "#EXTM3U",
        });
      for (const k of ["v", "a"]) {
        let s = 1;
        t.row({
          from: 1500,
          count: 60,
          every: (i) => (i < 4 ? 250 : 4000),
          jitter: 0.1,
          ms: 200,
          url: () => `https://vod.example/x/${k}/segment-${s++}-f1.m4s`,
          request: () => ({ type: "xhr", mime: "video/mp4", answerBytes: t.int(3e5, 9e5) }),
        });
      }
    },
  },
];
