import type { Random } from "../../../support/random.ts";
import type { Application } from "./applications.ts";
import { type Bytes, bytes, calls, every, pushes } from "./byte-layouts.ts";

const NAMES = ["a", "room/lobby", "general", "x1", "orders/eu/17", "help"];
const nameOf = (random: Random): string => NAMES[random.integer(NAMES.length)] as string;
const long = (random: Random): number => random.integer(2 ** 31);

function withText(kind: number, name: string, width: 1 | 2, order: "be" | "le" = "be"): Bytes {
  return bytes().be(kind, 1)[order](name.length, width).text(name);
}

/** Binary messages in which a number stands behind a text of any length. */
export const ASKING_BEHIND_TEXTS: Readonly<Record<string, Application>> = {
  "four bytes behind a name whose length stands before it, both ways": (random, traffic) => {
    calls(random, traffic, 120, (n) => {
      const name = nameOf(random);
      return [
        withText(2, name, 2)
          .be(n + 900, 4)
          .noise(random, 1, 20),
        [
          withText(0x82, name, 2)
            .be(n + 900, 4)
            .noise(random, 2),
        ],
      ];
    });
    pushes(random, traffic, 300, () => withText(0x90, nameOf(random), 2).noise(random, 3, 9));
  },
  "a number drawn by chance behind a name that ends with zero, told at a fixed place": (random, traffic) => {
    calls(random, traffic, 120, () => {
      const id = long(random);
      const request = bytes().be(3, 1).text(nameOf(random)).be(0, 1).le(id, 4).noise(random, 0, 9);
      return [request, [bytes().be(7, 1).le(id, 4).noise(random, 3)]];
    });
    pushes(random, traffic, 350, () => bytes().be(9, 1).noise(random, 5));
  },
  "two bytes at a fixed place, told behind a text of one length byte": (random, traffic) => {
    calls(random, traffic, 120, (n) => [
      bytes()
        .be(1, 1)
        .le(n + 1, 2)
        .noise(random, 2, 12),
      [
        withText(0x41, nameOf(random), 1)
          .le(n + 1, 2)
          .noise(random, 1, 6),
      ],
    ]);
  },
};

/** Nothing in them answers anything, though numbers stand behind texts. */
export const SILENT_BEHIND_TEXTS: Readonly<Record<string, Application>> = {
  "both sides number what they say behind a topic": (random, traffic) => {
    const from = { ">": 1 + random.integer(50), "<": 1 + random.integer(50) };
    for (const arrow of [">", "<"] as const)
      for (const [n, at] of every(random, 90 + random.integer(60), 15_000, 30))
        traffic.push(
          at,
          arrow,
          withText(5, nameOf(random), 2)
            .be(n + from[arrow], 4)
            .noise(random, 2, 8).hex,
        );
  },
  "readings behind a name, and settings now and then": (random, traffic) => {
    for (const [, at] of every(random, 80, 15_000, 40))
      traffic.push(
        at,
        ">",
        withText(1, nameOf(random), 1).be(random.integer(900), 2).noise(random, 0, 6).hex,
      );
    for (const [n, at] of every(random, 700, 15_000, 300))
      traffic.push(at, "<", withText(2, nameOf(random), 1).be(n, 2).noise(random, 0, 6).hex);
  },
};
