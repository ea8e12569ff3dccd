import type { ApplicationSession } from "./application-traffic.ts";

/** Chats and stores that hold their answers. */
export const HOLD_OUT_CHATS: readonly ApplicationSession[] = [
  {
    name: "Firebase RTDB .lp JSONP",
    loops: [{ url: "/.lp", kind: "long" }],
    fill(t) {
      t.site("https://game.example");
      const id = t.int(1e5, 9e6);
      let ser = t.int(1e6, 9e6);
      const pw = t.word(10);
      t.row({
        from: 1500,
        count: 20,
        after: () => 15 + 20 * t.random(),
        ms: () => t.pick([t.human(6000, 0.8), 25000]),
        url: () => `https://s-usc1c-nss-2.firebaseio.example/.lp?id=${id}&pw=${pw}&ser=${ser++}&ns=game-1`,
        request: () => ({
          type: "script",
          mime: "application/javascript",
          answer: `pRTLPCB(${t.int(1, 99)},[{"t":"d","d":{"b":{"p":"rooms/1","d":${t.int(1, 999)}},"a":"d"}}]);`,
        }),
      });
    },
  },
  {
    name: "PouchDB _changes longpoll",
    loops: [{ url: "/_changes", kind: "long" }],
    fill(t) {
      const o = "https://couch.example/notes";
      t.site("https://notes.example");
      let s = 50;
      t.ask({ at: 1000, url: `${o}/`, answer: { db_name: "notes", update_seq: 50 } });
      t.ask({ at: 1100, url: `${o}/_local/${t.word(22)}`, status: 404, answer: { error: "not_found" } });
      t.row({
        from: 1500,
        count: 14,
        after: () => 30 + 30 * t.random(),
        ms: () => t.human(14000, 0.8),
        url: () =>
          `${o}/_changes?style=all_docs&feed=longpoll&heartbeat=10000&since=${s}-g1AAAA${t.word(8)}&limit=25`,
        request: () => ({
          answer: {
            results: [{ seq: `${++s}-g1`, id: t.word(9), changes: [{ rev: `1-${t.hex(32)}` }] }],
            last_seq: `${s}-g1`,
            pending: 0,
          },
          stack: ["fetch", "adapterFetch", "fetchData", "fetched"],
        }),
      });
      t.person(4000, 9, 16000, (at) => {
        t.ask({
          at,
          method: "POST",
          url: `${o}/_bulk_get?revs=true&latest=true`,
          body: { docs: [{ id: t.word(9) }] },
          answer: { results: [{ id: t.word(5) }] },
        });
      });
    },
  },
  {
    name: "Dropbox list_folder/longpoll and continue",
    loops: [{ url: "/list_folder/longpoll", kind: "long" }],
    fill(t) {
      t.site("https://files.example");
      let c = t.word(60);
      const end: number[] = [];
      t.row({
        from: 1500,
        count: 11,
        after: () => 300 + 100 * t.random(),
        ms: () => (t.random() < 0.5 ? 30000 + 20000 * t.random() : t.human(15000, 0.6)),
        url: "https://notify.dropboxapi.example/2/files/list_folder/longpoll",
        request: (_i, at) => {
          const ch = t.random() < 0.4;
          const r = {
            method: "POST",
            body: { cursor: c, timeout: 30 },
            answer: { changes: ch },
            stack: ["fetch", "rpcRequest", "poll"],
          };
          if (ch) {
            c = t.word(60);
            end.push(at);
          }
          return r;
        },
      });
      for (const at of end)
        t.ask({
          at: at + 15000,
          method: "POST",
          url: "https://api.dropboxapi.example/2/files/list_folder/continue",
          body: { cursor: t.word(60) },
          answer: { entries: [{ name: t.word(6) }], cursor: t.word(60), has_more: false },
        });
    },
  },
  {
    name: "SockJS xhr fallback (Meteor)",
    loops: [{ url: "/xhr", kind: "long" }],
    fill(t) {
      const b = `https://meteor.example/sockjs/${t.int(100, 999)}/${t.word(8).toLowerCase()}`;
      t.site("https://meteor.example", ["/sockjs/info?cb=abc123"]);
      t.row({
        from: 1400,
        count: 22,
        after: () => 4 + 8 * t.random(),
        ms: () => (t.random() < 0.5 ? 25000 + 20 * t.random() : t.human(2500, 1)),
        url: `${b}/xhr`,
        request: (i) => ({
          method: "POST",
          type: "xhr",
          mime: "application/javascript",
          answer:
            i === 0
              ? "o\n"
              : t.random() < 0.5
                ? "h\n"
                : `a["{\\"msg\\":\\"changed\\",\\"id\\":\\"${t.word(8)}\\"}"]\n`,
          stack: ["send", "AbstractXHRObject", "_scheduleReceiver"],
        }),
      });
      t.person(1600, 12, 14000, (at) =>
        t.ask({
          at,
          method: "POST",
          type: "xhr",
          url: `${b}/xhr_send`,
          body: `["{\\"msg\\":\\"method\\",\\"id\\":\\"${t.int(1, 99)}\\"}"]`,
          status: 204,
          mime: "text/plain",
        }),
      );
    },
  },
  {
    name: "SignalR long polling hub",
    loops: [{ url: "/chatHub", kind: "long" }],
    fill(t) {
      const o = "https://hub.example/chatHub";
      t.site("https://hub.example");
      const id = t.word(22);
      t.ask({
        at: 900,
        url: `${o}/negotiate?negotiateVersion=1`,
        method: "POST",
        answer: {
          connectionId: id,
          connectionToken: id,
          availableTransports: [{ transport: "LongPolling" }],
        },
      });
      t.row({
        from: 1100,
        count: 18,
        after: () => 5 + 25 * t.random(),
        ms: () => t.human(9000, 0.6),
        url: () => `${o}?id=${id}&_=${t.ms()}`,
        request: () => ({
          mime: "application/octet-stream",
          answer:
            t.random() < 0.5
              ? '{"type":6}\u001e'
              : `{"type":1,"target":"news","arguments":["${t.word(9)}"]}\u001e`,
          stack: ["send", "_poll"],
        }),
      });
      t.person(1200, 12, 14000, (at) =>
        t.ask({
          at,
          method: "POST",
          url: `${o}?id=${id}`,
          body: '{"arguments":["hi"],"target":"Send","type":1}\u001e',
          answer: "",
        }),
      );
    },
  },
  {
    name: "Bayeux, everything to one URL",
    loops: [{ url: "/bayeux", kind: "long" }],
    fill(t) {
      const u = "https://dash.example/bayeux";
      const c = t.word(24);
      let id = 1;
      t.site("https://dash.example");
      t.row({
        from: 1200,
        count: 18,
        after: () => 10 + 20 * t.random(),
        ms: () => (t.random() < 0.5 ? 20000 + 90 * t.random() : t.human(5000, 0.8)),
        url: u,
        request: () => ({
          method: "POST",
          type: "xhr",
          body: [{ channel: "/meta/connect", connectionType: "long-polling", id: String(id++), clientId: c }],
          answer: [
            ...(t.random() < 0.5 ? [{ channel: "/quotes/A", data: { p: t.int(1, 99) } }] : []),
            { channel: "/meta/connect", successful: true, id: String(id) },
          ],
          stack: ["send", "xhrSend"],
        }),
      });
      t.person(1500, 14, 12000, (at) =>
        t.ask({
          at,
          url: u,
          type: "xhr",
          method: "POST",
          body: [{ channel: "/service/cmd", data: { a: t.word(5) }, id: String(id++), clientId: c }],
          answer: [{ channel: "/service/cmd", successful: true }],
          stack: ["send", "xhrSend", "publish", "onclick"],
        }),
      );
    },
  },
  {
    name: "Nextcloud Talk: chat and signaling",
    loops: [
      { url: "/chat/", kind: "long" },
      { url: "/signaling/", kind: "long" },
    ],
    fill(t) {
      let k = 100;
      const o = "https://cloud.example/ocs/v2.php/apps/spreed/api";
      t.site("https://cloud.example");
      t.row({
        from: 1500,
        count: 14,
        after: () => 15 + 40 * t.random(),
        ms: () => (t.random() < 0.6 ? 30000 + 80 * t.random() : t.human(9000, 0.8)),
        url: () =>
          `${o}/v1/chat/w8dnz7hp?setReadMarker=0&lookIntoFuture=1&lastKnownMessageId=${k}&includeLastKnown=0&timeout=30`,
        request: () => {
          const n = t.random() < 0.4;
          if (n) k++;
          return {
            type: "xhr",
            status: n ? 200 : 304,
            answer: n ? { ocs: { data: [{ id: k, message: t.word(9) }] } } : undefined,
            stack: ["send", "axios", "getNewMessages"],
          };
        },
      });
      t.row({
        from: 1700,
        count: 14,
        after: () => 15 + 40 * t.random(),
        ms: () => 30000 + 90 * t.random(),
        url: `${o}/v3/signaling/w8dnz7hp`,
        request: () => ({
          type: "xhr",
          answer: { ocs: { data: [{ type: "usersInRoom", data: [] }] } },
          stack: ["send", "axios", "_startPullingMessages"],
        }),
      });
    },
  },
];
