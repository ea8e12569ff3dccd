import { describe, expect, it } from "vitest";
import { createSlab } from "../../src/page/slab.ts";
import { createRandom } from "../support/random.ts";

describe("a slab", () => {
  it("keeps what bytes were, whatever becomes of theirs", () => {
    const slab = createSlab();
    const random = createRandom(11);
    const kept = Array.from({ length: 1500 }, (_, index) => {
      const bytes = random.bytes(index % 100 === 0 ? index : index % 300);
      const was = bytes.slice();
      const array = slab.copy(bytes);
      const { start } = slab;
      bytes.fill(0);
      return { array, start, was };
    });
    for (const { array, start, was } of kept) {
      if (Buffer.compare(array.subarray(start, start + was.length), was) !== 0) expect.fail(`at ${start}`);
    }
    const arrays = new Set(kept.filter(({ was }) => was.length <= 1024).map(({ array }) => array));
    expect(arrays.size, "many in one array").toBeLessThan(20);
  });

  it("copies from shared memory to memory that is not shared", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(7);
    for (const bytes of [shared, new Uint8Array(new SharedArrayBuffer(5000))]) {
      expect(createSlab().copy(bytes).buffer).toBeInstanceOf(ArrayBuffer);
    }
  });

  it("keeps a large one apart, which takes no more than it is", () => {
    const slab = createSlab();
    slab.copy(new Uint8Array(1));
    expect(slab.copy(new Uint8Array(5000)).buffer.byteLength).toBe(5000);
    expect(slab.start).toBe(0);
  });
});
