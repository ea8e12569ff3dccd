import type { ApplicationSession } from "./application-traffic.ts";

/** What a timer called. */
const POLL = ["poll", "timer", "start"] as const;

/** Mail and chats that were not found, or not rightly, at first. */
export const TUNING_MESSAGES: readonly ApplicationSession[] = [
  {
    name: "Facebook-like /pull",
    loops: [{ url: "/pull", kind: "long" }],
    fill(t) {
      t.site("https://social.example", ["/ajax/bootloader-endpoint/"]);
      let seq = 1;
      const cb = () => t.word(4);
      t.row({
        from: 3000,
        count: 16,
        after: () => 20 + 80 * t.random(),
        ms: () => (t.random() < 0.5 ? 50000 + 400 * t.random() : t.human(12000, 0.8)),
        url: () =>
          `https://1-edge-chat.social.example/pull?channel=p_1000&seq=${seq++}&partition=-2&clientid=${"4f2a11bc"}&cb=${cb()}&idle=${t.int(0, 200)}&qp=y&cap=8&pws=fresh&isq=${t.int(1, 99999)}&msgs_recv=${seq}&uid=1000&viewer_uid=1000&state=active`,
        request: () => ({
          type: "xhr",
          mime: "application/json",
          answer:
            t.random() < 0.5
              ? 'for (;;); {"t":"heartbeat"}'
              : `for (;;); {"t":"msg","seq":${seq},"ms":[{"type":"delta","x":"${t.word(9)}"}]}`,
          stack: ["send", "_request", "onEnd"],
        }),
      });
      t.person(5000, 12, 20000, (at) =>
        t.ask({
          at,
          url: "https://social.example/api/graphql/",
          method: "POST",
          body: `doc_id=${t.int(1e6, 9e6)}&variables=%7B%7D&fb_dtsg=${t.word(10)}`,
          answer: { data: { x: t.word(8) } },
        }),
      );
    },
  },
  {
    name: "Slack-like counts and presence forms",
    loops: [{ url: "/api/client.counts", kind: "short" }],
    fill(t) {
      t.site("https://work.chat.example", ["/api/client.boot", "/api/emoji.list"]);
      t.row({
        from: 2500,
        count: 14,
        every: 60000,
        jitter: 0.08,
        ms: 120,
        url: () =>
          `https://work.chat.example/api/client.counts?_x_id=${t.hex(8)}-${t.sec()}.${t.int(100, 999)}&_x_csid=${t.word(11)}&slack_route=T01&_x_version_ts=1728880000&_x_gantry=true&fp=c1`,
        request: () => ({
          method: "POST",
          headers: { "content-type": `multipart/form-data; boundary=----WebKitFormBoundary${t.word(16)}` },
          body: `------WebKitFormBoundary\r\nContent-Disposition: form-data; name="token"\r\n\r\nxoxc-1\r\n------WebKitFormBoundary--`,
          stack: POLL,
          answer: {
            ok: true,
            threads: { has_unreads: false },
            channels: [{ id: "C1", mention_count: t.random() < 0.2 ? 1 : 0 }],
          },
        }),
      });
      t.person(12000, 18, 30000, (at) =>
        t.ask({
          at,
          method: "POST",
          url: `https://work.chat.example/api/conversations.history?_x_id=${t.hex(8)}&slack_route=T01`,
          body: { channel: `C${t.int(1, 9)}` },
          answer: { ok: true, messages: [{ text: t.word(20) }] },
        }),
      );
    },
  },
  {
    name: "Zulip events and presence",
    loops: [
      { url: "/json/events", kind: "long" },
      { url: "/json/users/me/presence", kind: "short" },
    ],
    fill(t) {
      const o = "https://zulip.example";
      t.site(o, ["/json/messages?anchor=newest", "/json/users/me/subscriptions"]);
      let e = -1;
      t.row({
        from: 1500,
        count: 18,
        after: () => 8 + 30 * t.random(),
        ms: () => (t.random() < 0.6 ? t.human(9000, 0.9) : 50000 + 5000 * t.random()),
        url: () =>
          `${o}/json/events?last_event_id=${e++}&queue_id=fb67bf8a-c031-47cc-84cf-ed80accacda8&client_gravatar=true`,
        request: () => ({
          type: "xhr",
          answer: {
            result: "success",
            msg: "",
            events: [{ type: t.pick(["heartbeat", "message", "typing"]), id: e }],
            queue_id: "fb67bf8a-c031-47cc-84cf-ed80accacda8",
          },
          stack: ["send", "ajax", "get_events"],
        }),
      });
      t.row({
        from: 4000,
        count: 9,
        every: 50000,
        ms: 70,
        url: `${o}/json/users/me/presence`,
        request: () => ({
          type: "xhr",
          method: "POST",
          body: `status=active&ping_only=false&new_user_input=${t.random() < 0.5}&last_update_id=${t.int(1, 5)}`,
          answer: {
            result: "success",
            msg: "",
            server_timestamp: t.sec(),
            presences: { 9: { active_timestamp: 1791965000 + t.int(1, 900) } },
          },
          stack: ["send", "ajax", "timer", "presence"],
        }),
      });
    },
  },
  {
    name: "Odoo longpolling/poll",
    loops: [{ url: "/longpolling/poll", kind: "long" }],
    fill(t) {
      let l = 900;
      t.site("https://erp.example", ["/web/webclient/load_menus"]);
      t.row({
        from: 1500,
        count: 10,
        after: () => 20 + 100 * t.random(),
        ms: () => (t.random() < 0.7 ? 50000 + 300 * t.random() : t.human(20000, 0.6)),
        url: "https://erp.example/longpolling/poll",
        request: () => ({
          method: "POST",
          type: "xhr",
          body: {
            jsonrpc: "2.0",
            method: "call",
            params: { channels: [], last: l, options: { bus_inactivity: t.int(0, 90000) } },
            id: t.int(1e8, 9e8),
          },
          answer: {
            jsonrpc: "2.0",
            id: 1,
            result: t.random() < 0.7 ? [] : [{ id: ++l, channel: "x", message: t.word(5) }],
          },
          stack: ["send", "ajax", "_poll"],
        }),
      });
      t.person(4000, 14, 20000, (at) =>
        t.ask({
          at,
          method: "POST",
          url: `https://erp.example/web/dataset/call_kw/res.partner/${t.pick(["read", "search_read", "name_get"])}`,
          body: {
            jsonrpc: "2.0",
            method: "call",
            params: { model: "res.partner", args: [t.int(1, 9)] },
            id: t.int(1e8, 9e8),
          },
          answer: { jsonrpc: "2.0", result: [{ id: 1 }] },
        }),
      );
    },
  },
  {
    name: "XMPP BOSH",
    loops: [{ url: "/http-bind", kind: "long" }],
    fill(t) {
      let rid = t.int(1e8, 9e8);
      t.site("https://conv.example");
      t.row({
        from: 1500,
        count: 16,
        after: () => 3 + 20 * t.random(),
        ms: () => (t.random() < 0.5 ? 60000 + 20 * t.random() : t.human(8000, 0.8)),
        url: "https://conv.example/http-bind",
        request: () => ({
          method: "POST",
          type: "xhr",
          headers: { "content-type": "text/xml; charset=utf-8" },
          body: `<body rid='${rid++}' xmlns='http://jabber.org/protocol/httpbind' sid='a1b2'/>`,
          mime: "text/xml",
          answer:
            t.random() < 0.5
              ? "<body xmlns='http://jabber.org/protocol/httpbind'/>"
              : `<body xmlns='http://jabber.org/protocol/httpbind'><message from='a'><body>${t.word(9)}</body></message></body>`,
          stack: ["send", "_processRequest", "_onIdle"],
        }),
      });
      t.person(6000, 6, 40000, (at) =>
        t.ask({
          at,
          method: "POST",
          type: "xhr",
          headers: { "content-type": "text/xml; charset=utf-8" },
          url: "https://conv.example/http-bind",
          ms: 50,
          body: `<body rid='${rid++}' xmlns='http://jabber.org/protocol/httpbind' sid='a1b2'><message to='b'><body>${t.word(8)}</body></message></body>`,
          mime: "text/xml",
          answer: "<body xmlns='http://jabber.org/protocol/httpbind'/>",
          stack: ["send", "_processRequest", "_onIdle"],
        }),
      );
    },
  },
  {
    name: "support widget ping each minute",
    loops: [{ url: "/messenger/web/ping", kind: "short" }],
    fill(t) {
      t.site("https://saas.example", ["/api/me"]);
      t.row({
        from: 2000,
        count: 12,
        every: 60000,
        jitter: 0.1,
        ms: 150,
        url: "https://api-iam.intercom.example/messenger/web/ping",
        request: () => ({
          method: "POST",
          type: "xhr",
          body: `app_id=ab12&v=3&g=${t.hex(40)}&s=${t.hex(40)}&r=&platform=web&installation_type=js-snippet&user_data=%7B%7D&internal=%7B%7D&page_title=Home&user_active_company_id=undefined`,
          answer: { user: { anonymous_id: "x", has_conversations: false }, modules: {} },
          stack: ["send", "ping", "timer"],
        }),
      });
    },
  },
  {
    name: "Roundcube: refresh by form and keep-alive",
    loops: [{ url: "_action=refresh", kind: "short" }],
    fill(t) {
      t.site("https://rc.example");
      t.row({
        from: 60000,
        count: 14,
        every: 60000,
        ms: 120,
        url: "https://rc.example/?_task=mail&_action=refresh",
        request: () => ({
          method: "POST",
          type: "xhr",
          body: `_quota=1&_last=${t.sec()}&_remote=1&_unlock=0`,
          answer: {
            action: "refresh",
            unlock: 0,
            env: {},
            exec: t.random() < 0.2 ? "this.set_unread_count('INBOX',3);" : "",
          },
          stack: ["send", "ajax", "http_request", "timer"],
        }),
      });
      t.person(8000, 14, 30000, (at) =>
        t.ask({
          at,
          type: "xhr",
          url: `https://rc.example/?_task=mail&_mbox=INBOX&_uid=${t.int(1, 900)}&_action=preview&_framed=1`,
          mime: "text/html",
          answer: `<html>${t.word(30)}`,
        }),
      );
    },
  },
  {
    name: "long poll cut by a gateway at 60 s",
    loops: [{ url: "/notify", kind: "long" }],
    fill(t) {
      t.site("https://corp.example");
      t.row({
        from: 1500,
        count: 10,
        after: () => 1000 + 20 * t.random(),
        ms: () => (t.random() < 0.8 ? 60000 + 30 * t.random() : t.human(25000, 0.4)),
        url: "https://corp.example/api/notify",
        request: (i) => ({
          status: i % 5 ? 504 : 200,
          mime: i % 5 ? "text/html" : "application/json",
          answer: i % 5 ? "<html><h1>504 Gateway Time-out</h1></html>" : { n: 1 },
          stack: ["fetch", "listen"],
        }),
      });
    },
  },
];
