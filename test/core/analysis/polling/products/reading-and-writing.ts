import type { LabelledSession } from "../labelled-session.ts";
import { actAsPerson, loadSite } from "./site.ts";

const JSON_TYPE = { "content-type": "application/json" };

/** What looks like polling and is a person who reads, writes or plays, or a library that reports. No loop in any of them. */
export const READING_AND_WRITING: readonly LabelledSession[] = [
  {
    name: "a map that is dragged: data by its edges, tiles in bursts",
    loops: [],
    fill(t) {
      const origin = "https://maps.example";
      loadSite(t, origin, ["/api/config", "/api/layers"]);
      let east = 13;
      actAsPerson(t, { from: 3000, times: 28, median: 1700 }, (at) => {
        east += t.random() - 0.4;
        const box = `${(east - 0.2).toFixed(5)},52.1,${east.toFixed(5)},52.6`;
        t.ask({
          at,
          url: `${origin}/api/places?bbox=${box}&zoom=${12 + Math.floor(3 * t.random())}`,
          answer: { features: [{ id: t.hex(6) }] },
        });
        for (let tile = 0; tile < 4; tile += 1) {
          t.ask({
            at: at + 5 + 30 * tile,
            url: `${origin}/tiles/12/${Math.floor(east * 170)}/${1343 + tile}.pbf`,
            mime: "application/x-protobuf",
            answer: t.hex(20),
          });
        }
      });
    },
  },
  {
    name: "a timeline that is read on and on, a cursor in GraphQL's variables by GET",
    loops: [],
    fill(t) {
      const origin = "https://social.example/i/api/graphql/K0X1xbCZUjttdK8RazKAlw/HomeTimeline";
      loadSite(t, "https://social.example", ["/i/api/1.1/account/settings.json"]);
      actAsPerson(t, { from: 1500, times: 22, median: 2600 }, (at) => {
        const variables = encodeURIComponent(
          JSON.stringify({ count: 20, cursor: `DAABCgAB${t.hex(20)}`, seenTweetIds: [t.hex(8)] }),
        );
        t.ask({
          at,
          url: `${origin}?variables=${variables}&features=%7B%7D`,
          answer: { data: { home: { entries: [{ id: t.hex(10) }] } } },
        });
        for (let index = 0; index < 5; index += 1) {
          t.ask({
            at: at + 200 + 40 * index,
            url: `https://pbs.social.example/media/${t.hex(12)}?format=jpg&name=small`,
            type: "image",
            mime: "image/jpeg",
            answer: "…",
          });
        }
      });
    },
  },
  {
    name: "a document that is written: it is saved after each pause in typing",
    loops: [],
    fill(t) {
      let text = "It was";
      let revision = 4;
      actAsPerson(t, { from: 4000, times: 26, median: 2300 }, (at) => {
        text += ` ${t.hex(1 + Math.floor(9 * t.random()))}`;
        revision += 1;
        t.ask({
          at,
          url: "https://docs.example/api/documents/8f14e45f/content",
          method: "PUT",
          headers: JSON_TYPE,
          body: { text, revision },
          answer: { revision, savedAt: Math.floor(at) },
        });
      });
    },
  },
  {
    name: "an editor that posts commands with its revision while one types steadily",
    loops: [],
    fill(t) {
      let revision = 100;
      const next = () => {
        revision += 7;
        return revision;
      };
      for (let stretch = 0; stretch < 3; stretch += 1) {
        const from = 3000 + stretch * 45_000;
        t.row({
          from,
          count: 14,
          every: 1500,
          jitter: 0.25,
          url: () =>
            `https://docs.example/d/1abc/save?id=1abc&sid=${"a1b2"}&vc=1&c=1&w=1&flr=0&smv=46&token=x&rev=${next()}`,
          request: (index) => ({
            method: "POST",
            type: "xhr",
            body: `bundles=[{"commands":[{"ty":"is","ibi":${1 + index},"s":"${t.hex(5)}"}],"sid":"a1b2","reqId":${index}}]`,
            answer: `)]}'\n[["${t.hex(6)}",${revision}]]`,
          }),
        });
      }
    },
  },
  {
    name: "errors and a replay of the session go out every 5 s",
    loops: [],
    fill(t) {
      loadSite(t, "https://app.example", ["/api/me"]);
      t.row({
        from: 5400,
        count: 24,
        every: 5000,
        jitter: 0.05,
        url: "https://o1.ingest.errors.example/api/123/envelope/?sentry_key=abc&sentry_version=7&sentry_client=js%2F8.0.0",
        request: (index) => ({
          method: "POST",
          body: `{"event_id":"${t.hex(32)}","sent_at":"x"}\n{"type":"replay_event"}\n{"segment_id":${index}}\n{"type":"replay_recording","length":8}\n${t.hex(200)}`,
          headers: { "content-type": "text/plain" },
          answer: {},
        }),
      });
    },
  },
  {
    name: "a session recorder: bundles in sequence, the answer says go on",
    loops: [],
    fill(t) {
      t.row({
        from: 5000,
        count: 20,
        every: 5000,
        jitter: 0.15,
        url: (index) =>
          `https://rs.record.example/rec/bundle/v2?OrgId=ABC&UserId=u1&SessionId=s1&PageId=p1&Seq=${index + 1}&PageStart=1700000000000&PrevBundleTime=${1_700_000_000_000 + index * 5000}&LastActivity=${Math.floor(5000 * t.random())}&IsNewSession=false`,
        request: (index) => ({
          method: "POST",
          type: "xhr",
          body: JSON.stringify({
            When: index * 5000,
            Seq: index + 1,
            Evts: [{ Kind: 16, Args: [t.hex(12)] }],
          }),
          headers: { "content-type": "text/plain" },
          answer: { BundleTime: 1_700_000_000_000 + index * 5000 },
        }),
      });
    },
  },
  {
    name: "measurements of real users: batches each 30 s, accepted",
    loops: [],
    fill(t) {
      t.row({
        from: 30_000,
        count: 10,
        every: 30_000,
        url: (_index, at) =>
          `https://browser-intake.rum.example/api/v2/rum?ddsource=browser&ddtags=env%3Aprod&dd-api-key=pub1&dd-request-id=${t.uuid()}&batch_time=${1_700_000_000_000 + Math.floor(at)}`,
        request: () => ({
          method: "POST",
          status: 202,
          body: `{"type":"view","id":"${t.hex(8)}"}\n{"type":"resource","id":"${t.hex(8)}"}`,
          headers: { "content-type": "text/plain;charset=UTF-8" },
          answer: { request_id: t.uuid() },
        }),
      });
      t.row({
        from: 10_000,
        count: 20,
        every: 10_000,
        url: (_index, at) =>
          `https://bam.rum.example/events/1/NRJS-1?a=11&v=1.2&rst=${Math.floor(at)}&ck=0&s=${"ab12"}&ref=https://app.example/`,
        request: () => ({
          method: "POST",
          type: "xhr",
          body: `bel.7;2,${t.hex(20)}`,
          headers: { "content-type": "text/plain" },
          mime: "image/gif",
          answer: "GIF89a",
        }),
      });
    },
  },
  {
    name: "analytics in batches: on a timer, only when something happened",
    loops: [],
    fill(t) {
      actAsPerson(t, { from: 4000, times: 18, median: 9000 }, (at) =>
        t.ask({
          at: Math.ceil(at / 5000) * 5000 + 8 * t.random(),
          url: "https://api.segment.example/v1/batch",
          method: "POST",
          headers: JSON_TYPE,
          body: {
            batch: [{ type: "track", event: t.hex(5), messageId: `ajs-${t.hex(20)}`, timestamp: at }],
            sentAt: at,
          },
          answer: { success: true },
        }),
      );
      for (let hit = 1; hit < 14; hit += 1) {
        t.ask({
          at: hit * 6000 + t.human(900),
          url: `https://www.ga.example/g/collect?v=2&tid=G-1&_p=${hit * 7}&cid=1.1&sid=17&sct=1&seg=1&en=scroll&_et=${Math.floor(5000 * t.random())}&_s=${hit}`,
          method: "POST",
          type: "ping",
          status: 204,
        });
      }
    },
  },
  {
    name: "how far a film was watched is told every 10 s",
    loops: [],
    fill(t) {
      t.row({
        from: 12_000,
        count: 30,
        every: 10_000,
        url: "https://video.example/api/progress",
        request: (index) => ({
          method: "POST",
          headers: JSON_TYPE,
          body: { videoId: "abc", position: index * 10, duration: 1800, paused: false },
          status: 204,
        }),
      });
      t.row({
        from: 2000,
        count: 50,
        every: 6000,
        jitter: 0.1,
        url: (index) => `https://cdn.video.example/abc/seg-${index + 1}-v1-a1.ts`,
        request: { type: "xhr", mime: "video/mp2t", answer: "…" },
      });
    },
  },
  {
    name: "watch time by GET: the same address with the film's clock, answered 204",
    loops: [],
    fill(t) {
      let from = 0;
      t.row({
        from: 10_000,
        count: 12,
        every: (index) => (index < 3 ? 10_000 : 40_000),
        url: (_index, at) => {
          const st = from;
          from = Math.floor(at / 1000);
          return `https://video.example/api/stats/watchtime?ns=yt&el=detailpage&cpn=abc&docid=x&ver=2&cmt=${from}&st=${st}&et=${from}&rt=${from}&len=1800&state=playing`;
        },
        request: { type: "ping", status: 204 },
      });
    },
  },
  {
    name: "a film in pieces of two tracks, and in ranges of one address",
    loops: [],
    fill(t) {
      for (const track of ["video/4", "audio/1"]) {
        t.row({
          from: 1000,
          count: 34,
          every: 4000,
          jitter: 0.12,
          url: (index) => `https://dash.example/film/${track}/${index + 1}.m4s`,
          request: { type: "fetch", mime: "video/mp4", answer: "…" },
          ms: 300,
        });
      }
      let offset = 0;
      t.row({
        from: 900,
        count: 26,
        every: 5200,
        jitter: 0.2,
        url: (index) => {
          const begin = offset;
          offset += 900_000;
          return `https://rr3.tube.example/videoplayback?expire=1700&ei=x&id=o-A&itag=248&range=${begin}-${offset - 1}&rn=${index + 1}&rbuf=${Math.floor(20_000 * t.random())}`;
        },
        request: { method: "POST", body: "x", mime: "video/webm", answer: "…" },
      });
    },
  },
  {
    name: "fetches that fail and are tried again: three causes, growing pauses with jitter",
    loops: [],
    fill(t) {
      for (const [index, path] of ["session", "inventory", "recommendations"].entries()) {
        t.row({
          from: 2000 + index * 21_000,
          count: 5,
          after: (n) => 500 * 2 ** n,
          jitter: 0.3,
          url: `https://shop.example/api/${path}`,
          request: (n) =>
            n < 4 ? { status: 503, answer: { error: "unavailable" } } : { answer: { ok: t.hex(6) } },
        });
      }
    },
  },
  {
    name: "a shop that fetches ahead: routes of links that come into view, and on hover",
    loops: [],
    fill(t) {
      const origin = "https://shop.example";
      loadSite(t, origin, ["/api/cart", "/api/customer"]);
      actAsPerson(t, { from: 2000, times: 12, median: 2500 }, (at) => {
        for (let index = 0; index < 3; index += 1) {
          t.ask({
            at: at + 15 * index,
            url: `${origin}/_next/data/b7xQ/products/${t.hex(7)}.json?slug=${t.hex(7)}`,
            headers: { purpose: "prefetch", "x-nextjs-data": "1" },
            answer: { pageProps: {} },
          });
        }
        t.ask({
          at: at + 300,
          url: `${origin}/category/shoes?_rsc=${t.hex(5)}`,
          headers: { rsc: "1", "next-router-prefetch": "1" },
          mime: "text/x-component",
          answer: t.hex(30),
        });
      });
    },
  },
  {
    name: "pages of a single-page application that are walked through: the same four questions each",
    loops: [],
    fill(t) {
      const origin = "https://crm.example";
      loadSite(t, origin, ["/api/me", "/api/flags", "/api/menu"]);
      actAsPerson(t, { from: 4000, times: 14, median: 6000 }, (at) => {
        for (const [index, name] of ["me", "flags", "unread-count"].entries()) {
          t.ask({ at: at + 12 * index, url: `${origin}/api/${name}`, answer: { name, n: 0 } });
        }
        t.ask({
          at: at + 50,
          url: `${origin}/api/accounts/${Math.floor(9000 * t.random())}`,
          answer: { id: t.hex(6) },
        });
      });
    },
  },
  {
    name: "what is available is asked while one types: a name, an address",
    loops: [],
    fill(t) {
      const word = "maximilianmuster";
      let at = 3000;
      for (let length = 3; length <= word.length; length += 1) {
        at += 250 + t.human(180);
        t.ask({
          at,
          url: `https://join.example/api/username/available?name=${word.slice(0, length)}`,
          answer: { available: t.random() < 0.5 },
        });
      }
      for (let length = 3; length < 14; length += 1) {
        at += 300 + t.human(200);
        t.ask({
          at,
          url: "https://join.example/api/places:autocomplete",
          method: "POST",
          headers: JSON_TYPE,
          body: { input: "Hauptstr. 12 Berlin".slice(0, length + 2), sessionToken: "s1" },
          answer: { suggestions: [{ id: t.hex(6) }] },
        });
      }
    },
  },
  {
    name: "a large upload: parts by PATCH with their offset, and by PUT with their number",
    loops: [],
    fill(t) {
      t.row({
        from: 3000,
        count: 20,
        after: 10,
        ms: 1400,
        url: "https://tus.example/files/24e533e02ec3bc40c387f1a0e460e216",
        request: (index) => ({
          method: "PATCH",
          body: "…",
          headers: {
            "upload-offset": String(index * 5_242_880),
            "content-type": "application/offset+octet-stream",
          },
          status: 204,
          answerHeaders: { "upload-offset": String((index + 1) * 5_242_880) },
        }),
      });
      t.row({
        from: 4000,
        count: 18,
        after: 8,
        ms: 1800,
        url: (index) => `https://bucket.example/film.mp4?partNumber=${index + 1}&uploadId=VXBsb2Fk`,
        request: { method: "PUT", body: "…", answerHeaders: { etag: '"x"' } },
      });
    },
  },
  {
    name: "a measurement of the line: downloads and pings one after the other",
    loops: [],
    fill(t) {
      const end = t.row({
        from: 2000,
        count: 20,
        after: 5,
        ms: 30,
        url: () => `https://speed.example/ping?r=${t.random()}`,
        request: { answer: "" },
      });
      const next = t.row({
        from: end + 500,
        count: 14,
        after: 4,
        ms: 900,
        url: () => `https://speed.example/download?size=25000000&r=${t.random()}`,
        request: { mime: "application/octet-stream", answerBytes: 25_000_000 },
      });
      t.row({
        from: next + 500,
        count: 12,
        after: 4,
        ms: 1100,
        url: () => `https://speed.example/upload?r=${t.random()}`,
        request: { method: "POST", sentBytes: 10_000_000, answer: "" },
      });
    },
  },
  {
    name: "sixty items of a list, fetched one after the other",
    loops: [],
    fill(t) {
      t.ask({
        at: 800,
        url: "https://news.example/v0/topstories.json",
        answer: Array.from({ length: 60 }, (_, index) => 38_000_000 + index),
      });
      t.row({
        from: 1000,
        count: 60,
        after: 2,
        ms: 45,
        url: (index) => `https://news.example/v0/item/${38_000_000 + index * 7}.json`,
        request: (index) => ({ answer: { id: index, title: t.hex(12) } }),
      });
    },
  },
  {
    name: "a PDF and a podcast by ranges",
    loops: [],
    fill(t) {
      t.row({
        from: 1200,
        count: 20,
        after: 60,
        ms: 90,
        url: "https://papers.example/pdf/2301.00001.pdf",
        request: (index) => ({
          status: 206,
          mime: "application/pdf",
          answer: "…",
          headers: { range: `bytes=${index * 65_536}-${(index + 1) * 65_536 - 1}` },
        }),
      });
      t.row({
        from: 2000,
        count: 18,
        every: 10_000,
        jitter: 0.1,
        url: "https://pod.example/e/412.mp3",
        request: (index) => ({
          status: 206,
          type: "media",
          mime: "audio/mpeg",
          answer: "…",
          headers: { range: `bytes=${index * 300_000}-` },
        }),
      });
    },
  },
  {
    name: "a worker is checked at each page that is opened",
    loops: [],
    fill(t) {
      const origin = "https://pwa.example";
      actAsPerson(t, { from: 100, times: 7, median: 22_000 }, (at) => {
        loadSite(t, origin, ["/api/feed"], at);
        t.ask({
          at: at + 900,
          url: `${origin}/sw.js`,
          type: "script",
          mime: "text/javascript",
          answer: "self.x=1",
          headers: { "service-worker": "script", "cache-control": "max-age=0" },
        });
      });
    },
  },
  {
    name: "moves in a game against somebody, one after the other",
    loops: [],
    fill(t) {
      actAsPerson(t, { from: 5000, times: 30, median: 5000 }, (at, index) =>
        t.ask({
          at,
          url: "https://chess.example/api/board/game/q7ZvsdUF/move",
          method: "POST",
          body: { move: t.hex(4), ply: index * 2 },
          answer: { ok: true },
        }),
      );
    },
  },
  {
    name: "conversation with a model: each answer a stream, titles and feedback besides",
    loops: [],
    fill(t) {
      loadSite(t, "https://ai.example", ["/api/conversations?offset=0&limit=28", "/api/models"]);
      actAsPerson(t, { from: 9000, times: 9, median: 26_000 }, (at) => {
        t.ask({
          at,
          url: "https://ai.example/api/conversation",
          method: "POST",
          body: { messages: [{ id: t.uuid(), content: t.hex(40) }], parent: t.uuid() },
          ms: 6000 + 9000 * t.random(),
          mime: "text/event-stream",
          answer: "data: {}\n\ndata: [DONE]\n\n",
        });
        t.ask({
          at: at + 400,
          url: "https://ai.example/api/moderations",
          method: "POST",
          body: { input: t.hex(30) },
          answer: { flagged: false },
        });
      });
    },
  },
  {
    name: "tokens that are renewed shortly before they end",
    loops: [],
    fill(t) {
      t.row({
        from: 240_000,
        count: 8,
        every: 240_000,
        url: "https://id.example/realms/x/protocol/openid-connect/token",
        request: () => ({
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: `grant_type=refresh_token&refresh_token=eyJ${t.hex(60)}&client_id=web`,
          answer: { access_token: `eyJ${t.hex(60)}`, expires_in: 300, refresh_token: `eyJ${t.hex(60)}` },
        }),
      });
    },
  },
  {
    name: "pictures of a show change every 5 s; a weather radar's are fetched ahead and then shown",
    loops: [],
    fill(t) {
      t.row({
        from: 3000,
        count: 16,
        every: 5000,
        url: () => `https://hotel.example/media/hero-${t.hex(6)}.jpg`,
        request: { type: "image", mime: "image/jpeg", answer: "…" },
      });
      for (let frame = 0; frame < 13; frame += 1) {
        for (let tile = 0; tile < 6; tile += 1) {
          t.ask({
            at: 4000 + 40 * frame + 5 * tile,
            url: `https://radar.example/v2/radar/${1_700_000_000 + frame * 600}/256/6/${30 + tile}/20/2/1_1.png`,
            type: "image",
            mime: "image/png",
            answer: "…",
          });
        }
      }
    },
  },
  {
    name: "a large page that only loads, with the same questions of many parts, and is then read",
    loops: [],
    fill(t) {
      const origin = "https://paper.example";
      loadSite(t, origin, ["/api/me", "/api/consent", "/api/weather", "/api/me", "/api/paywall?id=1"]);
      for (let index = 0; index < 40; index += 1) {
        t.ask({
          at: 700 + 60 * index + 90 * t.random(),
          url: `${origin}/api/teaser/${10_000 + index * 3}`,
          answer: { title: t.hex(9) },
        });
        t.ask({
          at: 800 + 70 * index,
          url: `https://ads.example/bid?slot=${index % 6}&cb=${t.hex(8)}`,
          method: "POST",
          body: { imp: [{ id: t.hex(6) }] },
          status: index % 3 ? 204 : 200,
        });
        t.ask({
          at: 1500 + 200 * index * t.random(),
          url: `${origin}/img/${t.hex(10)}.webp?w=640`,
          type: "image",
          mime: "image/webp",
          answer: "…",
        });
      }
      actAsPerson(t, { from: 15_000, times: 6, median: 9000 }, (at) =>
        t.ask({
          at,
          url: `${origin}/img/${t.hex(10)}.webp?w=640`,
          type: "image",
          mime: "image/webp",
          answer: "…",
        }),
      );
    },
  },
  {
    name: "a calendar that is leafed through, a cart whose numbers are clicked up",
    loops: [],
    fill(t) {
      let week = 10;
      actAsPerson(t, { from: 3000, times: 14, median: 2200 }, (at) => {
        week += 1;
        t.ask({
          at,
          url: `https://calendar.example/api/events?from=2026-W${week}&to=2026-W${week + 1}`,
          answer: { events: [] },
        });
      });
      actAsPerson(t, { from: 45_000, times: 12, median: 900 }, (at, index) =>
        t.ask({
          at,
          url: "https://shop.example/cart/items/5",
          method: "PATCH",
          body: { quantity: index + 1 },
          answer: { total: (index + 1) * 9 },
        }),
      );
    },
  },
];
