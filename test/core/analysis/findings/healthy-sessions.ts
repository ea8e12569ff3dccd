import { createRandom } from "../../../support/random.ts";
import type { SessionText } from "../../../support/session-from-text.ts";
import { around, heartbeats, hex, MINUTE, SECOND, type Timed, timesOf, toLines } from "./timed-lines.ts";

/** A page's feed of its friends: numbered, and asked for from a number on. */
function mobileSpan(from: number, until: number, first: number, resumes: boolean, seed: number): Timed[] {
  const asks: Timed[] = [
    [
      from,
      resumes
        ? `> {"type":"resume","since":${first - 1},"device":"ios"}`
        : '> {"type":"hello","device":"ios"}',
    ],
    [from + 60, '< {"type":"welcome","session":"d41f8a"}'],
  ];
  const posts = timesOf(seed, from + 200, until, 2300, 0.8).map((at, n): Timed => {
    return [at, `< {"type":"post","seq":${first + n},"by":"u${(n * 7) % 13}","text":"note ${first + n}"}`];
  });
  return [...asks, ...posts];
}

const countOf = (span: readonly Timed[], type: string): number =>
  span.filter(([, line]) => line.includes(`"type":"${type}"`)).length;

/** A phone that was in a pocket for three minutes, and whether it asks for the 31 messages that it missed. */
export function mobile(resumes: boolean): SessionText {
  const before = mobileSpan(0, 2 * MINUTE, 1, false, 3);
  const seen = countOf(before, "post");
  const at = 5 * MINUTE;
  // What was said meanwhile is 31 posts: told again at once, or never.
  const missed = Array.from({ length: 31 }, (_, n): Timed => {
    return [at + 100 + n * 2, `< {"type":"post","seq":${seen + 1 + n},"by":"u3","text":"late ${n}"}`];
  });
  const after = mobileSpan(at, 9 * MINUTE, seen + 32, resumes, 5).filter(
    ([time], n) => n < 2 || time > at + 300,
  );
  const renumbered = after.map(([time, line], n): Timed => {
    return n < 2 ? [time, line] : [time, line.replace(/"seq":\d+/, `"seq":${seen + 30 + n}`)];
  });
  return {
    page: ["121000ms hidden", "125000ms frozen", "299000ms hidden", "299100ms visible"],
    "ws wss://feed.example/v2?device=a": toLines(before, heartbeats(11, [20_000, 120_000, 25_000]), [
      [299_050, "closed 1006 network"],
    ]),
    "ws wss://feed.example/v2?device=b": toLines(
      renumbered,
      resumes ? missed : [],
      heartbeats(12, [at + 20_000, 9 * MINUTE, 25_000]),
    ),
  };
}

/** Two who write one text: operations are acknowledged by the count of the page, and have the revision of the document. */
export function editor(ackOf: (at: number) => number): SessionText {
  const random = createRandom(21);
  let revision = 400;
  const lines: Timed[] = [[0, '> {"a":"join","doc":"minutes"}']];
  lines.push([70, '< {"a":"joined","doc":"minutes","rev":400,"users":["ann","bo"]}']);
  const sent: [at: number, due: number, count: number][] = [];
  let count = 0;
  for (const from of [5, 40, 100, 190, 260, 400, 520].map((it) => it * SECOND)) {
    for (const at of timesOf(from, from, from + 25_000, 700, 0.6)) {
      count += 1;
      sent.push([at, at + ackOf(at) * around(random, 1, 0.2), count]);
    }
  }
  const others = timesOf(31, 7000, 590_000, 2900, 0.9);
  const events = [
    ...sent.map(([, due, own]) => ({ at: due, own })),
    ...others.map((at) => ({ at, own: null })),
  ].sort((a, b) => a.at - b.at);
  for (const [at, , own] of sent)
    lines.push([at, `> {"a":"op","c":${own},"ops":[{"r":${own * 3}},{"i":"w${own}"}]}`]);
  for (const { at, own } of events) {
    revision += 1;
    if (own !== null) lines.push([at, `< {"a":"ack","c":${own},"rev":${revision}}`]);
    else lines.push([at, `< {"a":"op","by":"bo","rev":${revision},"ops":[{"r":${revision}},{"d":1}]}`]);
  }
  const cursors = timesOf(33, 6000, 590_000, 1300, 0.9).map((at, n): Timed => {
    return [at, `${n % 2 ? ">" : "<"} {"a":"cursor","pos":${(n * 37) % 900}}`];
  });
  return {
    "ws wss://docs.example/edit/minutes": toLines(lines, cursors, heartbeats(34, [9000, 600_000, 30_000])),
  };
}

/** Quotes of five symbols, each with its own numbers, until the market closes; then heartbeats alone. */
export function ticker(leftOut: (symbol: string, n: number) => boolean): SessionText {
  const symbols = ["AAPL", "MSFT", "NVDA", "ORCL", "SAP"];
  const lines: Timed[] = [
    [0, `> {"op":"sub","symbols":${JSON.stringify(symbols)}}`],
    [80, '< {"ev":"status","market":"open"}'],
  ];
  for (const [index, symbol] of symbols.entries()) {
    for (const [n, at] of timesOf(index + 41, 200, 4 * MINUTE, 300 + index * 170, 0.9).entries()) {
      if (leftOut(symbol, n)) continue;
      lines.push([
        at,
        `< {"ev":"q","s":"${symbol}","n":${9000 * (index + 1) + n},"b":${100 + ((n * 7) % 50)},"z":${(n * 13) % 40}}`,
      ]);
    }
  }
  lines.push([4 * MINUTE + 20, '< {"ev":"status","market":"closed"}']);
  const beats = timesOf(49, 5000, 15 * MINUTE, 10_000, 0.01).map((at): Timed => [at, '< {"ev":"hb"}']);
  return { "ws wss://quotes.example/stream": toLines(lines, beats) };
}

/** A room in which hardly anybody speaks; the server pings, and the page answers as long as it does. */
export function chat(answersUntil: number, end: number, closed: string | null): SessionText {
  const pings = timesOf(51, 30_000, end, 30_000, 0.005).flatMap((at): Timed[] => {
    const ping: Timed = [at, '< {"kind":"ping"}'];
    return at < answersUntil ? [ping, [at + 3, '> {"kind":"pong"}']] : [ping];
  });
  const said: Timed[] = [];
  for (const [n, at] of [40, 47, 60, 610, 615, 1380, 1381, 1900].map((it) => it * SECOND).entries()) {
    if (at > answersUntil) continue;
    said.push([at - 2500, '< {"kind":"typing","who":"kim"}']);
    said.push([at, `${n % 3 ? "<" : ">"} {"kind":"say","who":"${n % 3 ? "kim" : "me"}","text":"line ${n}"}`]);
  }
  return {
    "ws wss://chat.example/room/7": toLines([[0, '> {"kind":"enter","room":7}']], pings, said, [
      ...(closed === null ? [] : [[end, closed] as const]),
    ]),
  };
}

/** Inputs and states at 20 Hz, with a lobby between two matches. */
function game20(): SessionText {
  const lines: Timed[] = [[0, '> {"m":"join","name":"zoe"}']];
  let input = 0;
  let tick = 10_000;
  for (const from of [2 * SECOND, 70 * SECOND]) {
    lines.push([from - 30, '< {"m":"start","map":"harbour"}']);
    for (const at of timesOf(from, from, from + 50_000, 50, 0.08)) {
      input += 1;
      lines.push([at, `> {"m":"in","i":${input},"k":${(input * 5) % 8}}`]);
    }
    let seen = input - 990;
    for (const at of timesOf(from + 1, from + 35, from + 50_000, 50, 0.25)) {
      tick += 1;
      seen += 1;
      lines.push([
        at,
        `< {"m":"st","tick":${tick},"ack":${Math.max(0, seen)},"p":[${tick % 90},${tick % 77}]}`,
      ]);
    }
    lines.push([from + 50_100, '< {"m":"over","winner":"zoe"}']);
  }
  return {
    "ws wss://play.example/match": toLines(
      lines,
      heartbeats(61, [1000, 121_000, 5000], () => 31),
    ),
  };
}

/** The same at 60 Hz in bytes: a number of two bytes that begins again, a position, a button. */
export function game60(tasks: readonly number[]): SessionText {
  const lines: Timed[] = [[0, '> {"join":"arena"}']];
  const page: Timed[] = [];
  for (const [n, blockedMs] of tasks.entries()) {
    const at = 2000 + n * 2100;
    lines.push([at + 1, `< {"level":${n + 2},"tiles":"${"abcdefgh".repeat(40)}"}`]);
    page.push([at, `blocked ${blockedMs}`]);
  }
  const isBlocked = (at: number): boolean =>
    tasks.some((blockedMs, n) => at > 2000 + n * 2100 && at < 2000 + n * 2100 + blockedMs);
  for (const [n, at] of timesOf(71, 500, 20_500, 1000 / 60, 0.1).entries())
    if (!isBlocked(at))
      lines.push([at, `> 0x01${hex((65_000 + n) % 65_536, 2)}${hex((n * 331) % 65_536, 2)}${hex(n % 4, 1)}`]);
  for (const [n, at] of timesOf(72, 530, 20_500, 1000 / 60, 0.3).entries()) {
    if (isBlocked(at)) continue;
    const units = Array.from({ length: 4 }, (_, unit) => hex((n * (unit + 3) * 17) % 65_536, 2)).join("");
    lines.push([at, `< 0x02${hex((64_000 + n) % 65_536, 2)}${units}`]);
  }
  return { page: toLines(page), "ws wss://arena.example/udp-like": toLines(lines) };
}

/** Jobs one after the other, each told of until it is done. */
function jobs(): SessionText {
  const lines: Timed[] = [];
  const random = createRandom(81);
  let at = 0;
  for (let job = 0; job < 6; job += 1) {
    const id = `job_${(job * 7919 + 104_729).toString(36)}x${job}`;
    lines.push([at, `> {"cmd":"render","id":"${id}","frames":${20 + job}}`]);
    lines.push([at + 45, `< {"id":"${id}","state":"queued"}`]);
    at += 900 + random.integer(2500);
    for (let done = 0; done < 100; done += 1 + random.integer(9)) {
      lines.push([at, `< {"id":"${id}","state":"running","percent":${done}}`]);
      at += 120 + random.integer(job === 3 ? 4000 : 900);
    }
    lines.push([at, `< {"id":"${id}","state":"done","url":"/out/${job}"}`]);
    at += 4000 + random.integer(40_000);
  }
  return {
    "ws wss://render.example/jobs": toLines(lines, heartbeats(82, [15_000, at, 20_000]), [
      [at, "closed 1000 page"],
    ]),
  };
}

/** A sensor that wakes each minute, tells for ten seconds, and sleeps. */
function sensor(): SessionText {
  const lines: Timed[] = [[0, '> {"watch":"pump-4"}']];
  let sample = 5000;
  for (let cycle = 0; cycle < 18; cycle += 1) {
    const from = 2000 + cycle * MINUTE + ((cycle * 37) % 900);
    lines.push([from - 20, `< {"pump-4":"awake","battery":${90 - cycle}}`]);
    for (const at of timesOf(cycle + 91, from, from + 10_000, 100, 0.12)) {
      sample += 1;
      lines.push([
        at,
        `< {"pump-4":{"n":${sample},"flow":${(sample * 31) % 170},"temp":${(sample * 17) % 60}}}`,
      ]);
    }
  }
  return { "ws wss://iot.example/devices": toLines(lines, heartbeats(92, [10_000, 18 * MINUTE, 30_000])) };
}

/** Events with IDs, which the server ends each minute as it should; the browser comes back and tells where it was. */
function retrying(): SessionText {
  const lines: Timed[] = [];
  let id = 700;
  for (let turn = 0; turn < 6; turn += 1) {
    const from = turn * 63_000;
    // What was missed comes at once.
    for (let n = 0; turn > 0 && n < 5; n += 1) {
      id += 1;
      lines.push([from + n, `<[order #${id}] {"order":${id * 3},"state":"placed"}`]);
    }
    for (const at of timesOf(turn + 101, from + 300, from + 59_500, 600, 0.8)) {
      id += 1;
      lines.push([at, `<[order #${id}] {"order":${id * 3},"state":"paid"}`]);
    }
    lines.push([from + 60_000, "lost"]);
  }
  return { "sse https://shop.example/orders": toLines(lines.slice(0, -1)) };
}

/** The book of an exchange, whose messages name the first and the last change that they hold; the server ends the connection once a day. */
function book(): SessionText {
  const random = createRandom(111);
  let last = 88_410_233;
  const span = (from: number, until: number): Timed[] => [
    [from, '> {"method":"SUBSCRIBE","params":["btcusdt@depth@100ms"],"id":1}'],
    [from + 35, '< {"result":null,"id":1}'],
    ...timesOf(from + 112, from + 100, until, 100, 0.05).map((at): Timed => {
      const first = last + 1;
      last += 1 + random.integer(40);
      return [
        at,
        `< {"e":"depthUpdate","E":${Math.round(at)},"U":${first},"u":${last},"b":[["64${last % 97}","0.${last % 89}"]]}`,
      ];
    }),
  ];
  const before = span(0, 90_000);
  last += 4021;
  return {
    "ws wss://exchange.example/ws?a": toLines(before, [[90_020, "closed 1001 server going away"]]),
    "ws wss://exchange.example/ws?b": toLines(span(91_500, 150_000)),
  };
}

/** Applications as they are, made without regard to the rules: none is warned of. */
export const HEALTHY: Readonly<Record<string, SessionText>> = {
  "a phone in a pocket, which asks for what it missed": mobile(true),
  "two who write one text": editor(() => 45),
  "quotes until the market closes": ticker(() => false),
  "a room in which hardly anybody speaks": chat(Infinity, 40 * MINUTE, null),
  "a game at 20 Hz, with a lobby": game20(),
  "a game at 60 Hz, in bytes": game60([]),
  "jobs that take their time": jobs(),
  "a sensor that sleeps": sensor(),
  "an event stream that the server ends each minute": retrying(),
  "the book of an exchange, after a restart": book(),
};
