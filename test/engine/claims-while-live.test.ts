import { expect, test } from "vitest";
import { serveBinaryFeed } from "../../demo/servers/binary-feed.ts";
import { claimsWhileLive } from "../support/claims-while-live.ts";
import { demoTraffic } from "../support/demo-traffic.ts";

/** Then the bytes of a time, as a double, have no control character among them and end with a zero: they look like a text. */
const LOOKS_LIKE_TEXT = 0x427a_20e4_d3a8_2000n;

function timeOf(bits: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

test.each([0, 1, 2, 9])(
  "frames that both sides fill with numbers in turn never pair, drawn from %i",
  async (seed) => {
    const startedAt = timeOf(LOOKS_LIKE_TEXT) + seed + 4096 * (seed % 5);
    const lines = await demoTraffic(
      // @ts-expect-error It is a script of the demo's page.
      async () => (await import("../../demo/site/feeds/binary.js")).createBinary,
      serveBinaryFeed,
      { startedAt, phase: [0, 7, 20, 90][seed % 4] as number, lastsMs: 12_000, seed },
    );
    expect(lines.length).toBeGreaterThan(100);
    const claims = claimsWhileLive(lines, new Map(), 137 * seed);
    expect(claims.filter(({ rules }) => rules.length > 0)).toEqual([]);
  },
);
