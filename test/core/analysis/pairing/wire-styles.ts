import type { Random } from "../../../support/random.ts";
import type { Application } from "./applications.ts";
import { bytes } from "./byte-layouts.ts";

/** Spans as servers have them: most are short, few are long. */
const latency = (random: Random, usual = 40): number =>
  usual * 0.5 + random.integer(usual) + (random.chance(0.06) ? random.integer(usual * 12) : 0);

/** Times of what somebody, or something, wants now and then. */
function* asking(random: Random, count: number, usual = 500): Iterable<[n: number, at: number]> {
  for (let n = 0, at = 300; n < count; n += 1) {
    at += random.chance(0.2) ? 5 + random.integer(30) : usual * 0.2 + random.integer(usual * 2);
    yield [n, at];
  }
}

/** Times of a timer. */
function* ticking(random: Random, step: number, until: number): Iterable<[n: number, at: number]> {
  for (
    let n = 0, at = random.integer(step);
    at < until;
    n += 1, at += step * (0.96 + random.integer(80) / 1000)
  )
    yield [n, at];
}

const letters = (random: Random, length: number): string =>
  Array.from({ length }, () => random.pick([..."abcdefghijklmnopqrstuvwxyz0123456789"])).join("");
const SOH = "\u0001";
const bencoded = (value: unknown): string => {
  if (typeof value === "number") return `i${value}e`;
  if (typeof value === "string") return `${value.length}:${value}`;
  if (Array.isArray(value)) return `l${value.map(bencoded).join("")}e`;
  const members = Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return `d${members.map(([name, it]) => bencoded(name) + bencoded(it)).join("")}e`;
};
const packedText = (text: string) =>
  bytes()
    .be(0xa0 + text.length, 1)
    .text(text);
const atom = (name: string) => bytes().be(100, 1).be(name.length, 2).text(name);
const plain = (it: { hex: string }): number[] => [...Buffer.from(it.hex.slice(2), "hex")];

/** Requests and replies of real kinds of software, by how they are written on the wire. */
export const ASKING_BY_STYLE: Readonly<Record<string, Application>> = {
  "orders in FIX tags, each with its reports, among market data": (random, traffic) => {
    let out = 1;
    let back = 1;
    for (const [n, at] of asking(random, 30)) {
      const id = `ORD${20_260_101_000 + n * 7}`;
      const asked = traffic.ask(
        at,
        `8=FIX.4.4${SOH}35=D${SOH}34=${out++}${SOH}11=${id}${SOH}55=ABC${SOH}38=${random.integer(900)}${SOH}`,
      );
      let then = at + latency(random);
      for (const state of ["0", "1", "2"].slice(0, 1 + random.integer(3))) {
        traffic.answer(
          then,
          asked,
          `8=FIX.4.4${SOH}35=8${SOH}34=${back++}${SOH}37=X${random.integer(1e6)}${SOH}11=${id}${SOH}39=${state}${SOH}`,
        );
        then += 20 + random.integer(300);
      }
    }
    for (const [n, at] of ticking(random, 210, 30_000))
      traffic.push(
        at,
        "<",
        `8=FIX.4.4${SOH}35=W${SOH}34=${5000 + n}${SOH}55=ABC${SOH}270=${random.integer(900)}${SOH}`,
      );
  },
  "a game server: calls by a number in two bytes behind the opcode, beside states at 20 Hz": (
    random,
    traffic,
  ) => {
    for (const [n, at] of asking(random, 60, 250)) {
      const code = random.pick([0x10, 0x11, 0x12]);
      const asked = traffic.ask(
        at,
        bytes()
          .be(code, 1)
          .le(n + 1, 2)
          .noise(random, 4, 12).hex,
      );
      traffic.answer(
        at + latency(random),
        asked,
        bytes()
          .be(code + 0x80, 1)
          .le(n + 1, 2)
          .noise(random, 2, 20).hex,
      );
    }
    for (const [n, at] of ticking(random, 50, 15_000))
      traffic.push(
        at,
        "<",
        bytes()
          .be(1, 1)
          .le(7000 + n, 4)
          .noise(random, 24).hex,
      );
  },
  "device commands with a request number in the topic": (random, traffic) => {
    for (const [n, at] of asking(random, 35)) {
      const rid = n + 1;
      const asked = traffic.ask(at, {
        topic: `devices/d17/methods/POST/${random.pick(["reboot", "read"])}/?$rid=${rid}`,
        payload: {},
      });
      traffic.answer(at + latency(random, 90), asked, {
        topic: `devices/d17/methods/res/200/?$rid=${rid}`,
        payload: { v: random.integer(90) },
      });
    }
    for (const [, at] of ticking(random, 700, 20_000))
      traffic.push(at, "<", { topic: "devices/d17/telemetry", payload: { t: 20 + random.integer(9) } });
  },
  "RPC behind a length, a type and a number of 32 bits": (random, traffic) => {
    for (const [n, at] of asking(random, 50, 300)) {
      const body = random.bytes(6 + random.integer(40));
      const asked = traffic.ask(
        at,
        bytes()
          .be(body.length + 9, 4)
          .be(1, 1)
          .be(n + 1, 4)
          .raw([...body]).hex,
      );
      const back = random.bytes(4 + random.integer(60));
      traffic.answer(
        at + latency(random),
        asked,
        bytes()
          .be(back.length + 9, 4)
          .be(random.chance(0.1) ? 3 : 2, 1)
          .be(n + 1, 4)
          .raw([...back]).hex,
      );
    }
  },
  "arrays of MessagePack: kind, number, method, parameters": (random, traffic) => {
    for (const [n, at] of asking(random, 45, 400)) {
      const number = n < 128 ? bytes().be(n, 1) : bytes().be(0xcc, 1).be(n, 1);
      const method = random.pick(["buf_get", "win_set", "exec"]);
      const asked = traffic.ask(
        at,
        bytes()
          .be(0x94, 1)
          .be(0, 1)
          .raw(plain(number))
          .raw(plain(packedText(method)))
          .be(0x91, 1)
          .be(random.integer(100), 1).hex,
      );
      traffic.answer(
        at + latency(random, 15),
        asked,
        bytes().be(0x94, 1).be(1, 1).raw(plain(number)).be(0xc0, 1).be(random.integer(100), 1).hex,
      );
    }
    for (const [, at] of ticking(random, 400, 15_000))
      traffic.push(
        at,
        "<",
        bytes()
          .be(0x93, 1)
          .be(2, 1)
          .raw(plain(packedText("redraw")))
          .be(0x91, 1)
          .be(random.integer(100), 1).hex,
      );
  },
  "Protocol Buffers: the number as the first field": (random, traffic) => {
    for (const [n, at] of asking(random, 160, 120)) {
      const body = letters(random, 3 + random.integer(12));
      const asked = traffic.ask(
        at,
        bytes()
          .be(0x08, 1)
          .varint(n + 40)
          .be(0x12, 1)
          .varint(body.length)
          .text(body).hex,
      );
      const back = letters(random, 2 + random.integer(20));
      traffic.answer(
        at + latency(random, 30),
        asked,
        bytes()
          .be(0x08, 1)
          .varint(n + 40)
          .be(0x1a, 1)
          .varint(back.length)
          .text(back).hex,
      );
    }
  },
  "lines of comma-separated values, the number third": (random, traffic) => {
    for (const [n, at] of asking(random, 40)) {
      const asked = traffic.ask(
        at,
        `CMD,${random.pick(["MOVE", "HOME", "STAT"])},${n + 100},${random.integer(900)},${random.integer(900)}`,
      );
      traffic.answer(at + latency(random, 70), asked, `RSP,OK,${n + 100},${random.integer(9)}`);
    }
    for (const [, at] of ticking(random, 500, 20_000))
      traffic.push(at, "<", `POS,${random.integer(900)},${random.integer(900)},${random.integer(360)}`);
  },
  "fields between bars, a token in the second": (random, traffic) => {
    for (const [, at] of asking(random, 35)) {
      const token = letters(random, 9);
      const asked = traffic.ask(
        at,
        `Q|${token}|${random.pick(["stock", "price"])}|sku${random.integer(900)}`,
      );
      traffic.answer(at + latency(random), asked, `A|${token}|${random.integer(100)}|EUR`);
    }
    for (const [, at] of ticking(random, 900, 20_000)) traffic.push(at, "<", `N|shelf|${random.integer(40)}`);
  },
  "XML: iq stanzas by id, among presence": (random, traffic) => {
    for (const [n, at] of asking(random, 35)) {
      const id = `${letters(random, 4)}:${n}`;
      const asked = traffic.ask(
        at,
        `<iq to='a.example' type='get' id='${id}'><query xmlns='x:roster'/></iq>`,
      );
      traffic.answer(
        at + latency(random),
        asked,
        random.chance(0.1)
          ? `<iq type='error' id='${id}'><error code='404'/></iq>`
          : `<iq from='a.example' id='${id}' type='result'><query n='${random.integer(9)}'/></iq>`,
      );
    }
    for (const [, at] of ticking(random, 800, 20_000))
      traffic.push(at, "<", `<presence from='u${random.integer(9)}@a.example'><show>away</show></presence>`);
  },
  "Erlang's terms: {call, Ref, Function} and {reply, Ref, Value}": (random, traffic) => {
    for (const [n, at] of asking(random, 40)) {
      const reference = 900_000 + n * 13;
      const asked = traffic.ask(
        at,
        bytes()
          .be(131, 1)
          .be(104, 1)
          .be(3, 1)
          .raw(plain(atom("call")))
          .be(98, 1)
          .be(reference, 4)
          .raw(plain(atom(random.pick(["get", "put", "list"])))).hex,
      );
      traffic.answer(
        at + latency(random),
        asked,
        bytes()
          .be(131, 1)
          .be(104, 1)
          .be(3, 1)
          .raw(plain(atom("reply")))
          .be(98, 1)
          .be(reference, 4)
          .be(97, 1)
          .be(random.integer(256), 1).hex,
      );
    }
  },
  "bencoded queries by a transaction of two letters": (random, traffic) => {
    for (const [, at] of asking(random, 45, 300)) {
      const t = letters(random, 2);
      const asked = traffic.ask(
        at,
        bencoded({
          a: { id: letters(random, 20) },
          q: random.pick(["ping", "find_node", "get_peers"]),
          t,
          y: "q",
        }),
      );
      traffic.answer(
        at + latency(random, 120),
        asked,
        bencoded({ r: { id: letters(random, 20), nodes: letters(random, 26) }, t, y: "r" }),
      );
    }
  },
  "bencoded calls by a number, as a debugger's": (random, traffic) => {
    for (const [n, at] of asking(random, 45, 300)) {
      const id = String(n + 1);
      const asked = traffic.ask(
        at,
        bencoded({
          code: `(+ ${random.integer(9)} 1)`,
          id,
          op: random.pick(["eval", "load", "info"]),
          session: "4f2a-77",
        }),
      );
      traffic.answer(
        at + latency(random, 50),
        asked,
        bencoded({ id, session: "4f2a-77", value: String(random.integer(90)) }),
      );
      traffic.answer(
        at + 700 + latency(random, 20),
        asked,
        bencoded({ id, session: "4f2a-77", status: ["done"] }),
      );
    }
  },
  "Modbus TCP: a count of two bytes before the unit and the function": (random, traffic) => {
    for (const [n, at] of asking(random, 70, 180)) {
      const asked = traffic.ask(
        at,
        bytes()
          .be(n + 1, 2)
          .be(0, 2)
          .be(6, 2)
          .be(1, 1)
          .be(3, 1)
          .be(random.integer(400), 2)
          .be(2, 2).hex,
      );
      traffic.answer(
        at + latency(random, 25),
        asked,
        bytes()
          .be(n + 1, 2)
          .be(0, 2)
          .be(7, 2)
          .be(1, 1)
          .be(3, 1)
          .be(4, 1)
          .noise(random, 4).hex,
      );
    }
  },
  "Modbus TCP, polled by a timer and answered in turn": (random, traffic) => {
    for (const [n, at] of ticking(random, 250, 20_000)) {
      const asked = traffic.ask(
        at,
        bytes()
          .be(n, 2)
          .be(0, 2)
          .be(6, 2)
          .be(1, 1)
          .be(4, 1)
          .be(100 + (n % 4) * 10, 2)
          .be(4, 2).hex,
      );
      traffic.answer(
        at + 12 + random.integer(30),
        asked,
        bytes().be(n, 2).be(0, 2).be(11, 2).be(1, 1).be(4, 1).be(8, 1).noise(random, 8).hex,
      );
    }
  },
  "tiles of a map by z, x and y": (random, traffic) => {
    for (let k = 0, at = 400; k < 25; k += 1, at += 600 + random.integer(1500)) {
      const [z, x, y] = [12 + random.integer(4), 2000 + random.integer(90), 1300 + random.integer(90)];
      for (let n = 0; n < 4; n += 1) {
        const tile = { z, x: x + (n % 2), y: y + (n >> 1) };
        const asked = traffic.ask(at + n * 3, { get: "tile", ...tile });
        traffic.answer(at + n * 3 + latency(random, 90), asked, { tile, data: letters(random, 24) });
      }
    }
  },
  "lines of a chat server, its LIST and WHOIS by a label": (random, traffic) => {
    for (const [n, at] of asking(random, 30, 700)) {
      const asked = traffic.ask(at, `@label=L${n + 1} WHOWAS nick${random.integer(90)}`);
      traffic.answer(
        at + latency(random),
        asked,
        `@label=L${n + 1} :irc.example 314 me nick${random.integer(90)} user host * :real`,
      );
    }
    for (const [, at] of ticking(random, 900, 22_000))
      traffic.push(
        at,
        "<",
        `:bob!b@host SAID #room :${random.pick(["hello", "brb", "ok"])} ${random.integer(99)}`,
      );
  },
  "events of rooms, each sent with a transaction that its echo carries": (random, traffic) => {
    for (const [n, at] of asking(random, 35, 900)) {
      const txn = `m${1_767_268_800_000 + at * 1 + n}.${n}`;
      const asked = traffic.ask(at, {
        method: "send",
        room: "!a:ex.org",
        txn,
        content: { body: letters(random, 8) },
      });
      traffic.answer(at + latency(random, 80), asked, {
        room: "!a:ex.org",
        event: { event_id: `$${letters(random, 12)}`, unsigned: { transaction_id: txn } },
      });
    }
    for (const [, at] of ticking(random, 1100, 30_000))
      traffic.push(at, "<", {
        room: "!a:ex.org",
        event: { event_id: `$${letters(random, 12)}`, sender: "@bob:ex.org", body: letters(random, 6) },
      });
  },
  "a number within a header, which comes back nested and renamed": (random, traffic) => {
    for (const [n, at] of asking(random, 40)) {
      const asked = traffic.ask(at, {
        hdr: { seqNo: 300 + n, kind: "query" },
        body: { sel: letters(random, 4) },
      });
      traffic.answer(at + latency(random, 60), asked, {
        result: { meta: { inResponseTo: 300 + n }, rows: random.integer(40) },
      });
    }
    for (const [n, at] of ticking(random, 600, 20_000))
      traffic.push(at, "<", { update: { table: "t1", row: n * 3, v: random.integer(40) } });
  },
  "a batch of calls, answered by a batch in another order": (random, traffic) => {
    let id = 1;
    for (const [, at] of asking(random, 30, 800)) {
      const calls = Array.from({ length: 1 + random.integer(4) }, () => ({
        callId: `c-${id++}`,
        fn: random.pick(["read", "stat", "list"]),
      }));
      const asked = traffic.ask(at, { batch: calls });
      const replies = calls.map(({ callId }) => ({ callId, ok: true, v: random.integer(99) })).reverse();
      traffic.answer(at + latency(random, 60), asked, { replies });
    }
  },
  "one search, several parts of its results, and an end": (random, traffic) => {
    for (const [n, at] of asking(random, 20, 1500)) {
      const asked = traffic.ask(at, { t: "search", sid: n + 1, q: letters(random, 5) });
      let then = at + latency(random, 60);
      for (let part = 0; part < 1 + random.integer(4); part += 1) {
        traffic.answer(then, asked, {
          t: "hits",
          sid: n + 1,
          hits: [letters(random, 6), letters(random, 6)],
        });
        then += 40 + random.integer(60);
      }
      traffic.answer(then, asked, { t: "searchDone", sid: n + 1, total: random.integer(90) });
    }
  },
  "a server that asks for work and gets it": (random, traffic) => {
    for (const [n, at] of asking(random, 40, 600)) {
      const asked = traffic.ask(at, { kind: "eval", taskNo: n + 1, expr: letters(random, 8) }, "<");
      traffic.answer(
        at + latency(random, 30),
        asked,
        { kind: "value", taskNo: n + 1, value: random.integer(900) },
        ">",
      );
    }
    for (const [, at] of ticking(random, 3000, 20_000))
      traffic.push(at, ">", { kind: "load", cpu: random.integer(100) });
  },
  "a count of one byte, beside pushes with noise in its place": (random, traffic) => {
    for (const [n, at] of asking(random, 90, 220)) {
      const asked = traffic.ask(
        at,
        bytes()
          .be(0x21, 1)
          .be(n % 256, 1)
          .noise(random, 3, 8).hex,
      );
      traffic.answer(
        at + latency(random, 30),
        asked,
        bytes()
          .be(0xa1, 1)
          .be(n % 256, 1)
          .noise(random, 4, 9).hex,
      );
    }
    for (const [, at] of ticking(random, 160, 20_000))
      traffic.push(at, "<", bytes().be(0x30, 1).noise(random, 12).hex);
  },
  "small counts in a member that says nothing, answered after anything from 20 ms to 3 s": (
    random,
    traffic,
  ) => {
    for (const [n, at] of asking(random, 70, 500)) {
      const asked = traffic.ask(at, { z: n + 1, what: random.pick(["a", "b"]) });
      traffic.answer(at + 20 + random.integer(random.chance(0.4) ? 3000 : 150), asked, {
        z: n + 1,
        out: letters(random, 3),
      });
    }
  },
  "a console by lines: a prompt's number in brackets": (random, traffic) => {
    for (const [n, at] of asking(random, 35, 900)) {
      const asked = traffic.ask(
        at,
        `[${n + 1}] ${random.pick(["show", "set", "get"])} ${letters(random, 4)}`,
      );
      traffic.answer(
        at + latency(random, 30),
        asked,
        `[${n + 1}] ${random.pick(["ok", "done", "failed"])} ${random.integer(99)}`,
      );
    }
  },
  "calls over a stream of events: a key in the head, JSON behind": (random, traffic) => {
    for (const [, at] of asking(random, 35)) {
      const key = letters(random, 6);
      const asked = traffic.ask(
        at,
        `invoke:${key}:${JSON.stringify({ fn: random.pick(["sum", "max"]), args: [random.integer(9)] })}`,
      );
      traffic.answer(
        at + latency(random),
        asked,
        `${random.chance(0.1) ? "failed" : "result"}:${key}:${JSON.stringify({ v: random.integer(90) })}`,
      );
    }
    for (const [, at] of ticking(random, 700, 20_000))
      traffic.push(
        at,
        "<",
        `event:${random.pick(["tick", "tock"])}:${JSON.stringify({ n: random.integer(90) })}`,
      );
  },
};

/** Nothing answers anything. */
export const SILENT_BY_STYLE: Readonly<Record<string, Application>> = {
  "market data in FIX tags, and heartbeats of the page's": (random, traffic) => {
    for (const [n, at] of ticking(random, 180, 30_000))
      traffic.push(
        at,
        "<",
        `8=FIX.4.4${SOH}35=X${SOH}34=${n + 1}${SOH}270=${random.integer(900)}${SOH}271=${random.integer(90)}${SOH}`,
      );
    for (const [n, at] of ticking(random, 1500, 30_000))
      traffic.push(at, ">", `8=FIX.4.4${SOH}35=0${SOH}34=${n + 1}${SOH}`);
  },
  "frames filled with one byte a frame, both ways": (random, traffic) => {
    for (const [n, at] of ticking(random, 210, 15_000))
      traffic.push(
        at,
        ">",
        bytes()
          .be(0x40, 1)
          .raw(Array.from({ length: 30 }, () => n % 256)).hex,
      );
    for (const [n, at] of ticking(random, 190, 15_000))
      traffic.push(
        at,
        "<",
        bytes()
          .be(0x41, 1)
          .raw(Array.from({ length: 40 }, () => n % 256)).hex,
      );
  },
  "test pictures: bytes that count on by a step of the frame's own": (random, traffic) => {
    for (const [n, at] of ticking(random, 300, 20_000))
      traffic.push(at, ">", bytes().raw(Array.from({ length: 48 }, (_, i) => (n * 3 + i * 7) & 255)).hex);
    for (const [n, at] of ticking(random, 280, 20_000))
      traffic.push(
        at,
        "<",
        bytes()
          .be(n, 4)
          .raw(Array.from({ length: 48 }, (_, i) => (n * 3 + i * 7) & 255)).hex,
      );
  },
  "readings of sensors as arrays, and set points": (random, traffic) => {
    for (const [n, at] of ticking(random, 400, 25_000))
      traffic.push(at, "<", [n, 20 + random.integer(9), 40 + random.integer(9)]);
    for (const [n, at] of asking(random, 25, 900)) traffic.push(at, ">", [n, 18 + random.integer(9)]);
  },
  "a chat by lines, in which everybody counts": (random, traffic) => {
    for (const [n, at] of asking(random, 40, 600)) traffic.push(at, ">", `me: ${n + 1}`);
    for (const [n, at] of asking(random, 40, 600))
      traffic.push(at, "<", `${random.pick(["bob", "eve"])}: ${n + 1}`);
  },
  "strokes of several pens, by pen and number": (random, traffic) => {
    for (const [n, at] of ticking(random, 60, 12_000))
      traffic.push(at, ">", { pen: 1, k: n, x: random.integer(900), y: random.integer(900) });
    for (const [n, at] of ticking(random, 64, 12_000))
      traffic.push(at, "<", { pen: 2 + (n % 2), k: n >> 1, x: random.integer(900), y: random.integer(900) });
  },
  "bencoded announcements of both": (random, traffic) => {
    for (const [n, at] of ticking(random, 900, 40_000))
      traffic.push(at, ">", bencoded({ have: n, up: random.integer(999) }));
    for (const [n, at] of ticking(random, 870, 40_000))
      traffic.push(at, "<", bencoded({ have: n, peers: random.integer(40) }));
  },
  "map positions: the page's view, and vehicles that move in it": (random, traffic) => {
    for (const [, at] of asking(random, 25, 900))
      traffic.push(at, ">", {
        view: { z: 12 + random.integer(4), x: 2000 + random.integer(90), y: 1300 + random.integer(90) },
      });
    for (const [, at] of ticking(random, 120, 20_000))
      traffic.push(at, "<", {
        bus: random.integer(40),
        x: 2000 + random.integer(90),
        y: 1300 + random.integer(90),
        z: 14,
      });
  },
  "registers that are written, and their values at times of their own": (random, traffic) => {
    for (const [n, at] of asking(random, 40, 500))
      traffic.push(
        at,
        ">",
        bytes()
          .be(n, 2)
          .be(0, 2)
          .be(6, 2)
          .be(1, 1)
          .be(6, 1)
          .be(random.integer(40), 2)
          .be(random.integer(900), 2).hex,
      );
    for (const [n, at] of ticking(random, 330, 25_000))
      traffic.push(at, "<", bytes().be(n, 2).be(0, 2).be(9, 2).be(1, 1).be(0x55, 1).noise(random, 6).hex);
  },
  "prose in binary messages, told to all": (random, traffic) => {
    const says = (n: number) =>
      `${random.pick(["what about lunch", "I am on my way", "see you there"])} ${n % 7}!`;
    for (const [n, at] of asking(random, 30, 900)) traffic.push(at, ">", bytes().be(2, 1).text(says(n)).hex);
    for (const [n, at] of asking(random, 60, 450))
      traffic.push(at, "<", bytes().be(3, 1).be(random.integer(9), 1).text(says(n)).hex);
  },
};
