import type { LabelledSession } from "../labelled-session.ts";
import { actAsPerson, loadSite } from "./site.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const JSON_TYPE = { "content-type": "application/json" };

/** Applications in which people meet: mail, chat, forums, presence, and what they fall back to without a socket. */
export const CONVERSATIONS: readonly LabelledSession[] = [
  {
    name: "mail: synchronisation by POST with a counter in the URL, and the reader's own actions there too",
    loops: [{ url: "/sync/u/0/i/s", kind: "short" }],
    fill(t) {
      const origin = "https://mail.example";
      loadSite(t, origin, ["/sync/u/0/i/fd"]);
      let count = 1;
      t.row({
        from: 3000,
        count: 14,
        every: 30_000,
        jitter: 0.06,
        url: () => `${origin}/sync/u/0/i/s?hl=de&c=${count++}&rt=r&pt=ji`,
        request: (_index, at) => ({
          method: "POST",
          headers: JSON_TYPE,
          body: [
            [null, null, [["m", 41_207]]],
            [1, `${Math.floor(at)}`, null, 0, [30]],
          ],
          answer: [[null, null, [["m", 41_207]], t.random() < 0.2 ? [t.hex(16)] : null]],
        }),
      });
      actAsPerson(t, { from: 40_000, times: 9, median: 30_000 }, (at) =>
        t.ask({
          at,
          url: `${origin}/sync/u/0/i/fd?hl=de&c=${count++}&rt=r&pt=ji`,
          method: "POST",
          headers: JSON_TYPE,
          body: [[[`thread-f:${Math.floor(1e15 * t.random())}`, 1]]],
          answer: [[t.hex(60)]],
        }),
      );
    },
  },
  {
    name: "a channel that is bound again and again; what is sent goes up on the same path",
    loops: [{ url: "/channel/bind", kind: "long" }],
    fill(t) {
      const origin = "https://chat.example/channel/bind";
      const SID = t.hex(22);
      t.ask({
        at: 300,
        url: `${origin}?VER=8&RID=41230&CVER=22&zx=${t.hex(12)}&t=1`,
        method: "POST",
        body: "count=0",
        headers: FORM,
        mime: "text/plain",
        answer: `51\n[[0,["c","${SID}","",8]]]`,
      });
      let AID = 0;
      t.row({
        from: 500,
        count: 9,
        after: 20,
        url: () => `${origin}?VER=8&RID=rpc&SID=${SID}&CI=0&AID=${AID}&TYPE=xmlhttp&zx=${t.hex(12)}&t=1`,
        ms: () => 12_000 + 30_000 * t.random(),
        request: () => {
          AID += 1 + Math.floor(4 * t.random());
          return { type: "xhr", mime: "text/plain", answer: `27\n[[${AID},["noop"]]]` };
        },
      });
      actAsPerson(t, { from: 5000, times: 12, median: 12_000 }, (at, index) =>
        t.ask({
          at,
          url: `${origin}?VER=8&SID=${SID}&RID=${41_231 + index}&AID=${AID}&zx=${t.hex(12)}&t=1`,
          method: "POST",
          headers: FORM,
          body: `count=1&ofs=${index}&req0_data=${t.hex(30)}`,
          mime: "text/plain",
          answer: `11\n[1,${AID},7]`,
        }),
      );
    },
  },
  {
    name: "SockJS without a socket: xhr is held, heartbeats each 25 s, sends answer 204",
    loops: [{ url: "/xhr", kind: "long" }],
    fill(t) {
      const base = `https://app.example/ws/${Math.floor(999 * t.random())}/${t.hex(8)}`;
      t.ask({
        at: 300,
        url: "https://app.example/ws/info?t=1700000000001",
        answer: { websocket: true, entropy: 1 },
      });
      t.ask({
        at: 500,
        url: `${base}/xhr`,
        method: "POST",
        mime: "application/javascript",
        answer: "o\n",
        type: "xhr",
        ms: 30,
      });
      t.row({
        from: 540,
        count: 14,
        after: 3,
        url: `${base}/xhr`,
        ms: () => Math.min(25_000, 400 + t.human(11_000)),
        request: () => ({
          method: "POST",
          type: "xhr",
          mime: "application/javascript",
          answer: t.random() < 0.5 ? "h\n" : `a["{\\"n\\":\\"${t.hex(8)}\\"}"]\n`,
        }),
      });
      actAsPerson(t, { from: 6000, times: 8, median: 14_000 }, (at) =>
        t.ask({
          at,
          url: `${base}/xhr_send`,
          method: "POST",
          type: "xhr",
          body: [`{"text":"${t.hex(20)}"}`],
          status: 204,
        }),
      );
    },
  },
  {
    name: "a hub on long polling: cut after 90 s with nothing, answered by calls",
    loops: [{ url: "/hubs/orders", kind: "long" }],
    fill(t) {
      const origin = "https://shop.example/hubs/orders";
      const id = t.hex(22);
      t.ask({
        at: 200,
        url: `${origin}/negotiate?negotiateVersion=1`,
        method: "POST",
        answer: { connectionToken: id },
      });
      t.ask({
        at: 320,
        url: `${origin}?id=${id}`,
        method: "POST",
        body: '{"protocol":"json","version":1}\u001e',
      });
      t.row({
        from: 340,
        count: 8,
        after: 4,
        url: (_index, at) => `${origin}?id=${id}&_=${1_700_000_000_000 + Math.floor(at)}`,
        ms: (index) => (index % 3 === 2 ? 90_000 : 8000 + 60_000 * t.random()),
        request: (index) =>
          index % 3 === 2
            ? { mime: "application/octet-stream" }
            : {
                mime: "application/octet-stream",
                answer: `{"type":1,"target":"changed","arguments":["${t.hex(6)}"]}\u001e`,
              },
      });
    },
  },
  {
    name: "a framework's long poll with a token that changes, and its heartbeat every 30 s",
    loops: [{ url: "/live/longpoll", kind: "long" }],
    fill(t) {
      const origin = "https://shop.example/live/longpoll?_csrf_token=ab&vsn=2.0.0";
      let token = t.hex(60);
      t.ask({ at: 300, url: origin, answer: { messages: [], status: 410, token } });
      t.row({
        from: 420,
        count: 22,
        after: 2,
        url: () => `${origin}&token=SFMyNT.${token}`,
        ms: () => (t.random() < 0.7 ? 10_000 : 500 + 8000 * t.random()),
        request: () => {
          const isEmpty = t.random() < 0.7;
          token = t.hex(60);
          return {
            answer: {
              messages: isEmpty ? [] : [`[4,null,"lv:1","diff",{"0":"${t.hex(5)}"}]`],
              status: isEmpty ? 204 : 200,
              token: `SFMyNT.${token}`,
            },
          };
        },
      });
      actAsPerson(t, { from: 9000, times: 7, median: 20_000 }, (at, index) =>
        t.ask({
          at,
          url: `${origin}&token=SFMyNT.${token}`,
          method: "POST",
          body: `["4","${index}","lv:1","event",{"type":"click"}]`,
          answer: { status: 200 },
        }),
      );
    },
  },
  {
    name: "a messenger's events: held, with a queue and the last event's number",
    loops: [{ url: "/json/events", kind: "long" }],
    fill(t) {
      const origin = "https://team.example/json";
      loadSite(t, "https://team.example", [
        "/json/messages?anchor=newest&num_before=200",
        "/json/users/me/presence",
      ]);
      let last = -1;
      t.row({
        from: 1500,
        count: 11,
        after: 1,
        url: () =>
          `${origin}/events?dont_block=false&queue_id=fb67bf8a-c031-47cc-84cf-ed80accacda8&last_event_id=${last}`,
        ms: () => Math.min(50_000, 2000 + t.human(14_000)),
        request: () => {
          last += 1;
          return {
            answer: {
              result: "success",
              events: [{ type: t.random() < 0.5 ? "heartbeat" : "message", id: last }],
            },
          };
        },
      });
    },
  },
  {
    name: "a social network's long poll: the server's key and a ts that moves on",
    loops: [{ url: "/nim0987", kind: "long" }],
    fill(t) {
      let ts = 1_826_374;
      t.row({
        from: 2000,
        count: 10,
        after: 12,
        url: () => `https://im.example/nim0987?act=a_check&key=9f8e7d&ts=${ts}&wait=25&mode=682&version=19`,
        ms: () => (t.random() < 0.5 ? 25_000 : 1000 + 20_000 * t.random()),
        request: (_i) => {
          const isNew = t.random() < 0.5;
          if (isNew) ts += 2;
          return {
            method: "POST",
            body: "",
            headers: FORM,
            answer: { ts, updates: isNew ? [[4, ts, 49]] : [] },
          };
        },
      });
    },
  },
  {
    name: "login by a code on the phone: a script is held for 25 s and says 408",
    loops: [{ url: "/cgi-bin/login", kind: "long" }],
    fill(t) {
      const id = t.hex(10);
      t.row({
        from: 800,
        count: 6,
        after: 30,
        url: (index, at) =>
          `https://login.chat.example/cgi-bin/login?loginicon=true&uuid=${id}==&tip=${index === 0 ? 1 : 0}&r=${-1_000_000 - Math.floor(at * 3)}&_=${1_700_000_000_000 + Math.floor(at)}`,
        ms: (index) => (index === 5 ? 11_000 : 25_030),
        request: (index) => ({
          type: "script",
          mime: "text/javascript",
          answer: index === 5 ? "window.code=200;" : "window.code=408;",
        }),
      });
    },
  },
  {
    name: "a call's client polls its subscription, held 30 s, empty object",
    loops: [{ url: "/subscriptions/0/poll", kind: "long" }],
    fill(t) {
      t.row({
        from: 1000,
        count: 9,
        after: 15,
        url: "https://msg.example/v1/users/ME/endpoints/SELF/subscriptions/0/poll",
        ms: () => (t.random() < 0.6 ? 30_000 : 3000 + 20_000 * t.random()),
        request: () => ({
          method: "POST",
          type: "xhr",
          answer: t.random() < 0.6 ? {} : { eventMessages: [{ id: t.hex(4), type: "EventMessage" }] },
        }),
      });
      actAsPerson(t, { from: 4000, times: 9, median: 15_000 }, (at) =>
        t.ask({
          at,
          url: `https://msg.example/v1/users/ME/conversations/19:${t.hex(6)}/messages`,
          method: "POST",
          body: { content: t.hex(20) },
          status: 201,
          answer: { OriginalArrivalTime: at },
        }),
      );
    },
  },
  {
    name: "a database's changes: a long poll with a sequence, while documents are written",
    loops: [{ url: "/_changes", kind: "long" }],
    fill(t) {
      const origin = "https://db.example/notes";
      let since = 10;
      t.row({
        from: 900,
        count: 10,
        after: 8,
        url: () =>
          `${origin}/_changes?style=all_docs&feed=longpoll&heartbeat=10000&since=${since}-g1AAAACbeJzLYWBg${t.hex(20)}&limit=25`,
        ms: () => Math.min(60_000, 1500 + t.human(15_000)),
        request: () => {
          since += 1;
          return {
            answer: {
              results: [{ seq: `${since}-g1AAAAC`, id: t.hex(8), changes: [{ rev: `1-${t.hex(8)}` }] }],
              last_seq: `${since}-g1AAAAC`,
              pending: 0,
            },
          };
        },
      });
      actAsPerson(t, { from: 5000, times: 9, median: 14_000 }, (at) =>
        t.ask({
          at,
          url: `${origin}/_bulk_docs`,
          method: "POST",
          body: { docs: [{ _id: t.hex(8), text: t.hex(30) }], new_edits: false },
          status: 201,
          answer: [],
        }),
      );
    },
  },
  {
    name: "chat falls back to asking every 4 s after its socket failed three times",
    loops: [{ url: "/conversations.history", kind: "short" }],
    fill(t) {
      const origin = "https://help.example";
      loadSite(t, origin, ["/api/conversations.list", "/api/conversations.history?channel=C1&limit=50"]);
      for (const at of [1500, 2600, 4700])
        t.ask({ at, url: `${origin}/rtm/info?t=${at}`, answer: { ok: true } });
      let oldest = 1_700_000_000.1;
      t.row({
        from: 9000,
        count: 22,
        after: 4000,
        url: () => `${origin}/api/conversations.history?channel=C1&limit=50&oldest=${oldest.toFixed(6)}`,
        request: (_index, at) => {
          const isNew = t.random() < 0.15;
          if (isNew) oldest = 1_700_000_000.1 + at / 1000;
          return {
            answer: {
              ok: true,
              messages: isNew ? [{ ts: oldest.toFixed(6), text: t.hex(12) }] : [],
              has_more: false,
            },
          };
        },
      });
      actAsPerson(t, { from: 12_000, times: 5, median: 15_000 }, (at) =>
        t.ask({
          at,
          url: `${origin}/api/chat.postMessage`,
          method: "POST",
          body: { text: t.hex(20) },
          answer: { ok: true },
        }),
      );
    },
  },
  {
    name: "a groupware: notifications every 30 s, in a tab that is hidden for a while",
    loops: [{ url: "/apps/notifications/api/v2/notifications", kind: "short" }],
    fill(t) {
      const origin = "https://cloud.example";
      loadSite(t, origin, ["/ocs/v2.php/core/navigation/apps", "/index.php/csrftoken"]);
      const url = `${origin}/ocs/v2.php/apps/notifications/api/v2/notifications`;
      const request = () => ({
        headers: { "if-none-match": '"abc"', "ocs-apirequest": "true" },
        answerHeaders: { "x-request-id": t.hex(20) },
        answer: { ocs: { meta: { status: "ok", statuscode: 200, message: "OK" }, data: [] } },
      });
      const end = t.row({ from: 2000, count: 9, every: 30_000, url, request });
      t.row({ from: end + 840_000, count: 10, every: 30_000, url, request });
    },
  },
  {
    name: "a learning platform keeps the session alive each minute",
    loops: [{ url: "/lib/ajax/service.php", kind: "short" }],
    fill(t) {
      const origin = "https://school.example";
      loadSite(t, origin);
      t.row({
        from: 60_500,
        count: 9,
        every: 60_000,
        url: `${origin}/lib/ajax/service.php?sesskey=${t.hex(10)}&info=core_session_time_remaining`,
        request: (index) => ({
          method: "POST",
          type: "xhr",
          body: [{ index: 0, methodname: "core_session_time_remaining", args: {} }],
          answer: [{ error: false, data: { userid: 4, timeremaining: 28_800 - index } }],
        }),
      });
    },
  },
];
