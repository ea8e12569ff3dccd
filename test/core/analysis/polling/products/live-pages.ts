import type { LabelledSession } from "../labelled-session.ts";
import { actAsPerson, loadSite } from "./site.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const JSON_TYPE = { "content-type": "application/json" };

/** Pages that stay up to date: prices, scores, departures, jobs, payments, pieces of HTML. */
export const LIVE_PAGES: readonly LabelledSession[] = [
  {
    name: "an exchange: depth each second, ticker every 3 s, candles by clicks",
    loops: [
      { url: "/api/v3/depth", kind: "short" },
      { url: "/api/v3/ticker/24hr", kind: "short" },
    ],
    fill(t) {
      const origin = "https://api.trade.example/api/v3";
      loadSite(t, "https://trade.example", ["/bapi/config", "/bapi/user"]);
      t.row({
        from: 1500,
        count: 70,
        every: 1000,
        url: `${origin}/depth?symbol=BTCUSDT&limit=100`,
        request: () => ({
          answer: {
            lastUpdateId: Math.floor(1e9 * t.random()),
            bids: [[t.hex(5), "1"]],
            asks: [[t.hex(5), "1"]],
          },
        }),
      });
      t.row({
        from: 1600,
        count: 24,
        every: 3000,
        url: `${origin}/ticker/24hr?symbols=${encodeURIComponent('["BTCUSDT","ETHUSDT"]')}`,
        request: () => ({ answer: [{ symbol: "BTCUSDT", lastPrice: t.hex(5) }] }),
      });
      actAsPerson(t, { from: 8000, times: 7, median: 8000 }, (at, index) =>
        t.ask({
          at,
          url: `${origin}/klines?symbol=BTCUSDT&interval=${["1m", "5m", "1h", "1d"][index % 4]}&limit=500`,
          answer: [[t.hex(8)]],
        }),
      );
    },
  },
  {
    name: "a wallet's node: the number of the block every 4 s, balances after a new one",
    loops: [{ url: "/v3/0123456789abcdef", kind: "short" }],
    fill(t) {
      const url = "https://mainnet.node.example/v3/0123456789abcdef0123456789abcdef";
      let id = 40;
      const call = (at: number, method: string, params: unknown[], result: unknown) => {
        id += 1;
        t.ask({
          at,
          url,
          method: "POST",
          headers: JSON_TYPE,
          body: { jsonrpc: "2.0", id, method, params },
          answer: { jsonrpc: "2.0", id, result },
        });
      };
      call(200, "eth_chainId", [], "0x1");
      call(260, "net_version", [], "1");
      let block = 18_000_000;
      let at = 1000;
      for (let index = 0; index < 30; index += 1) {
        const isNew = index % 3 === 2;
        if (isNew) block += 1;
        call(at, "eth_blockNumber", [], `0x${block.toString(16)}`);
        if (isNew && t.random() < 0.7) {
          call(at + 90, "eth_getBalance", [`0x${"ab".repeat(20)}`, `0x${block.toString(16)}`], "0x0");
        }
        at += 4000 + 15 * t.random();
      }
    },
  },
  {
    name: "gRPC-web: the same small message each 2 s, binary answers with trailers",
    loops: [{ url: "/robot.v1.StatusService/GetStatus", kind: "short" }],
    fill(t) {
      const origin = "https://robot.example/robot.v1";
      const headers = { "content-type": "application/grpc-web-text", "x-grpc-web": "1" };
      t.ask({
        at: 300,
        url: `${origin}.MetadataService/ListResources`,
        method: "POST",
        headers,
        body: "AAAAAAA=",
        mime: "application/grpc-web-text+proto",
        answer: `AAAA${t.hex(40)}`,
      });
      t.row({
        from: 1200,
        count: 30,
        every: 2000,
        url: `${origin}.StatusService/GetStatus`,
        request: () => ({
          method: "POST",
          headers,
          body: "AAAAAAIIAQ==",
          mime: "application/grpc-web-text+proto",
          answer: `AAAAABIKEA${t.hex(16)}gAAAAA9ncnBjLXN0YXR1czowDQo=`,
        }),
      });
    },
  },
  {
    name: "GraphQL: two operations are asked each 5 s and 8 s on one URL, mutations by hand",
    loops: [
      { url: "/graphql", kind: "short" },
      { url: "/graphql", kind: "short" },
    ],
    fill(t) {
      const url = "https://eats.example/graphql";
      const operation = (operationName: string, variables: object, data: object) => ({
        method: "POST",
        headers: JSON_TYPE,
        body: { operationName, variables, query: `query ${operationName} { x }` },
        answer: { data },
        stack: ["fetch", "request", operationName.toLowerCase()],
      });
      for (const [index, name] of ["Viewer", "Cart", "Promos", "OrderStatus", "Unread"].entries()) {
        t.ask({ at: 500 + index * 60, url, ...operation(name, {}, { v: 1 }) });
      }
      t.row({
        from: 5600,
        count: 16,
        every: 5000,
        url,
        request: (index) =>
          operation(
            "OrderStatus",
            { id: "o-771" },
            { order: { stage: index < 9 ? "COOKING" : "ON_THE_WAY" } },
          ),
      });
      t.row({
        from: 8600,
        count: 10,
        every: 8000,
        url,
        request: () => operation("Unread", {}, { unread: 0 }),
      });
      actAsPerson(t, { from: 12_000, times: 5, median: 13_000 }, (at) =>
        t.ask({
          at,
          url,
          ...operation("TipCourier", { amount: 100 + Math.floor(400 * t.random()) }, { ok: true }),
        }),
      );
    },
  },
  {
    name: "departures at a stop each 20 s, while other stops are looked at",
    loops: [{ url: "/departures", kind: "short" }],
    fill(t) {
      const origin = "https://transit.example/v6/stops";
      t.row({
        from: 1000,
        count: 12,
        every: 20_000,
        url: (_index, at) =>
          `${origin}/900100003/departures?when=${Math.floor((1_700_000_000_000 + at) / 1000)}&duration=30&results=12`,
        request: () => ({
          answer: {
            departures: [{ tripId: "1|2|3", delay: 60 * Math.floor(3 * t.random()) }],
            realtimeDataUpdatedAt: Math.floor(1e9 * t.random()),
          },
        }),
      });
      actAsPerson(t, { from: 9000, times: 4, median: 40_000 }, (at) =>
        t.ask({ at, url: `${origin}?query=${t.hex(4)}&results=5`, answer: [{ id: t.hex(9) }] }),
      );
    },
  },
  {
    name: "a flight map: all in the picture every 8 s; the picture is moved now and then",
    loops: [{ url: "/zones/fcgi/feed.js", kind: "short" }],
    fill(t) {
      let north = 52.6;
      let west = 13.1;
      let moveAt = 30_000;
      t.row({
        from: 1500,
        count: 20,
        every: 8000,
        url: (_index, at) => {
          if (at > moveAt) {
            north += t.random() - 0.5;
            west += t.random() - 0.5;
            moveAt += t.human(40_000);
          }
          return `https://data-cloud.planes.example/zones/fcgi/feed.js?faa=1&bounds=${north.toFixed(3)},${(north - 1).toFixed(3)},${west.toFixed(3)},${(west + 2).toFixed(3)}&satellite=1&mlat=1&limit=5000`;
        },
        request: () => ({
          answer: { full_count: Math.floor(14_000 * t.random()), version: 4, [t.hex(8)]: [52.1, 13.2, 90] },
        }),
      });
    },
  },
  {
    name: "a receiver of planes: a file each second with _=",
    loops: [{ url: "/data/aircraft.json", kind: "short" }],
    fill(t) {
      const origin = "http://pi.example/tar1090/data";
      t.ask({ at: 200, url: `${origin}/receiver.json?_=1700000000000`, answer: { lat: 52, refresh: 1000 } });
      t.row({
        from: 700,
        count: 60,
        every: 1000,
        url: (_index, at) => `${origin}/aircraft.json?_=${1_700_000_000_000 + Math.floor(at)}`,
        request: (index) => ({
          http: "http/1.1",
          type: "xhr",
          answer: { now: 1.7e9 + index, aircraft: [{ hex: "3c6444", seen: t.random() }] },
        }),
      });
    },
  },
  {
    name: "how far an upload is, each second while it goes",
    loops: [{ url: "/upload/progress", kind: "short" }],
    fill(t) {
      const origin = "https://files.example/upload";
      const id = t.uuid();
      t.ask({
        at: 8000,
        url: `${origin}?X-Progress-ID=${id}`,
        method: "POST",
        body: "…",
        ms: 14_500,
        answer: { ok: true },
      });
      t.row({
        from: 9000,
        count: 14,
        every: 1000,
        url: `${origin}/progress?X-Progress-ID=${id}`,
        request: (index) => ({
          type: "xhr",
          answer:
            index < 13
              ? { state: "uploading", received: index * 1_000_000, size: 13_000_000 }
              : { state: "done" },
        }),
      });
    },
  },
  {
    name: "a payment that is asked after with growing pauses until it has succeeded",
    loops: [{ url: "/v1/payment_intents/pi_3Mtw", kind: "short" }],
    fill(t) {
      const url =
        "https://api.pay.example/v1/payment_intents/pi_3MtwBwLkdIwHu7ix28a3tqPa?key=pk_test_a&client_secret=pi_3Mtw_secret_YrKJ";
      loadSite(t, "https://checkout.example", ["/v1/elements/sessions", "/v1/consumers/lookup"]);
      t.ask({
        at: 25_000,
        url: url.replace("?", "/confirm?"),
        method: "POST",
        body: "expected=card",
        headers: FORM,
        answer: { status: "requires_action" },
      });
      t.row({
        from: 27_000,
        count: 10,
        after: (index) => Math.min(10_000, 1000 * 1.5 ** index),
        url,
        request: (index) => ({ answer: { id: "pi_3Mtw", status: index < 9 ? "processing" : "succeeded" } }),
      });
    },
  },
  {
    name: "a picture is being made: half a second after each answer until it is there",
    loops: [{ url: "/api/predictions/", kind: "short" }],
    fill(t) {
      const id = t.hex(26);
      loadSite(t, "https://models.example", ["/api/models/x", "/api/account"]);
      t.ask({
        at: 20_000,
        url: "https://models.example/api/predictions",
        method: "POST",
        body: { input: { prompt: "a cat" } },
        status: 201,
        answer: { id, status: "starting" },
      });
      t.row({
        from: 20_600,
        count: 15,
        after: 500,
        ms: 120,
        url: `https://models.example/api/predictions/${id}`,
        request: (index) => ({
          answer: {
            id,
            status: index < 14 ? "processing" : "succeeded",
            logs: "#".repeat(index),
            output: index < 14 ? null : ["a.png"],
          },
        }),
      });
    },
  },
  {
    name: "a status page's script with a callback, every 5 s",
    loops: [{ url: "/ticker.js", kind: "short" }],
    fill(t) {
      t.row({
        from: 900,
        count: 20,
        every: 5000,
        url: (index, at) =>
          `https://quotes.example/ticker.js?callback=jQuery3510${t.hex(4)}_${1_700_000_000_000 + index}&symbols=A,B&_=${1_700_000_000_000 + Math.floor(at)}`,
        request: () => ({
          type: "script",
          mime: "application/javascript",
          answer: `jQuery3510_x([{"p":${Math.floor(99 * t.random())}}])`,
        }),
      });
    },
  },
  {
    name: "scores as text: most answers are a zero, a match that is looked at besides",
    loops: [{ url: "/feed/r_1_1", kind: "short" }],
    fill(t) {
      const origin = "https://d.scores.example/x/feed";
      const headers = { "x-fsign": "SW9D1eZo" };
      loadSite(t, "https://scores.example", []);
      t.ask({
        at: 800,
        url: `${origin}/f_1_0_2_en_1`,
        headers,
        mime: "text/plain",
        answer: "SA÷1¬~ZA÷League¬",
      });
      t.row({
        from: 5000,
        count: 24,
        every: 5000,
        url: `${origin}/r_1_1`,
        request: () => ({
          headers,
          mime: "text/plain",
          answer: t.random() < 0.25 ? `AA÷${t.hex(8)}¬AB÷2¬~` : "0",
        }),
      });
      actAsPerson(t, { from: 12_000, times: 4, median: 20_000 }, (at) =>
        t.ask({ at, url: `${origin}/df_sui_1_${t.hex(8)}`, headers, mime: "text/plain", answer: t.hex(40) }),
      );
    },
  },
  {
    name: "a piece of HTML every 2 s by an attribute",
    loops: [{ url: "/fragments/queue", kind: "short" }],
    fill(t) {
      loadSite(t, "https://desk.example", []);
      t.row({
        from: 2500,
        count: 25,
        every: 2000,
        url: "https://desk.example/fragments/queue",
        request: () => ({
          type: "xhr",
          headers: { "hx-request": "true", "hx-target": "queue" },
          mime: "text/html",
          answer: `<ul>${t.random() < 0.2 ? `<li>${t.hex(4)}</li>` : ""}</ul>`,
        }),
      });
    },
  },
  {
    name: "components that poll through one URL: a signed snapshot goes up and down, clicks too",
    loops: [{ url: "/livewire/update", kind: "short" }],
    fill(t) {
      let checksum = t.hex(64);
      let count = 0;
      const update = (calls: object[]) => {
        const body = {
          _token: "Xy1",
          components: [
            {
              snapshot: JSON.stringify({ data: { count }, memo: { id: "cRt", name: "orders" }, checksum }),
              updates: {},
              calls,
            },
          ],
        };
        if (t.random() < 0.3) count += 1;
        checksum = t.hex(64);
        return {
          method: "POST",
          headers: { ...JSON_TYPE, "x-livewire": "" },
          body,
          answer: {
            components: [
              {
                snapshot: JSON.stringify({ data: { count }, memo: { id: "cRt", name: "orders" }, checksum }),
                effects: { returns: [null], html: `<b>${count}</b>` },
              },
            ],
            assets: [],
          },
        };
      };
      t.row({
        from: 3000,
        count: 24,
        every: 2500,
        url: "https://desk.example/livewire/update",
        request: () => update([{ path: "", method: "$refresh", params: [] }]),
      });
      actAsPerson(t, { from: 11_000, times: 4, median: 12_000 }, (at) =>
        t.ask({
          at,
          url: "https://desk.example/livewire/update",
          ...update([{ path: "", method: "take", params: [Math.floor(50 * t.random())] }]),
        }),
      );
    },
  },
  {
    name: "a form that posts itself each 5 s, with the state of its page",
    loops: [{ url: "/Line.aspx", kind: "short" }],
    fill(t) {
      t.row({
        from: 5200,
        count: 18,
        every: 5000,
        url: "https://plant.example/Line.aspx",
        request: () => ({
          method: "POST",
          type: "xhr",
          headers: { ...FORM, "x-microsoftajax": "Delta=true" },
          mime: "text/plain",
          body: `ScriptManager1=UpdatePanel1%7CTimer1&__EVENTTARGET=Timer1&__EVENTARGUMENT=&__VIEWSTATE=${t.hex(80)}&__EVENTVALIDATION=${t.hex(40)}&__ASYNCPOST=true&`,
          answer: `112|updatePanel|UpdatePanel1|<span>${Math.floor(4 * t.random())}</span>|160|hiddenField|__VIEWSTATE|${t.hex(80)}|`,
        }),
      });
    },
  },
  {
    name: "a frame of a monitor that is loaded again every 15 s with its pictures",
    loops: [{ url: "/cgi-bin/status.cgi", kind: "short" }],
    fill(t) {
      const origin = "http://monitor.example";
      for (let round = 0; round < 10; round += 1) {
        const at = 500 + round * 15_000 + 40 * t.random();
        t.ask({
          at,
          url: `${origin}/cgi-bin/status.cgi?host=all&servicestatustypes=28`,
          type: "document",
          mime: "text/html",
          answer: `<html>${t.hex(8)}</html>`,
          http: "http/1.1",
        });
        for (const name of ["common.css", "status.css"])
          t.ask({
            at: at + 60,
            url: `${origin}/stylesheets/${name}`,
            type: "stylesheet",
            mime: "text/css",
            answer: "…",
            http: "http/1.1",
          });
        for (const name of ["critical.png", "ok.png"])
          t.ask({
            at: at + 70,
            url: `${origin}/images/${name}`,
            type: "image",
            mime: "image/png",
            answer: "…",
            http: "http/1.1",
          });
      }
    },
  },
  {
    name: "flags: a context in the path each 30 s with an ETag, counts of their use by POST",
    loops: [{ url: "/msdk/evalx/contexts/", kind: "short" }],
    fill(t) {
      const origin = "https://flags.example";
      const context = "eyJraW5kIjoidXNlciIsImtleSI6IjQyIiwiYW5vbnltb3VzIjpmYWxzZX0";
      loadSite(t, "https://app.example", ["/api/me", "/api/projects"]);
      t.row({
        from: 800,
        count: 14,
        every: 30_000,
        url: `${origin}/msdk/evalx/contexts/${context}`,
        request: (index) => ({
          headers: { "if-none-match": '"d7b"' },
          status: index === 0 ? 200 : 304,
          answerHeaders: { etag: '"d7b"' },
          ...(index === 0 ? { answer: { dark: { value: true, version: 4 } } } : {}),
        }),
      });
      actAsPerson(t, { from: 9000, times: 6, median: 45_000 }, (at) =>
        t.ask({
          at,
          url: `${origin}/mobile/events/bulk`,
          method: "POST",
          body: [
            {
              kind: "summary",
              startDate: Math.floor(at),
              features: { dark: { counters: [{ count: 1 + Math.floor(9 * t.random()) }] } },
            },
          ],
          status: 202,
        }),
      );
    },
  },
  {
    name: "across origins: each question is preceded by an OPTIONS",
    loops: [{ url: "/v2/alerts", kind: "short" }],
    fill(t) {
      const url = "https://api.alerts.example/v2/alerts?silenced=false";
      loadSite(t, "https://alerts.example", []);
      for (let round = 0; round < 15; round += 1) {
        const at = 1500 + round * 10_000 + 20 * t.random();
        t.ask({
          at,
          url,
          method: "OPTIONS",
          type: "preflight",
          status: 204,
          ms: 20,
          headers: { "access-control-request-method": "GET" },
        });
        t.ask({ at: at + 26, url, headers: { authorization: "Bearer x" }, answer: [] });
      }
    },
  },
  {
    name: "a live broadcast: its playlist is asked for again every 4 s, its pieces once each",
    loops: [{ url: "/chunklist_w8.m3u8", kind: "short" }],
    fill(t) {
      const origin = "https://cdn.live.example/app/stream";
      t.ask({
        at: 900,
        url: `${origin}/playlist.m3u8`,
        mime: "application/vnd.apple.mpegurl",
        answer: "#EXTM3U\nchunklist_w8.m3u8",
      });
      for (let round = 0; round < 22; round += 1) {
        const at = 1100 + round * 4000 + 60 * t.random();
        t.ask({
          at,
          url: `${origin}/chunklist_w8.m3u8`,
          type: "xhr",
          mime: "application/vnd.apple.mpegurl",
          answer: `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:${round}\n#EXTINF:4.0,\nmedia_w8_${round}.ts`,
        });
        t.ask({
          at: at + 80,
          url: `${origin}/media_w8_${round}.ts`,
          type: "xhr",
          mime: "video/mp2t",
          answer: "…",
          ms: 400,
        });
      }
    },
  },
  {
    name: "a nonce in the path of each question",
    loops: [{ url: "/api/wait/", kind: "short" }],
    fill(t) {
      t.row({
        from: 1200,
        count: 20,
        every: 3000,
        jitter: 0.1,
        url: () => `https://bank.example/api/wait/${t.hex(32)}/status`,
        request: () => ({ answer: { status: "PENDING", nonce: t.hex(16) } }),
      });
    },
  },
];
