import type { Random } from "../../../support/random.ts";
import type { Application } from "./applications.ts";

/** Spans as servers have them: most are short, few are long. */
const latency = (random: Random, usual = 40): number =>
  usual * 0.6 + random.integer(usual) + (random.chance(0.05) ? random.integer(usual * 10) : 0);

const drawn = (random: Random, length: number): string =>
  Array.from({ length }, () => random.integer(36).toString(36)).join("");

/** Applications with requests, written after the rules were. */
export const ASKING_LATER: Readonly<Record<string, Application>> = {
  "text numbers that are answered as numbers, called otherwise": (random, traffic) => {
    for (let n = 1, at = 500; n <= 50; n += 1, at += 200 + random.integer(1100)) {
      const asked = traffic.ask(at, { type: "request", msgId: String(n), body: { k: drawn(random, 3) } });
      traffic.answer(at + latency(random, 60), asked, {
        type: "response",
        inReplyTo: n,
        body: { v: random.integer(9) },
      });
    }
  },
  "streams that end in a message of another form": (random, traffic) => {
    for (let n = 0, at = 300; n < 15; n += 1, at += 400 + random.integer(900)) {
      const id = `g${drawn(random, 6)}`;
      const asked = traffic.ask(at, { run: { id, prompt: drawn(random, 20) } });
      const tokens = 3 + random.integer(20);
      for (let k = 0; k < tokens; k += 1)
        traffic.answer(at + 60 + k * 25, asked, { part: { of: id, k, token: drawn(random, 4) } });
      traffic.answer(at + 70 + tokens * 25, asked, { end: { of: id, tokens } });
    }
  },
  "lines of a header below what is wanted and what came of it": (random, traffic) => {
    for (let n = 1, at = 300; n <= 40; n += 1, at += 100 + random.integer(700)) {
      const body = `\n\n{"n":${random.integer(99)}}`;
      const asked = traffic.ask(at, `CALL ${random.pick(["read", "write"])}\nRequest-Id: r${n * 7}${body}`);
      traffic.answer(
        at + latency(random),
        asked,
        `OK\nServed-By: n${random.integer(4)}\nRequest-Id: r${n * 7}${body}`,
      );
    }
  },
  "transactions: an acknowledgement at once, an event later": (random, traffic) => {
    for (let n = 0, at = 900; n < 30; n += 1, at += 200 + random.integer(1800)) {
      const transaction = drawn(random, 12);
      const asked = traffic.ask(at, { what: "message", session: 48213377, transaction });
      traffic.answer(at + latency(random, 20), asked, { kind: "ack", session: 48213377, transaction });
      traffic.answer(at + 300 + latency(random, 300), asked, {
        kind: "event",
        session: 48213377,
        transaction,
        data: { r: random.integer(9) },
      });
    }
  },
  "elements with an id, among other attributes in any order": (random, traffic) => {
    for (let n = 1, at = 300; n <= 40; n += 1, at += 200 + random.integer(1000)) {
      const asked = traffic.ask(at, `<query type="get" lang='en' id="q${n}"><item n="3"/></query>`);
      traffic.answer(
        at + latency(random),
        asked,
        `<?xml version="1.0"?><result took="${random.integer(40)}" id="q${n}"><value>7</value></result>`,
      );
      if (n % 3 === 0) traffic.push(at + 150, "<", `<event kind="${random.pick(["opened", "closed"])}"/>`);
    }
  },
  "some are answered and some are only told, by one count": (random, traffic) => {
    for (let id = 1, at = 300; id <= 90; id += 1, at += 100 + random.integer(800)) {
      if (random.chance(0.5)) traffic.push(at, ">", { id, type: "log", m: "a line" });
      else {
        const asked = traffic.ask(at, { id, type: "query", q: drawn(random, 4) });
        traffic.answer(at + latency(random, 70), asked, { replyTo: id, rows: random.integer(50) });
      }
    }
  },
  "pages by a cursor of the server's, each asked for by number": (random, traffic) => {
    let after = "start";
    for (let rq = 1, at = 300; rq <= 30; rq += 1, at += 700 + random.integer(1600)) {
      const asked = traffic.ask(at, { fetch: "rows", after, rq });
      after = drawn(random, 10);
      traffic.answer(at + latency(random, 80), asked, { rq, rows: 10 + random.integer(10), next: after });
    }
  },
  "a server that asks pages how they are": (random, traffic) => {
    for (let n = 0, at = 900; n < 40; n += 1, at += 500 + random.integer(1500)) {
      const reqId = drawn(random, 10);
      const asked = traffic.ask(at, { ask: random.pick(["health", "stats", "config"]), reqId }, "<");
      traffic.answer(at + latency(random, 8), asked, { reqId, data: { cpu: random.integer(100) } }, ">");
    }
  },
  "several rooms in one socket, each of which counts its calls on its own": (random, traffic) => {
    const counts = [0, 0, 0, 0];
    for (let n = 0, at = 400; n < 80; n += 1, at += 60 + random.integer(400)) {
      const room = random.integer(4);
      counts[room] = (counts[room] ?? 0) + 1;
      const id = counts[room];
      const asked = traffic.ask(at, { room, id, call: random.pick(["read", "write", "lock"]) });
      traffic.answer(at + latency(random, 90), asked, { room, id, ok: 1, v: random.integer(50) });
    }
  },
  "errors that name the request in another place": (random, traffic) => {
    for (let rid = 1, at = 400; rid <= 60; rid += 1, at += 100 + random.integer(900)) {
      const asked = traffic.ask(at, { rid, fn: random.pick(["read", "write"]) });
      const isError = rid % 5 === 3;
      traffic.answer(
        at + latency(random, 50),
        asked,
        isError ? { error: { rid, code: 400 + random.integer(99) } } : { rid, ok: drawn(random, 4) },
      );
    }
  },
  "a pool of eight numbers in turn, beside addresses": (random, traffic) => {
    for (let n = 0, at = 300; n < 120; n += 1, at += 100 + random.integer(200)) {
      const asked = traffic.ask(at, { tag: n % 8, c: random.pick(["rd", "wr"]), a: random.integer(4096) });
      traffic.answer(at + latency(random, 30), asked, { tag: n % 8, s: 0, v: random.integer(256) });
    }
  },
  "parts of files that are stored out of turn, the answers within a member": (random, traffic) => {
    for (let at = 400; at < 12_000; at += 700) {
      const file = drawn(random, 8);
      for (let part = 0; part < 12; part += 1, at += 20 + random.integer(30)) {
        const asked = traffic.ask(at, { file, part, data: "x".repeat(20 + random.integer(40)) });
        const bytes = 20 + random.integer(40);
        traffic.answer(at + latency(random, 40), asked, { stored: { file, part }, bytes });
      }
    }
  },
  "each kind of call counts on its own": (random, traffic) => {
    const counts: Record<string, number> = {};
    for (let n = 0, at = 400; n < 80; n += 1, at += 100 + random.integer(400)) {
      const type = random.pick(["load", "save", "list"]);
      const no = (counts[type] ?? 0) + 1;
      counts[type] = no;
      const asked = traffic.ask(at, { type, no, what: drawn(random, 4) });
      // At first nothing has told yet which answers belong to which kind.
      const wait = n < 12 ? 20 : latency(random, 90);
      traffic.answer(at + wait, asked, { type: `${type}Done`, no, data: drawn(random, 8) });
    }
  },
};

/** Applications without. */
export const SILENT_LATER: Readonly<Record<string, Application>> = {
  "inputs of each frame, and a state on the server's clock that says which was the last": (
    random,
    traffic,
  ) => {
    for (let input = 1, at = 1000; at < 40_000; input += 1, at += 1000 / 30)
      traffic.push(at, ">", { in: input, dx: random.integer(3), dy: random.integer(3) });
    for (let tick = 5000, at = 1100; at < 40_000; tick += 1, at += 50)
      traffic.push(at + random.integer(4), "<", {
        tick,
        lastProcessed: Math.floor((at - 1060) / (1000 / 30)) + 1,
        x: random.integer(99),
      });
  },
  "two reports a second apart, that both begin with 100": (random, traffic) => {
    for (let n = 0; n < 90; n += 1) {
      traffic.push(1000 + n * 1000 + random.integer(30), ">", {
        i: n + 100,
        event: "telemetry",
        fps: 55 + random.integer(6),
      });
      traffic.push(1350 + n * 1000 + random.integer(200), "<", {
        i: n + 100,
        event: "score",
        points: random.integer(500),
      });
    }
  },
  "strokes of several people, each by its number": (random, traffic) => {
    for (let stroke = 1, at = 500; at < 60_000; stroke += 1, at += 200 + random.integer(800))
      traffic.push(at, ">", { stroke, points: [random.integer(99), random.integer(99)] });
    for (let stroke = 1, at = 700; at < 60_000; stroke += 1, at += 300 + random.integer(600))
      traffic.push(at, "<", { stroke, author: random.pick(["x", "y"]), points: [random.integer(99)] });
  },
  "an editor's revisions, acknowledged and told by one count": (random, traffic) => {
    let rev = 40;
    for (let n = 0, at = 500; n < 60; n += 1, at += 500 + random.integer(1200)) {
      if (random.chance(0.5)) {
        traffic.push(at, ">", { type: "op", baseRev: rev, ops: [random.integer(500), "x"] });
        rev += 1;
        // One that is lost leaves no order to go by.
        if (n % 9 !== 4) traffic.push(at + latency(random), "<", { type: "ack", rev });
      } else {
        rev += 1;
        traffic.push(at, "<", { type: "op", rev, author: random.pick(["a", "b"]), ops: [1, "y"] });
      }
    }
  },
  "inputs by number, and a state of small numbers at a tick": (random, traffic) => {
    for (let i = 1, at = 500; i <= 220; i += 1, at += 20 + random.integer(80))
      traffic.push(at, ">", { i, k: random.integer(16) });
    for (let t = 1, at = 520; t <= 260; t += 1, at += 20 + random.integer(60))
      traffic.push(at, "<", {
        t,
        p: [random.integer(100), random.integer(100)],
        hp: 1 + random.integer(100),
      });
  },
};
