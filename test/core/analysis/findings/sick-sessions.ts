import { createRandom } from "../../../support/random.ts";
import type { SessionText } from "../../../support/session-from-text.ts";
import { chat, editor, game60, mobile, ticker } from "./healthy-sessions.ts";
import { heartbeats, hex, MINUTE, type Timed, timesOf, toLines } from "./timed-lines.ts";

/** Connections one after the other, told apart by their query. */
function chain(url: string, spans: readonly (readonly Timed[])[]): SessionText {
  return Object.fromEntries(spans.map((lines, n) => [`ws ${url}?c=${n}`, toLines(lines)]));
}

function storm(): SessionText {
  const random = createRandom(121);
  let at = 2 * MINUTE;
  const spans: Timed[][] = [[...heartbeats(122, [1000, at, 15_000]), [at, "closed 1012 server restarting"]]];
  for (let turn = 0; turn < 40; turn += 1) {
    at += 200 + random.integer(120);
    spans.push([
      [at, '> {"auth":"k3"}'],
      [at + 30, "closed 1013 server try again later"],
    ]);
    at += 30;
  }
  spans.push(heartbeats(123, [at + 250, at + 60_000, 15_000]));
  return chain("wss://push.example/v1", spans);
}

function idle(): SessionText {
  const random = createRandom(131);
  const spans: Timed[][] = [];
  let at = 0;
  for (let turn = 0; turn < 7; turn += 1) {
    const lines: Timed[] = [[at, '> {"listen":"alerts"}']];
    let last = at + 50;
    lines.push([last, '< {"listening":true}']);
    for (let n = random.integer(4); n > 0; n -= 1) {
      last += 3000 + random.integer(50_000);
      lines.push([last, `< {"alert":"disk ${random.integer(90)}","at":${Math.round(last)}}`]);
    }
    lines.push([last + 60_000 + random.integer(30), "closed 1006 network"]);
    spans.push(lines);
    at = last + 60_000 + 1000 + random.integer(1500);
  }
  return chain("wss://alerts.example/ws", spans);
}

function upload(): SessionText {
  const lines: Timed[] = [[0, '> {"put":"video.mp4","size":9000000}']];
  for (let chunk = 0; chunk < 60; chunk += 1) {
    const at = 100 + chunk * 80;
    if (chunk > 3) lines.push([at - 1, `buffered ${chunk * 48_000}`]);
    lines.push([at, `> 0x${hex(chunk, 4)}${"5a".repeat(60)}`]);
  }
  lines.push([6000, "closed 1006 network, 2400000 unsent"]);
  return { "ws wss://files.example/up": toLines(lines) };
}

function mountedTwice(): SessionText {
  const of = (from: number): Timed[] => [
    [from, '> {"sub":"line-2"}'],
    ...timesOf(141, from + 100 + (200 - from), 60_000, 400, 0.5).map((at, n): Timed => {
      return [at + from / 100, `< {"line":2,"seen":${7000 + n},"rate":${(n * 37) % 80}}`];
    }),
  ];
  return {
    "ws wss://plant.example/live": toLines(of(0)),
    "ws wss://plant.example/live again": toLines(of(180)),
  };
}

function stalledStream(): SessionText {
  const lines: Timed[] = [];
  const tick = (at: number, n: number): Timed => [
    at,
    `<[pose] {"x":${(n * 13) % 700},"y":${(n * 29) % 500}}`,
  ];
  for (const [from, until] of [
    [0, 20_000],
    [23_400, 41_000],
    [43_100, 60_000],
  ] as const)
    for (const [n, at] of timesOf(from + 151, from, until, 50, 0.15).entries())
      lines.push(tick(at, n + from));
  lines.push([41_000, "lost"]);
  return { "sse https://robot.example/pose": toLines(lines) };
}

function wallet(): SessionText {
  const random = createRandom(161);
  const lines: Timed[] = [];
  let at = 0;
  for (let id = 1; id <= 60; id += 1) {
    const method = ["getBalance", "getBlock", "estimateGas"][id % 3];
    lines.push([at, `> {"jsonrpc":"2.0","id":${id},"method":"${method}","params":[${id}]}`]);
    const took = 30 + random.integer(90);
    if (![17, 31, 32].includes(id))
      lines.push([at + took, `< {"jsonrpc":"2.0","id":${id},"result":"0x${hex(id, 4)}"}`]);
    if ([22, 40].includes(id))
      lines.push([at + took + 15, `< {"jsonrpc":"2.0","id":${id},"result":"0x${hex(id, 4)}"}`]);
    at += 400 + random.integer(2600);
  }
  return { "ws wss://node.example/rpc": toLines(lines, [[at + 30_000, "closed 1000 page"]]) };
}

/** What each has, as a rule and what its title or its numbers hold. */
export interface SickSession {
  readonly text: SessionText;
  readonly faults: readonly (readonly [rule: string, holds: RegExp])[];
}

/** The same with faults that are known. */
export const SICK: Readonly<Record<string, SickSession>> = {
  "a phone that does not ask for what it missed": {
    text: mobile(false),
    faults: [["lost-across-reconnect", /^31 messages were missed/]],
  },
  "quotes of which three of one symbol are lost": {
    text: ticker((symbol, n) => symbol === "MSFT" && n >= 200 && n < 203),
    faults: [["sequence-gap", /^3 messages never came.*MSFT/]],
  },
  "a page that answers no ping any more": {
    text: chat(20 * MINUTE, 20 * MINUTE + 75_000, "closed 1011 server ping timeout"),
    faults: [["heartbeat-unanswered", /went unanswered for/]],
  },
  "an editor whose acknowledgements come later and later": {
    text: editor((at) => 40 + (at / (10 * MINUTE)) ** 2 * 3000),
    faults: [["rising-latency", /take longer and longer/]],
  },
  "a page that knocks forty times at a server that restarts": {
    text: storm(),
    faults: [
      ["reconnect-storm", /^40 connections in a row ended at once/],
      ["reconnect-storm", /began with close code 1012/],
    ],
  },
  "a proxy that ends what is quiet for a minute": {
    text: idle(),
    faults: [["idle-timeout", /^7 connections ended after 1 min/]],
  },
  "a game that stands still while a level is loaded": {
    text: game60([240, 245, 250, 255, 260, 265, 270, 275]),
    faults: [["blocking-handler", /up to 275 ms, in 8 tasks/]],
  },
  "an upload that is faster than the network": {
    text: upload(),
    faults: [
      ["back-pressure", /grew from .* to 2\.8 MB/],
      ["unsent-at-close", /^2\.4 MB/],
    ],
  },
  "a part of a page that is there twice": {
    text: mountedTwice(),
    faults: [["doubled-connection", /^Two connections to one address/]],
  },
  "poses that stand still, and a stream that cannot be taken up": {
    text: stalledStream(),
    faults: [
      ["silence", /3\.4\d? s/],
      ["no-event-ids", /broke once/],
    ],
  },
  "a wallet some of whose calls are lost, or answered twice": {
    text: wallet(),
    faults: [
      ["request-unanswered", /^3 of .*60/],
      ["answered-twice", /^2 requests/],
    ],
  },
  "pings that are not answered for a minute and a half": {
    text: {
      "ws wss://hub.example/ws": toLines(
        heartbeats(171, [1000, 10 * MINUTE, 15_000], (n) => (n >= 20 && n < 26 ? null : 35)),
        timesOf(172, 2000, 10 * MINUTE, 4000, 0.9).map(
          (at, n): Timed => [at, `< {"t":"note","v":${(n * 71) % 97}}`],
        ),
      ),
    },
    faults: [["heartbeat-missed", /^6 of 40 pings/]],
  },
};
