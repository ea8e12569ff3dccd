import type { Random } from "../../../support/random.ts";
import type { Application } from "./applications.ts";
import type { TrafficMaker } from "./traffic.ts";

/** Writes numbers one after the other, as messages of a layout of their own are; `hex` is how traffic names binary messages. */
export class Bytes {
  readonly #list: number[] = [];

  be(value: number | bigint, width: number): this {
    for (let index = width - 1; index >= 0; index -= 1)
      this.#list.push(Number((BigInt(value) >> BigInt(8 * index)) & 0xffn));
    return this;
  }

  le(value: number | bigint, width: number): this {
    for (let index = 0; index < width; index += 1)
      this.#list.push(Number((BigInt(value) >> BigInt(8 * index)) & 0xffn));
    return this;
  }

  varint(value: number): this {
    let left = value;
    for (; left > 127; left = Math.floor(left / 128)) this.#list.push((left % 128) + 128);
    this.#list.push(left);
    return this;
  }

  raw(bytes: readonly number[]): this {
    this.#list.push(...bytes);
    return this;
  }

  text(text: string): this {
    return this.raw([...new TextEncoder().encode(text)]);
  }

  noise(random: Random, least: number, most = least): this {
    return this.raw(drawn(random, least + random.integer(most - least + 1)));
  }

  get hex(): string {
    return `0x${this.#list.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  }
}

export const bytes = (): Bytes => new Bytes();

function drawn(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.integer(256));
}

const latency = (random: Random): number =>
  15 + random.integer(45) + (random.chance(0.06) ? random.integer(600) : 0);

/** Times of what is asked when somebody, or something, wants it. */
function* asking(random: Random, count: number, usual = 140): Iterable<[number, number]> {
  let at = 300;
  for (let n = 0; n < count; n += 1) {
    at += random.chance(0.2) ? 2 + random.integer(9) : usual / 4 + random.integer(usual * 2);
    yield [n, at];
  }
}

export function* every(
  random: Random,
  step: number,
  until: number,
  jitter = step / 8,
): Iterable<[number, number]> {
  for (let n = 0, at = random.integer(step); at < until; n += 1) {
    yield [n, at];
    at += step - jitter / 2 + random.integer(Math.max(1, Math.round(jitter)));
  }
}

/** What is pushed beside, of a kind of its own. */
export function pushes(
  random: Random,
  traffic: TrafficMaker,
  step: number,
  make: (n: number) => Bytes,
): void {
  for (const [n, at] of every(random, step, 20_000)) traffic.push(at, "<", make(n).hex);
}

/** Calls, of which a few are lost; `reply` may make several. */
export function calls(
  random: Random,
  traffic: TrafficMaker,
  count: number,
  make: (n: number, at: number) => readonly [request: Bytes, replies: readonly Bytes[]],
  lost = 0.02,
): void {
  for (const [n, at] of asking(random, count)) {
    const [request, replies] = make(n, at);
    const asked = traffic.ask(at, request.hex);
    if (random.chance(lost)) continue;
    let then = at + latency(random);
    for (const reply of replies) {
      traffic.answer(then, asked, reply.hex);
      then += 3 + random.integer(30);
    }
  }
}

/** Binary messages in which a number or a name at a fixed place says what answers what. */
export const ASKING_IN_BYTES: Readonly<Record<string, Application>> = {
  "two bytes, upper first, behind the kind, among pushes of noise": (random, traffic) => {
    calls(random, traffic, 120, (n) => [
      bytes()
        .be(1 + random.integer(3), 1)
        .be(0, 1)
        .be(n + 1, 2)
        .noise(random, 3, 20),
      [
        bytes()
          .be(0x81, 1)
          .be(0, 1)
          .be(n + 1, 2)
          .noise(random, 2, 40),
      ],
    ]);
    pushes(random, traffic, 150, () => bytes().be(9, 1).noise(random, 19));
  },
  "four bytes, lower first, before a checksum at the end of messages of any length": (random, traffic) => {
    calls(random, traffic, 90, (n) => [
      bytes()
        .be(0x21, 1)
        .noise(random, 5, 90)
        .le(n + 1, 4)
        .noise(random, 2),
      [
        bytes()
          .be(0x22, 1)
          .noise(random, 5, 90)
          .le(n + 1, 4)
          .noise(random, 2),
      ],
    ]);
    pushes(random, traffic, 200, () => bytes().be(0x30, 1).noise(random, 5, 40));
  },
  "four bytes, lower first, at two places": (random, traffic) => {
    const first = 0x5a000000 + random.integer(1000);
    calls(random, traffic, 120, (n) => [
      bytes()
        .text("APP1")
        .le(first + n * 3, 4)
        .noise(random, 8, 20),
      [
        bytes()
          .le(first + n * 3, 4)
          .noise(random, 8, 16),
      ],
    ]);
    pushes(random, traffic, 200, () => bytes().le(0, 4).noise(random, 16));
  },
  "one byte that begins again after 255": (random, traffic) => {
    calls(
      random,
      traffic,
      600,
      (n) => [
        bytes()
          .be(2, 1)
          .be(n % 256, 1)
          .noise(random, 2, 9),
        [
          bytes()
            .be(3, 1)
            .be(n % 256, 1)
            .noise(random, 1, 12),
        ],
      ],
      0,
    );
  },
  "eight bytes, lower first": (random, traffic) => {
    calls(random, traffic, 90, (n) => [
      bytes()
        .be(random.integer(4), 1)
        .le(n + 1, 8)
        .noise(random, 3, 30),
      [
        bytes()
          .be(0x80, 1)
          .le(n + 1, 8)
          .noise(random, 0, 50),
      ],
    ]);
  },
  "sixteen bytes drawn by chance": (random, traffic) => {
    calls(random, traffic, 40, () => {
      const id = drawn(random, 16);
      return [
        bytes().be(7, 1).raw(id).noise(random, 10),
        [bytes().be(8, 1).be(1, 3).raw(id).noise(random, 4)],
      ];
    });
    pushes(random, traffic, 250, () => bytes().be(9, 1).noise(random, 30));
  },
  "twelve bytes behind a cookie, as STUN has them": (random, traffic) => {
    calls(random, traffic, 50, () => {
      const id = drawn(random, 12);
      return [
        bytes().be(1, 2).be(8, 2).be(0x2112a442, 4).raw(id).noise(random, 8),
        [bytes().be(0x101, 2).be(12, 2).be(0x2112a442, 4).raw(id).noise(random, 12)],
      ];
    });
  },
  "a number of as many bytes as it needs": (random, traffic) => {
    calls(random, traffic, 260, (n) => [
      bytes()
        .be(random.integer(3), 1)
        .varint(n + 60)
        .noise(random, 4, 14),
      [
        bytes()
          .be(0x10, 1)
          .varint(n + 60)
          .noise(random, 2, 30),
      ],
    ]);
    pushes(random, traffic, 300, () => bytes().be(0x20, 1).noise(random, 12));
  },
  "four bytes drawn by chance, answered in any order": (random, traffic) => {
    calls(random, traffic, 100, () => {
      const id = random.integer(2 ** 32);
      return [bytes().be(id, 4).noise(random, 2, 12), [bytes().be(id, 4).be(0, 1).noise(random, 0, 20)]];
    });
  },
  "two bytes, lower first, behind a length, and errors of another kind": (random, traffic) => {
    calls(random, traffic, 130, (n) => {
      const more = drawn(random, random.integer(20));
      const kind = random.chance(0.1) ? 0xff : 0x40;
      return [
        bytes()
          .le(more.length + 3, 4)
          .le(n + 7, 2)
          .be(random.integer(5), 1)
          .raw(more),
        [
          bytes()
            .le(5, 4)
            .le(n + 7, 2)
            .be(kind, 1)
            .noise(random, 2),
        ],
      ];
    });
    pushes(random, traffic, 220, (n) => bytes().le(9, 4).le(0, 2).be(0x50, 1).le(n, 4).noise(random, 2));
  },
  "a time in microseconds that comes back": (random, traffic) => {
    calls(random, traffic, 60, (_, at) => {
      const id = 1_767_268_800_000_000n + BigInt(Math.round(at * 1000));
      return [bytes().be(1, 1).be(id, 8).noise(random, 4), [bytes().be(2, 1).be(id, 8).noise(random, 8)]];
    });
    pushes(random, traffic, 100, (n) =>
      bytes()
        .be(3, 1)
        .be(1_767_268_800_000_000n + BigInt(n * 100_123), 8),
    );
  },
  "frames that the page acknowledges": (random, traffic) => {
    for (const [n, at] of every(random, 90, 15_000, 60)) {
      const frame = bytes()
        .be(0x10, 1)
        .be(n + 4000, 4)
        .noise(random, 40).hex;
      const asked = traffic.ask(at, frame, "<");
      const then = at + 2 + random.integer(25) + (random.chance(0.05) ? 120 : 0);
      traffic.answer(
        then,
        asked,
        bytes()
          .be(0x20, 1)
          .be(n + 4000, 4).hex,
        ">",
      );
    }
  },
  "several replies to a request": (random, traffic) => {
    calls(random, traffic, 70, (n) => [
      bytes()
        .be(5, 2)
        .be(n + 100, 4)
        .noise(random, 6, 12),
      Array.from({ length: 1 + random.integer(4) }, () =>
        bytes()
          .be(6, 2)
          .be(n + 100, 4)
          .noise(random, 20),
      ),
    ]);
  },
  "a header of twelve bytes, with a number for pushes that no request has": (random, traffic) => {
    calls(random, traffic, 110, (n) => [
      bytes()
        .be(0xcafe, 2)
        .be(1, 2)
        .be(random.integer(90), 4)
        .be(n + 1, 4)
        .noise(random, 4, 20),
      [
        bytes()
          .be(0xcafe, 2)
          .be(2, 2)
          .be(random.integer(90), 4)
          .be(n + 1, 4)
          .noise(random, 4, 20),
      ],
    ]);
    pushes(random, traffic, 80, () =>
      bytes().be(0xcafe, 2).be(3, 2).be(random.integer(90), 4).be(0, 4).noise(random, 24),
    );
  },
  "JSON behind four bytes": (random, traffic) => {
    calls(random, traffic, 80, (n) => [
      bytes()
        .be(n + 1, 4)
        .text(`{"do":"read","path":"/${random.integer(30)}"}`),
      [
        bytes()
          .be(n + 1, 4)
          .text(`{"ok":true,"value":${random.integer(9999)}}`),
      ],
    ]);
    pushes(random, traffic, 260, () =>
      bytes()
        .be(0, 4)
        .text(`{"changed":"/${random.integer(30)}"}`),
    );
  },
};

/** Binary messages of which none answers another, though much is the same. */
export const SILENT_IN_BYTES: Readonly<Record<string, Application>> = {
  "sound both ways, numbered and with a time": (random, traffic) => {
    const silence = Array.from({ length: 30 }, () => 0);
    for (const arrow of [">", "<"] as const) {
      for (const [n, at] of every(random, 20, 12_000, 6)) {
        const frame = bytes()
          .be(0x80, 1)
          .be(111, 1)
          .be(n + 1, 2)
          .be(n * 960, 4)
          .be(arrow === ">" ? 7 : 8, 4);
        traffic.push(at, arrow, (random.chance(0.3) ? frame.raw(silence) : frame.raw(drawn(random, 30))).hex);
      }
    }
  },
  "sound without a header": (random, traffic) => {
    for (const arrow of [">", "<"] as const)
      for (const [, at] of every(random, 40, 12_000, 6))
        traffic.push(
          at,
          arrow,
          bytes().raw(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? random.integer(9) : 0))).hex,
        );
  },
  "a game's inputs and its state": (random, traffic) => {
    for (const [n, at] of every(random, 33, 15_000, 4))
      traffic.push(
        at,
        ">",
        bytes()
          .be(1, 1)
          .be(n + 1, 2)
          .noise(random, 6).hex,
      );
    for (const [n, at] of every(random, 33, 15_000, 8))
      traffic.push(
        at,
        "<",
        bytes()
          .be(2, 1)
          .be(n + 1, 2)
          .noise(random, 27).hex,
      );
  },
  "a game's state that says which input it has seen": (random, traffic) => {
    for (const [n, at] of every(random, 16, 12_000, 2))
      traffic.push(
        at,
        ">",
        bytes()
          .le(n + 1, 4)
          .noise(random, 3).hex,
      );
    for (const [n, at] of every(random, 50, 12_000, 4))
      traffic.push(
        at,
        "<",
        bytes()
          .le(n + 1, 4)
          .le(Math.max(0, Math.floor((at - 60) / 16)), 4)
          .noise(random, 24).hex,
      );
  },
  "clocks of both sides": (random, traffic) => {
    for (const arrow of [">", "<"] as const)
      for (const [, at] of every(random, 55, 15_000, 30))
        traffic.push(at, arrow, bytes().le(Math.round(at), 4).noise(random, 12).hex);
  },
  "clocks in seconds": (random, traffic) => {
    for (const arrow of [">", "<"] as const)
      for (const [, at] of every(random, 400, 60_000, 300))
        traffic.push(
          at,
          arrow,
          bytes()
            .be(1_767_268_800 + Math.floor(at / 1000), 4)
            .noise(random, 6).hex,
        );
  },
  "counts of both sides at one rate": (random, traffic) => {
    for (const arrow of [">", "<"] as const)
      for (const [n, at] of every(random, 1000, 120_000, 90))
        traffic.push(
          at,
          arrow,
          bytes()
            .be(arrow === ">" ? 1 : 2, 1)
            .be(n + 1, 4)
            .noise(random, 6).hex,
        );
  },
  "counts of both sides at two rates": (random, traffic) => {
    for (const [arrow, step] of [
      [">", 130],
      ["<", 90],
    ] as const)
      for (const [n, at] of every(random, step, 20_000, 60))
        traffic.push(
          at,
          arrow,
          bytes()
            .le(n + 1, 2)
            .noise(random, 8).hex,
        );
  },
  "edits of several people, who number their own": (random, traffic) => {
    const people = Array.from({ length: 4 }, () => random.integer(2 ** 30));
    const clocks = people.map(() => random.integer(40));
    for (const [, at] of every(random, 150, 20_000, 140)) {
      const who = random.integer(4);
      clocks[who] = (clocks[who] as number) + 1 + random.integer(3);
      traffic.push(
        at,
        who === 0 ? ">" : "<",
        bytes()
          .raw([0, 2])
          .varint(20)
          .raw([1, 1])
          .varint(people[who] as number)
          .varint(clocks[who] as number)
          .noise(random, 4, 20).hex,
      );
    }
  },
  "where people are, which the server tells all of them": (random, traffic) => {
    for (const [, at] of every(random, 120, 15_000, 100)) {
      const own = bytes().be(4, 1).noise(random, 10).hex;
      traffic.push(at, ">", own);
      traffic.push(at + 20 + random.integer(20), "<", own);
      traffic.push(at + 50 + random.integer(40), "<", bytes().be(4, 1).noise(random, 10).hex);
    }
  },
  "a pointer, and pieces of a picture": (random, traffic) => {
    let [x, y] = [300, 200];
    for (const [, at] of every(random, 30, 12_000, 20)) {
      x = Math.max(0, x + random.integer(15) - 7);
      y = Math.max(0, y + random.integer(15) - 7);
      traffic.push(at, ">", bytes().be(5, 1).be(0, 1).be(x, 2).be(y, 2).hex);
    }
    for (const [, at] of every(random, 45, 12_000, 30))
      traffic.push(
        at,
        "<",
        bytes()
          .be(0, 2)
          .be(1, 2)
          .be(16 * random.integer(40), 2)
          .be(16 * random.integer(30), 2)
          .be(16, 2)
          .be(16, 2)
          .noise(random, 30).hex,
      );
  },
  "pieces of a file, and how far it has come": (random, traffic) => {
    let sent = 0;
    for (const [n, at] of every(random, 60, 12_000, 30)) {
      traffic.push(at, ">", bytes().be(1, 1).be(sent, 4).noise(random, 30).hex);
      sent += 4096;
      if (n % 5 === 4) traffic.push(at + 25, "<", bytes().be(2, 1).be(sent, 4).hex);
    }
  },
  "noise both ways": (random, traffic) => {
    for (const arrow of [">", "<"] as const)
      for (const [, at] of every(random, 70, 20_000, 60))
        traffic.push(at, arrow, bytes().noise(random, 20, 60).hex);
  },
  "positions as numbers with a point": (random, traffic) => {
    const float = (value: number) => [...new Uint8Array(new Float32Array([value]).buffer)];
    for (const arrow of [">", "<"] as const)
      for (const [, at] of every(random, 50, 12_000, 20))
        traffic.push(
          at,
          arrow,
          bytes()
            .le(arrow === ">" ? 7 : 1 + random.integer(12), 2)
            .raw(float(random.integer(300)))
            .raw(float(random.integer(300))).hex,
        );
  },
  "notes of two instruments": (random, traffic) => {
    for (const arrow of [">", "<"] as const)
      for (const [, at] of every(random, 110, 20_000, 100))
        traffic.push(
          at,
          arrow,
          bytes()
            .raw([random.pick([0x90, 0x80]), 40 + random.integer(40), random.integer(127)])
            .be(0, 1).hex,
        );
  },
  "a feed that is told what to bring": (random, traffic) => {
    for (const [n, at] of asking(random, 12, 2000))
      traffic.push(
        at,
        ">",
        bytes()
          .be(1, 1)
          .be(n + 1, 2).hex,
      );
    pushes(random, traffic, 40, (n) =>
      bytes()
        .be(2, 1)
        .be(1 + random.integer(12), 2)
        .be(n, 4)
        .noise(random, 8),
    );
  },
};
