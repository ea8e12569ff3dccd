import type { Random } from "../../../support/random.ts";
import { KEYS, type TrafficMaker } from "./traffic.ts";

/** What an application says in some minutes of use; what answers what is told to the maker. */
export type Application = (random: Random, traffic: TrafficMaker) => void;

/** How long a server thinks. */
const latency = (random: Random): number =>
  18 + random.integer(40) + (random.chance(0.08) ? random.integer(900) : 0);

/** Times of what somebody does by hand, with pauses. */
function* byHand(random: Random, count: number, usual = 900): Iterable<[number, number]> {
  let at = 400;
  for (let n = 0; n < count; n += 1) {
    at += random.chance(0.3) ? 5 + random.integer(40) : usual / 3 + random.integer(usual * 2);
    yield [n, at];
  }
}

/** Times that a timer makes. */
function* every(random: Random, step: number, until: number, jitter = step / 10): Iterable<[number, number]> {
  let at = random.integer(step);
  for (let n = 0; at < until; n += 1) {
    yield [n, at];
    at += step - jitter / 2 + random.integer(Math.max(1, Math.round(jitter)));
  }
}

const uuid = (random: Random): string => (KEYS.UUIDs as (random: Random) => () => string)(random)();
const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => random.integer(16).toString(16)).join("");
const WORDS = ["hello", "ok", "see you", "what about tomorrow", "fine", "no", "yes", "maybe later", "haha"];
const CLOCK = 1_767_268_800_000;

/** Applications with requests. */
export const ASKING: Readonly<Record<string, Application>> = {
  "an exchange with req_id, and its ticker": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const method = random.pick(["add_order", "cancel_order", "amend_order", "get_balance"]);
      const req_id = 4000 + n * 3;
      const asked = traffic.ask(at, {
        method,
        params: { symbol: "BTC/USD", order_qty: random.integer(9) },
        req_id,
      });
      if (random.chance(0.05)) continue;
      traffic.answer(at + latency(random), asked, {
        method,
        req_id,
        success: true,
        result: { order_id: hex(random, 12) },
        time_in: `2026-01-01T12:00:${n}Z`,
      });
    }
    for (const [n, at] of every(random, 120, 30_000)) {
      traffic.push(at, "<", {
        channel: "ticker",
        type: "update",
        data: [{ symbol: "BTC/USD", last: 60_000 + random.integer(90), n }],
      });
    }
  },
  "an exchange that echoes ids in other places, as text": (random, traffic) => {
    for (const [n, at] of byHand(random, 40)) {
      const asked = traffic.ask(at, {
        op: "order.create",
        header: { ts: String(CLOCK + at), window: 5000 },
        reqId: 700 + n,
        args: [{ side: random.pick(["Buy", "Sell"]), qty: String(random.integer(9)) }],
      });
      traffic.answer(at + latency(random), asked, {
        retCode: 0,
        retMsg: "OK",
        op: "order.create",
        meta: { echo: { reqId: String(700 + n) } },
        data: { orderId: uuid(random) },
        connId: "cpv85t788smd5eps8ncg-2tfk",
      });
    }
    for (const [n, at] of every(random, 20_000, 60_000)) traffic.push(at, ">", { op: "ping", n });
  },
  "client order IDs, each with several reports": (random, traffic) => {
    for (const [, at] of byHand(random, 30)) {
      const clOrdId = `w${hex(random, 10)}`;
      const asked = traffic.ask(at, { a: "new", o: { clOrdId, px: 100 + random.integer(9), qty: 10 } });
      let time = at + latency(random);
      for (const status of ["New", "PartiallyFilled", "Filled"].slice(0, 1 + random.integer(3))) {
        traffic.answer(time, asked, { ev: "report", order: { status, clOrdId, id: hex(random, 8) } });
        time += 30 + random.integer(600);
      }
    }
    for (const [, at] of every(random, 150, 30_000))
      traffic.push(at, "<", {
        ev: "trade",
        px: 100 + random.integer(9),
        qty: random.integer(20),
        tid: hex(random, 8),
      });
  },
  "a home: ids, subscriptions and their events": (random, traffic) => {
    const subscribed = traffic.ask(200, { id: 1, type: "subscribe", topic: "state_changed" });
    traffic.answer(230, subscribed, { id: 1, type: "result", success: true, result: null });
    for (const [n, at] of byHand(random, 30)) {
      const asked = traffic.ask(at, {
        id: n + 2,
        type: random.pick(["call_service", "get_states", "get_panels"]),
        domain: "light",
      });
      traffic.answer(at + latency(random), asked, {
        id: n + 2,
        type: "result",
        success: true,
        result: { context: { id: hex(random, 16) } },
      });
    }
    for (const [n, at] of every(random, 700, 30_000, 600))
      traffic.answer(at + 300, subscribed, {
        id: 1,
        type: "event",
        event: { entity: `sensor.${n % 9}`, state: random.integer(40) },
      });
  },
  "a chat server with seq and seq_reply, and a seq of its own": (random, traffic) => {
    let own = 0;
    const pushes = [...every(random, 900, 60_000, 800)];
    for (const [, at] of pushes)
      traffic.push(at, "<", {
        event: random.pick(["typing", "posted", "status_change"]),
        data: { channel: hex(random, 6) },
        broadcast: { omit: null },
        seq: own++,
      });
    for (const [n, at] of byHand(random, 40)) {
      const asked = traffic.ask(at, {
        action: random.pick(["user_typing", "get_statuses", "view_channel"]),
        seq: n + 1,
        data: { channel_id: hex(random, 6) },
      });
      traffic.answer(at + latency(random), asked, { status: "OK", seq_reply: n + 1 });
    }
  },
  "a chat with reply_to, and other people's messages with ids of theirs": (random, traffic) => {
    for (const [n, at] of byHand(random, 25)) {
      const asked = traffic.ask(at, {
        id: n + 1,
        type: "message",
        channel: "C024BE91L",
        text: random.pick(WORDS),
      });
      traffic.answer(at + latency(random), asked, {
        ok: true,
        reply_to: n + 1,
        ts: `${1_355_517_523 + n}.000005`,
        text: "…",
      });
    }
    for (const [n, at] of every(random, 1300, 40_000, 1200))
      traffic.push(at, "<", {
        type: "message",
        channel: "C024BE91L",
        user: `U${n % 5}`,
        text: random.pick(WORDS),
        ts: `${1_355_517_500 + n}.000${n}`,
      });
  },
  "a chat that sends one's own message back, among those of others": (random, traffic) => {
    for (const [, at] of byHand(random, 25)) {
      const nonce = uuid(random);
      const asked = traffic.ask(at, { t: "send", nonce, body: random.pick(WORDS), room: "r7" });
      traffic.answer(at + latency(random), asked, {
        t: "message",
        id: hex(random, 9),
        nonce,
        from: "me",
        body: random.pick(WORDS),
        room: "r7",
      });
    }
    for (const [n, at] of every(random, 1500, 40_000, 1400))
      traffic.push(at, "<", {
        t: "message",
        id: hex(random, 9),
        nonce: uuid(random),
        from: `u${n % 4}`,
        body: random.pick(WORDS),
        room: "r7",
      });
  },
  "both sides ask, with numbers of their own in one member": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const asked = traffic.ask(at, {
        kind: "req",
        id: n + 1,
        fn: random.pick(["list", "read", "stat"]),
        args: [n % 3],
      });
      traffic.answer(at + latency(random), asked, { kind: "res", id: n + 1, val: random.integer(50) });
    }
    for (const [n, at] of byHand(random, 24, 1300)) {
      const asked = traffic.ask(
        at,
        { kind: "req", id: n + 1, fn: random.pick(["show", "confirm"]), args: [] },
        "<",
      );
      traffic.answer(at + 5 + random.integer(300), asked, { kind: "res", id: n + 1, val: true }, ">");
    }
  },
  "replies and pushes numbered in one member, each by a counter of its own": (random, traffic) => {
    for (const [n, at] of byHand(random, 40)) {
      const asked = traffic.ask(at, {
        msgId: n + 1,
        type: random.pick(["getUser", "getRoom", "move"]),
        x: random.integer(9),
      });
      traffic.answer(at + latency(random), asked, { msgId: n + 1, type: "result", ok: true });
    }
    for (const [n, at] of every(random, 1500, 60_000, 900))
      traffic.push(at, "<", { msgId: n + 1, type: "presence", online: random.integer(80) });
  },
  "a notebook: ids in headers, with streams of replies": (random, traffic) => {
    for (const [n, at] of byHand(random, 20, 2000)) {
      const msg_id = `${uuid(random)}_${n}`;
      const parent_header = { msg_id, username: "u", msg_type: "execute_request" };
      const asked = traffic.ask(at, {
        channel: "shell",
        header: { msg_id, msg_type: "execute_request", session: "s-1" },
        parent_header: {},
        content: { code: `x = ${n}` },
      });
      let time = at + latency(random);
      for (const msg_type of [
        "status",
        "execute_input",
        ...Array.from({ length: random.integer(4) }, () => "stream"),
        "execute_reply",
        "status",
      ]) {
        traffic.answer(time, asked, {
          channel: msg_type === "execute_reply" ? "shell" : "iopub",
          header: { msg_id: uuid(random), msg_type, session: "k-1" },
          parent_header,
          content: {},
        });
        time += 2 + random.integer(80);
      }
    }
  },
  "numbers that are used again after 255": (random, traffic) => {
    for (const [n, at] of byHand(random, 420, 60)) {
      const tag = n % 256;
      const asked = traffic.ask(at, { tag, cmd: random.pick(["rd", "wr"]), reg: random.integer(40) });
      traffic.answer(at + 3 + random.integer(9), asked, { tag, st: 0, val: random.integer(999) });
    }
  },
  "a pool of few numbers that are used again": (random, traffic) => {
    const free = Array.from({ length: 16 }, (_, index) => index);
    const busy: { at: number; slot: number }[] = [];
    for (const [, at] of byHand(random, 200, 90)) {
      for (const it of busy.filter((one) => one.at + 1 < at)) {
        busy.splice(busy.indexOf(it), 1);
        free.push(it.slot);
      }
      const slot = free.shift();
      if (slot === undefined) continue;
      const asked = traffic.ask(at, {
        c: slot,
        m: random.pick(["get", "set"]),
        k: `key${random.integer(9)}`,
      });
      const end = at + latency(random) / 3;
      busy.push({ at: end, slot });
      traffic.answer(end, asked, { c: slot, r: random.integer(9999) });
    }
  },
  "arrays: kind, number, method": (random, traffic) => {
    for (const [n, at] of byHand(random, 40)) {
      const asked = traffic.ask(at, ["q", n, random.pick(["users.list", "users.get"]), { p: n % 4 }]);
      traffic.answer(at + latency(random), asked, ["a", n, null, { rows: [1, 2, random.integer(5)] }]);
    }
    for (const [n, at] of every(random, 800, 30_000)) traffic.push(at, "<", ["n", "clock", { beat: n }]);
  },
  "the request within the reply": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const request = {
        seq: n,
        command: random.pick(["open", "close", "stat"]),
        path: `/f${random.integer(9)}`,
      };
      const asked = traffic.ask(at, request);
      traffic.answer(at + latency(random), asked, {
        in: request,
        out: { size: random.integer(5000) },
        tookUs: random.integer(9000),
      });
    }
  },
  "an echo of the time sent, as a heartbeat": (random, traffic) => {
    for (const [, at] of every(random, 5000, 120_000, 40)) {
      const asked = traffic.ask(at, { type: "ping", ts: CLOCK + Math.round(at) });
      traffic.answer(at + latency(random), asked, {
        type: "pong",
        ts: CLOCK + Math.round(at),
        server: CLOCK + Math.round(at) + 9,
      });
    }
    for (const [n, at] of every(random, 400, 120_000))
      traffic.push(at, "<", { type: "score", home: n % 7, away: n % 5 });
  },
  "a server that asks for a sign of life with a time": (random, traffic) => {
    for (const [, at] of every(random, 5000, 120_000, 40)) {
      const asked = traffic.ask(at, { ping: CLOCK + Math.round(at) }, "<");
      traffic.answer(at + 1 + random.integer(6), asked, { pong: CLOCK + Math.round(at) }, ">");
    }
    for (const [n, at] of every(random, 300, 120_000))
      traffic.push(at, "<", {
        ch: "market.btc.kline",
        ts: CLOCK + Math.round(at),
        tick: { open: 100 + (n % 9), vol: random.integer(900) },
      });
  },
  "search as you type, where only the last is answered": (random, traffic) => {
    const texts = [
      "ber",
      "berl",
      "berli",
      "berlin",
      "ham",
      "hamb",
      "hambu",
      "hamburg",
      "mun",
      "muni",
      "munich",
    ];
    for (const [n, at] of byHand(random, 44, 400)) {
      const asked = traffic.ask(at, { q: texts[n % texts.length], n: n + 1 });
      if (n % 3 !== 2 && random.chance(0.5)) continue;
      traffic.answer(at + latency(random), asked, {
        n: n + 1,
        hits: Array.from({ length: random.integer(5) }, (_, i) => ({ name: `h${i}` })),
      });
    }
  },
  "keys with letters in a nested envelope, JSON within JSON": (random, traffic) => {
    for (const [, at] of byHand(random, 30)) {
      const key = hex(random, 8);
      const asked = traffic.ask(at, {
        v: 2,
        body: JSON.stringify({ ctx: { k: key }, act: random.pick(["load", "save"]) }),
      });
      traffic.answer(at + latency(random), asked, { v: 2, body: JSON.stringify({ re: { k: key }, ok: 1 }) });
    }
  },
  "a game: requests by number among its state": (random, traffic) => {
    for (const [n, at] of every(random, 50, 30_000, 8)) {
      traffic.push(at, "<", {
        t: "s",
        k: n,
        e: [
          [random.integer(99), random.integer(99)],
          [random.integer(99), random.integer(99)],
        ],
      });
      if (n % 2 === 0)
        traffic.push(at + 9, ">", { t: "i", x: random.integer(3) - 1, y: random.integer(3) - 1, k: n / 2 });
    }
    for (const [n, at] of byHand(random, 20)) {
      const asked = traffic.ask(at, { t: "buy", rq: n, item: random.integer(30) });
      traffic.answer(at + latency(random), asked, { t: "bought", rq: n, gold: random.integer(900) });
    }
  },
  "operations on a document, acknowledged by seq, among those of others": (random, traffic) => {
    let v = 40;
    for (const [n, at] of byHand(random, 40, 500)) {
      const asked = traffic.ask(at, {
        a: "op",
        c: "docs",
        d: "abc",
        v,
        seq: n + 1,
        op: [{ p: [n], si: "x" }],
      });
      traffic.answer(at + latency(random), asked, { a: "op", c: "docs", d: "abc", v, seq: n + 1 });
      v += 1;
      if (random.chance(0.4))
        traffic.push(at + 200 + random.integer(90), "<", {
          a: "op",
          c: "docs",
          d: "abc",
          v: v++,
          src: "other",
          seq: 1 + random.integer(40),
          op: [{ p: [n], si: "y" }],
        });
    }
  },
  "a search by its words alone": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const query = `${random.pick(["cat", "dog", "fox", "owl", "elk"])}${n}${hex(random, 2)}`;
      const asked = traffic.ask(at, { action: "search", query });
      traffic.answer(at + latency(random), asked, { action: "results", query, total: random.integer(90) });
    }
  },
  "a reply in parts, and one that says that it is done": (random, traffic) => {
    for (const [n, at] of byHand(random, 16, 2500)) {
      const job = `job_${hex(random, 6)}`;
      const asked = traffic.ask(at, { start: "render", job, frames: n + 2 });
      let time = at + latency(random);
      for (let part = 0; part <= n % 6; part += 1) {
        traffic.answer(time, asked, { job, part, done: part === n % 6 });
        time += 40 + random.integer(60);
      }
    }
  },
  "bank of devices: commands by mid, telemetry with the device's ids": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const asked = traffic.ask(at, {
        dev: `d${random.integer(4)}`,
        mid: n + 100,
        do: random.pick(["on", "off", "dim"]),
      });
      traffic.answer(at + latency(random), asked, { dev: "d1", ack: n + 100, st: "ok" });
    }
    for (const [n, at] of every(random, 250, 30_000))
      traffic.push(at, "<", {
        dev: `d${n % 4}`,
        temp: 20 + random.integer(5),
        n,
        rssi: -40 - random.integer(30),
      });
  },
  "arrays that begin with the number": (random, traffic) => {
    for (const [n, at] of byHand(random, 60)) {
      const asked = traffic.ask(at, [n + 1, random.pick(["load", "store", "stat"]), { k: n % 7 }]);
      if (random.chance(0.05)) continue;
      traffic.answer(
        at + latency(random),
        asked,
        random.chance(0.1) ? [n + 1, "no such key"] : [n + 1, null, { v: random.integer(900) }],
      );
    }
    for (const [n, at] of every(random, 1100, 40_000)) traffic.push(at, "<", [0, "news", { n }]);
  },
  "numbers that come back as text, far within": (random, traffic) => {
    for (const [n, at] of byHand(random, 40)) {
      const asked = traffic.ask(at, { a: { b: { c: { call: 9000 + n } } }, what: random.pick(["x", "y"]) });
      traffic.answer(at + latency(random), asked, {
        r: [{ info: { for: String(9000 + n) }, data: [n % 3, 2] }],
      });
    }
  },
  "several requests in a message, several replies in another": (random, traffic) => {
    let next = 1;
    for (const [, at] of byHand(random, 30, 600)) {
      const refs = Array.from({ length: 1 + random.integer(3) }, () => next++);
      const asked = traffic.ask(at, { calls: refs.map((ref) => ({ ref, fn: random.pick(["a", "b"]) })) });
      traffic.answer(at + latency(random), asked, {
        returns: refs.map((ref) => ({ ref, value: random.integer(99) })),
      });
    }
  },
  "replies gathered ten times a second": (random, traffic) => {
    const waiting: { id: number; asked: number; at: number }[] = [];
    let flush = 100;
    const flushAll = (until: number) => {
      while (flush < until) {
        const ready = waiting.filter((it) => it.at < flush - 10);
        for (const it of ready) waiting.splice(waiting.indexOf(it), 1);
        const [first] = ready;
        if (first !== undefined)
          traffic.answer(flush, first.asked, { done: ready.map(({ id }) => ({ id, ok: true })) });
        flush += 100;
      }
    };
    for (const [n, at] of byHand(random, 60, 350)) {
      flushAll(at);
      waiting.push({ id: 100 + n, asked: traffic.ask(at, { id: 100 + n, put: `k${n % 9}` }), at });
    }
    flushAll(60_000);
  },
  "subscriptions that the server names, asked for by number": (random, traffic) => {
    const subs: { sub: string; from: number; until: number }[] = [];
    for (const [n, at] of byHand(random, 24, 1500)) {
      const open = subs.find((it) => it.until === Number.POSITIVE_INFINITY);
      if (n % 2 === 1 && open !== undefined) {
        const asked = traffic.ask(at, { id: n, unsubscribe: open.sub });
        open.until = at + 30;
        traffic.answer(at + 30, asked, { id: n, ok: true });
        continue;
      }
      const sub = `s-${hex(random, 6)}`;
      const asked = traffic.ask(at, { id: n, subscribe: random.pick(["btc", "eth"]) });
      traffic.answer(at + 40, asked, { id: n, sub });
      subs.push({ sub, from: at + 40, until: Number.POSITIVE_INFINITY });
    }
    for (const { sub, from, until } of subs) {
      for (let at = from + 80; at < Math.min(until, from + 8000); at += 200)
        traffic.push(at, "<", { sub, data: random.integer(900) });
    }
  },
  "texts with a tag, and what is not tagged": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const tag = `a${String(n + 1).padStart(3, "0")}`;
      const asked = traffic.ask(at, `${tag} ${random.pick(["SELECT inbox", "FETCH 1:9", "NOOP"])}`);
      for (let line = 0; line < random.integer(3); line += 1)
        traffic.push(at + 15 + line, "<", `* ${random.integer(40)} EXISTS`);
      traffic.answer(at + latency(random), asked, `${tag} OK done`);
    }
  },
  "texts with bars": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const asked = traffic.ask(at, `REQ|${n + 17}|price|${random.pick(["ABC", "XYZ"])}`);
      traffic.answer(at + latency(random), asked, `RES|${n + 17}|${random.integer(900)}.5`);
    }
  },
  "texts of names and values": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const asked = traffic.ask(at, `cmd=get&rid=${n + 50}&key=k${random.integer(9)}`);
      traffic.answer(at + latency(random), asked, `rid=${n + 50}&status=ok&value=${random.integer(900)}`);
    }
  },
  "elements with attributes": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const asked = traffic.ask(at, `<req id="${n + 50}" fn="${random.pick(["get", "put"])}"/>`);
      traffic.answer(
        at + latency(random),
        asked,
        `<res id="${n + 50}" ok="1"><v>${random.integer(900)}</v></res>`,
      );
    }
  },
  "numbers drawn by chance, and replies out of turn": (random, traffic) => {
    for (const [, at] of byHand(random, 30, 200)) {
      const id = (random.integer(1e9) * 1e-9 + 0.1).toFixed(16).replace(/0+$/, "7");
      const asked = traffic.ask(at, `{"id":${id},"do":"${random.pick(["a", "b"])}"}`);
      traffic.answer(at + 20 + random.integer(1500), asked, `{"ok":true,"id":${id}}`);
    }
  },
  "orders and trades, each with an id": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const asked = traffic.ask(at, { type: "order", id: n + 1, px: 100 + random.integer(9) });
      traffic.answer(at + latency(random), asked, { type: "order_update", id: n + 1, status: "open" });
      if (random.chance(0.5))
        traffic.answer(at + 900 + random.integer(3000), asked, {
          type: "order_update",
          id: n + 1,
          status: "filled",
        });
    }
    for (const [n, at] of every(random, 90, 40_000, 80))
      traffic.push(at, "<", { type: "trade", id: 880_000 + n, px: 100 + random.integer(9) });
  },
  "jobs that the server gives out": (random, traffic) => {
    let at = 100;
    for (let n = 0; n < 30; n += 1) {
      const job = uuid(random);
      const asked = traffic.ask(at, { job, input: [random.integer(9), random.integer(9)] }, "<");
      at += 300 + random.integer(2500);
      traffic.answer(at, asked, { job, output: random.integer(99) }, ">");
      at += 8 + random.integer(20);
    }
  },
  "an echo of everything": (random, traffic) => {
    for (const [n, at] of byHand(random, 30)) {
      const text = { n, t: CLOCK + Math.round(at), text: random.pick(WORDS) };
      traffic.answer(at + latency(random), traffic.ask(at, text), text);
    }
  },
  "transactions: received, then committed together": (random, traffic) => {
    let open: number[] = [];
    let names: string[] = [];
    for (const [n, at] of byHand(random, 40, 500)) {
      const tx = `t${n + 1}`;
      const asked = traffic.ask(at, { tx: { id: tx, set: { [`k${n % 5}`]: random.integer(9) } } });
      traffic.answer(at + 12 + random.integer(20), asked, { ack: tx });
      open.push(asked);
      names.push(tx);
      if (open.length === 4) {
        traffic.push(at + 400, "<", { committed: names, at: n });
        open = [];
        names = [];
      }
    }
  },
};

/** Applications in which nothing answers anything by a value. */
export const SILENT: Readonly<Record<string, Application>> = {
  "a feed with seq from 1, and pings numbered from 1": (random, traffic) => {
    for (const [n, at] of every(random, 1000, 60_000, 60))
      traffic.push(at, "<", { type: "tick", seq: n + 1, price: 100 + random.integer(20) });
    for (const [n, at] of every(random, 1000, 60_000, 60))
      traffic.push(at, ">", { type: "alive", seq: n + 1 });
  },
  "a page that says which numbers it has seen": (random, traffic) => {
    for (const [n, at] of every(random, 200, 40_000, 150)) {
      traffic.push(at, "<", { s: n + 1, t: "EVENT", d: { u: random.integer(99) } });
      if (n % 20 === 19) traffic.push(at + 30 + random.integer(300), ">", { op: 1, d: n + 1 });
    }
  },
  "inputs, and a state that says which input it has come to": (random, traffic) => {
    for (const [n, at] of every(random, 16, 12_000, 3))
      traffic.push(at, ">", { t: "in", n, keys: random.integer(16) });
    for (const [n, at] of every(random, 100, 12_000, 10))
      traffic.push(at + 60, "<", {
        t: "st",
        tick: n,
        last: Math.max(0, Math.floor(at / 16) - 2),
        you: { x: random.integer(900), y: random.integer(900) },
      });
  },
  "each side numbers its own, and says the last of the other's": (random, traffic) => {
    let mine = 0;
    let theirs = 0;
    for (const [, at] of every(random, 130, 30_000, 120)) {
      if (random.chance(0.5)) traffic.push(at, ">", { seq: ++mine, ack: theirs, data: random.pick(WORDS) });
      else traffic.push(at, "<", { seq: ++theirs, ack: mine, data: random.pick(WORDS) });
    }
  },
  "moves of a board game, by fields": (random, traffic) => {
    for (const [n, at] of byHand(random, 40, 3000))
      traffic.push(at, n % 2 ? ">" : "<", {
        t: "move",
        d: { from: random.integer(64), to: random.integer(64), ply: n },
      });
  },
  "a quiz: guesses of all": (random, traffic) => {
    for (const [n, at] of byHand(random, 120, 300)) {
      if (n % 3 === 0)
        traffic.push(at, ">", { type: "guess", value: random.integer(200), round: Math.floor(n / 12) });
      else
        traffic.push(at, "<", {
          type: "guess",
          who: `p${n % 5}`,
          value: random.integer(200),
          round: Math.floor(n / 12),
        });
    }
  },
  "pixels on a shared canvas": (random, traffic) => {
    for (const [n, at] of byHand(random, 300, 80))
      traffic.push(at, n % 4 ? "<" : ">", {
        p: [random.integer(100), random.integer(100), random.integer(16)],
      });
  },
  "cursors, both ways": (random, traffic) => {
    for (const [, at] of every(random, 50, 15_000, 30))
      traffic.push(at, ">", {
        type: "cursor",
        x: random.integer(1280),
        y: random.integer(800),
        at: CLOCK + Math.round(at),
      });
    for (const [n, at] of every(random, 33, 15_000, 30))
      traffic.push(at, "<", {
        type: "cursor",
        user: `u${n % 3}`,
        x: random.integer(1280),
        y: random.integer(800),
        at: CLOCK + Math.round(at) - 20,
      });
  },
  "a log that goes up, a count that goes up": (random, traffic) => {
    for (const [n, at] of every(random, 500, 60_000, 40))
      traffic.push(at, ">", { ev: "metric", n, t: CLOCK + Math.round(at) });
    for (const [n, at] of every(random, 700, 60_000, 60))
      traffic.push(at, "<", { log: `line ${n}`, n, t: CLOCK + Math.round(at) });
  },
  "what is asked for is told by many, again and again": (random, traffic) => {
    for (const [n, symbol] of ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"].entries())
      traffic.push(100 + n * 700, ">", { sub: symbol });
    for (const [n, at] of every(random, 90, 30_000))
      if (at > 6200)
        traffic.push(at, "<", {
          sym: ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"][n % 8],
          px: random.integer(500),
        });
  },
  "things of the server's that the page looks at": (random, traffic) => {
    const ids = Array.from({ length: 60 }, () => uuid(random));
    traffic.push(50, "<", { type: "all", items: ids.map((id) => ({ id })) });
    for (const [n, at] of byHand(random, 30)) traffic.push(at, ">", { type: "seen", id: ids[n] });
    for (const [, at] of byHand(random, 90, 300))
      traffic.push(at, "<", { type: "changed", id: random.pick(ids), v: random.integer(9) });
  },
  "positions of a player, and frame numbers": (random, traffic) => {
    for (const [n, at] of every(random, 33, 20_000, 6)) {
      traffic.push(at, ">", { f: n, x: Math.round(at / 40), y: Math.round(at / 60) });
      traffic.push(at + 11, "<", {
        f: n + random.integer(2),
        o: [{ x: random.integer(500), y: random.integer(300) }],
      });
    }
  },
  "page views told to a server that tells others'": (random, traffic) => {
    for (const [n, at] of byHand(random, 40))
      traffic.push(at, ">", { view: `/p/${random.integer(50)}`, no: n });
    for (const [, at] of byHand(random, 80, 400))
      traffic.push(at, "<", { active: random.integer(50), page: `/p/${random.integer(50)}` });
  },
  "clocks in words on both sides": (random, traffic) => {
    const word = (at: number) => `${new Date(CLOCK + at).toISOString().slice(0, 19)}Z`;
    for (const [n, at] of every(random, 1000, 60_000, 20))
      traffic.push(at, ">", { type: "stat", at: word(at), cpu: n % 9 });
    for (const [, at] of every(random, 1000, 60_000, 20))
      traffic.push(at, "<", { type: "clock", now: word(at) });
  },
  "clocks of whole seconds in ms": (random, traffic) => {
    const whole = (at: number) => CLOCK + Math.floor(at / 1000) * 1000;
    for (const [n, at] of every(random, 1000, 60_000, 20))
      traffic.push(at, ">", { type: "stat", ts: whole(at), cpu: n % 9 });
    for (const [, at] of every(random, 1000, 60_000, 20))
      traffic.push(at, "<", { type: "clock", ts: whole(at) });
  },
  "clocks of hours and minutes": (random, traffic) => {
    const word = (at: number) => new Date(CLOCK + at).toISOString().slice(11, 19);
    for (const [n, at] of every(random, 1000, 60_000, 20))
      traffic.push(at, ">", { type: "log", time: word(at), line: n });
    for (const [, at] of every(random, 1000, 60_000, 20))
      traffic.push(at, "<", { type: "chart", time: word(at), y: random.integer(99) });
  },
  "a chain: each message names the server's last": (random, traffic) => {
    let parent = "";
    for (const [n, at] of byHand(random, 30, 3000)) {
      traffic.push(at, ">", { say: random.pick(WORDS), parent, turn: n });
      parent = uuid(random);
      traffic.push(at + 200 + random.integer(90), "<", { id: parent, said: random.pick(WORDS) });
    }
  },
  "pages by a cursor that the server gives": (random, traffic) => {
    let cursor = hex(random, 12);
    let at = 100;
    for (let n = 0; n < 40; n += 1) {
      traffic.push(at, ">", { list: "items", cursor, limit: 50 });
      cursor = hex(random, 12);
      at += latency(random);
      traffic.push(at, "<", { items: [random.integer(9)], cursor });
      // What comes unasked, of the same kind, leaves no order to go by.
      if (n % 9 === 4) traffic.push(at + 2, "<", { items: [random.integer(9)], cursor });
      at += random.chance(0.5) ? 4 + random.integer(9) : 900 + random.integer(3000);
    }
  },
  "a version that each change makes one more": (random, traffic) => {
    let version = 10;
    for (const [, at] of byHand(random, 40, 1200)) {
      traffic.push(at, ">", { change: random.integer(99), rev: version });
      version += 1;
      traffic.push(at + 30 + random.integer(20), "<", { applied: true, rev: version });
    }
  },
  "orders of the server's that somebody cancels": (random, traffic) => {
    for (const [n, at] of byHand(random, 40, 1500)) {
      const id = hex(random, 12);
      traffic.push(at, "<", { ev: "order", order: { id, px: 100 + (n % 9) } });
      if (random.chance(0.55)) traffic.push(at + 1500 + random.integer(9000), ">", { do: "cancel", id });
    }
  },
  "questions and answers without a name": (random, traffic) => {
    for (const [n, at] of byHand(random, 40)) {
      traffic.push(at, ">", { cmd: random.pick(["ls", "pwd", "whoami"]), n: random.integer(3) });
      traffic.push(at + latency(random), "<", { out: random.pick(WORDS), code: n % 2 });
    }
  },
  "things on a board that everybody moves": (random, traffic) => {
    const ids = Array.from({ length: 8 }, () => uuid(random));
    for (const [, at] of byHand(random, 120, 150)) {
      const op = { op: "move", id: random.pick(ids), x: random.integer(900), y: random.integer(500) };
      traffic.push(at, random.chance(0.4) ? ">" : "<", op);
    }
  },
  "a call: offers, answers and candidates of a session": (random, traffic) => {
    const sid = hex(random, 10);
    for (const [n, at] of byHand(random, 60, 300)) {
      traffic.push(at, random.chance(0.5) ? ">" : "<", {
        type: "candidate",
        sid,
        mid: n % 2,
        candidate: `candidate:${random.integer(99_999)} 1 udp`,
      });
    }
  },
  "levels of both ends of a slider": (random, traffic) => {
    for (const [n, at] of byHand(random, 200, 120)) {
      traffic.push(at, n % 2 ? ">" : "<", { level: random.integer(20), who: n % 2 ? "me" : "you" });
    }
  },
};
