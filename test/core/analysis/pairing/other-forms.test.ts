import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../../support/random.ts";
import { scoreTraffic } from "./score-traffic.ts";
import { createTraffic } from "./traffic.ts";

const WORDS = ["lamp", "door", "fan", "heat", "horn", "pump"];
const hex = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.integer(16).toString(16)).join("");
const uuid = (random: Random): string =>
  [8, 4, 4, 4, 12].map((it, index) => (index === 2 ? `4${hex(random, 3)}` : hex(random, it))).join("-");
const bytesOf = (text: string): string =>
  Array.from(text, (it) => it.charCodeAt(0).toString(16).padStart(2, "0")).join("");

interface Turn {
  readonly ask: unknown;
  readonly reply: unknown;
}

/** How both sides write what names a request, where they do so each in its own way. */
const FORMS: Readonly<Record<string, (random: Random, n: number) => Turn>> = {
  "a UUID in capitals": (random) => {
    const id = uuid(random);
    return { ask: { want: random.pick(WORDS), op: id }, reply: { Op: id.toUpperCase(), ok: 1 } };
  },
  "a UUID without dashes": (random) => {
    const id = uuid(random);
    return { ask: { rid: id, want: 1 }, reply: { of: id.replaceAll("-", ""), out: random.integer(9) } };
  },
  "hexadecimal one way, decimal the other": (random) => {
    const id = 1_000_000 + random.integer(900_000_000);
    return {
      ask: { tx: `0x${id.toString(16)}`, to: random.pick(WORDS) },
      reply: { tx: id, gas: random.integer(9) },
    };
  },
  "a word for requests, and one for replies": (random, n) => ({
    ask: { id: `req-${n}`, path: random.pick(WORDS) },
    reply: { id: `res-${n}`, data: random.pick(WORDS) },
  }),
  "JSON in base64": (random, n) => ({
    ask: { topic: random.pick(WORDS), body: btoa(JSON.stringify({ nr: n, get: 1 })) },
    reply: { topic: random.pick(WORDS), body: btoa(JSON.stringify({ nr: n, ok: 1 })) },
  }),
  "a header in a list": (random) => {
    const id = hex(random, 8);
    const others = random.chance(0.5) ? [["Accept", "json"]] : [];
    return {
      ask: [[["Path", random.pick(WORDS)], ...others, ["X-Trace", id]], null],
      reply: [200, [["X-Trace", id]], { v: random.integer(9) }],
    };
  },
  "a header with its name and value": (random) => {
    const id = hex(random, 8);
    const others = random.chance(0.5) ? [{ name: "accept", value: "json" }] : [];
    return {
      ask: { headers: [...others, { name: "trace", value: id }] },
      reply: { headers: [{ name: "trace", value: id }] },
    };
  },
  "kinds that are members": (random, n) => ({
    ask: { [random.pick(["Get", "Put", "Scan"])]: { ticket: n, key: random.pick(WORDS) } },
    reply: { Done: { ticket: n, value: random.integer(9) } },
  }),
  "a header of JSON before bytes": (random) => {
    const key = hex(random, 8);
    return {
      ask: { thumb: random.pick(WORDS), key },
      reply: `0x0000000e${bytesOf(`{"key":"${key}"}`)}${hex(random, 40)}`,
    };
  },
  "terms in brackets": (random, n) => ({
    ask: `{call,${n},{${random.pick(WORDS)},get}}.`,
    reply: `{reply,${n},{ok,${random.integer(900)}}}.`,
  }),
  "a number at a form's end": (random, n) => ({
    ask: `(:rex (eval "${random.pick(WORDS)}${random.chance(0.5) ? " and more" : ""}") t ${n})`,
    reply: `(:return (:ok ${random.pick(WORDS)}) ${n})`,
  }),
  "a number glued to its verb": (random, n) => ({
    ask: `${n}-${random.pick(["break-insert main", "exec-run"])}`,
    reply: `${n}^done,value="${random.integer(99)}"`,
  }),
  "a column of digits": (random, n) => ({
    ask: `REQ${String(n).padStart(8, "0")}PRICE ${random.pick(WORDS)}`,
    reply: `RSP${String(n).padStart(8, "0")}00${random.integer(99_999)}EUR`,
  }),
  "fields between bars": (random, n) => ({
    ask: `8=FIXT|35=D|11=ord${n}|55=${random.pick(WORDS)}|`,
    reply: `8=FIXT|35=8|37=${random.integer(99_999)}|11=ord${n}|39=0|`,
  }),
  "a part of a path": (random, n) => ({
    ask: { GET: `/${random.pick(WORDS)}/${4000 + n}?c=1` },
    reply: { of: `GET /${random.pick(WORDS)}/${4000 + n}?c=1`, body: random.integer(9) },
  }),
  "hexadecimal digits that begin again": (random, n) => {
    const id = (n % 256).toString(16).padStart(2, "0").toUpperCase();
    return {
      ask: `>${id} ${random.pick(["GET", "SET"])} ${random.integer(90)}`,
      reply: `<${id} ${random.integer(999)}`,
    };
  },
};

describe("what names a request, in another form in its reply", () => {
  for (const [name, form] of Object.entries(FORMS)) {
    it(`pairs ${name}`, () => {
      for (const seed of [1, 2, 3]) {
        const random = createRandom(seed * 733);
        const traffic = createTraffic();
        let at = 50;
        for (let n = 1; n <= 300; n += 1) {
          const { ask, reply } = form(random, n);
          traffic.answer(at + 5 + random.integer(90), traffic.ask(at, ask), reply);
          at += 60 + random.integer(160);
        }
        const { wrong, found, all } = scoreTraffic(traffic);
        expect([seed, wrong]).toEqual([seed, 0]);
        expect(found).toBeGreaterThanOrEqual(0.97 * all);
      }
    });
  }

  /** Both sides say such things on their own. */
  const SILENT: Readonly<Record<string, (random: Random, n: number, isPage: boolean) => unknown>> = {
    "words for requests and for replies": (random, n, isPage) => ({
      id: `${isPage ? "req" : "res"}-${n}`,
      v: random.integer(90),
    }),
    "columns of digits": (random, n, isPage) =>
      `${isPage ? "CMD" : "STA"}${String(n).padStart(8, "0")}${random.pick(WORDS)}`,
    "hexadecimal counts": (random, n, isPage) =>
      `${isPage ? ">" : "<"}${(n % 256).toString(16).padStart(2, "0").toUpperCase()} ${random.integer(90)}`,
    "kinds that are members": (random, n, isPage) =>
      isPage ? { Moved: { no: n, x: random.integer(90) } } : { Ticked: { no: n, load: random.integer(90) } },
    "headers in lists": (random, n, isPage) => [[["Count", `${n}`]], isPage, random.integer(90)],
  };
  for (const [name, say] of Object.entries(SILENT)) {
    it(`pairs nothing of ${name} that both sides count`, () => {
      for (const seed of [1, 2, 3, 4, 5, 6]) {
        const random = createRandom(seed * 1009);
        const traffic = createTraffic();
        for (const isPage of [true, false]) {
          let at = random.integer(200);
          for (let n = 1; n <= 200; n += 1) {
            at += 150 + random.integer(isPage ? 100 : 110);
            traffic.push(at, isPage ? ">" : "<", say(random, n, isPage));
          }
        }
        expect([seed, scoreTraffic(traffic).found]).toEqual([seed, 0]);
      }
    });
  }
});
