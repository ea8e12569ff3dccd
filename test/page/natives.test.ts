import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { takeNatives } from "../../src/page/natives.ts";
import { FakeWindow } from "../support/fake-window.ts";

const natives = takeNatives(new FakeWindow().asWindow);
const bytesOf = (data: unknown) => {
  const bytes = natives.bytesOf(data);
  if (bytes === null) throw new Error("not bytes");
  return new Uint8Array(bytes);
};

describe("what data holds", () => {
  it("takes what an ArrayBuffer holds, and a Uint8Array as it is: whoever keeps them copies them", () => {
    const data = Uint8Array.of(1, 2, 3);
    expect([...bytesOf(data.buffer)]).toEqual([1, 2, 3]);
    expect(natives.bytesOf(data)).toBe(data);
  });

  it("takes of a view what it shows, whatever its element type", () => {
    const { buffer } = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    expect([...bytesOf(new Uint8Array(buffer, 2, 3))]).toEqual([2, 3, 4]);
    expect([...bytesOf(new DataView(buffer, 10))]).toEqual([10, 11]);
    expect([...bytesOf(new Uint16Array(buffer, 4, 2))]).toEqual([4, 5, 6, 7]);
    expect([...bytesOf(new Float64Array(buffer, 0, 1))]).toHaveLength(8);
    expect([...bytesOf(new Uint8Array(buffer, 12))]).toEqual([]);
    expect([...bytesOf(new Uint8ClampedArray(buffer, 3, 2))]).toEqual([3, 4]);
  });

  it("knows the buffers of another realm", () => {
    const foreign = runInNewContext(`({
      buffer: Uint8Array.of(1, 2, 3).buffer,
      view: Uint8Array.of(0, 1, 2, 3).subarray(1, 3),
      data: new DataView(Uint8Array.of(7, 8).buffer, 1),
    })`) as Record<"buffer" | "view" | "data", object>;
    expect(foreign.buffer).not.toBeInstanceOf(ArrayBuffer);
    expect([...bytesOf(foreign.buffer)]).toEqual([1, 2, 3]);
    expect([...bytesOf(foreign.view)]).toEqual([1, 2]);
    expect([...bytesOf(foreign.data)]).toEqual([8]);
    expect(bytesOf(foreign.buffer)).toBeInstanceOf(Uint8Array);
  });

  it("takes what a view of shared memory shows", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4));
    shared.set([1, 2, 3, 4]);
    expect([...bytesOf(shared.subarray(1))]).toEqual([2, 3, 4]);
  });

  it("knows shared memory also where there is no SharedArrayBuffer", () => {
    const { SharedArrayBuffer: taken } = globalThis;
    Reflect.deleteProperty(globalThis, "SharedArrayBuffer");
    const { isMadeText } = takeNatives(new FakeWindow().asWindow);
    globalThis.SharedArrayBuffer = taken;
    const { buffer } = new WebAssembly.Memory({ initial: 0, maximum: 0, shared: true });
    expect([isMadeText(buffer), isMadeText({})]).toEqual([false, true]);
  });

  it("takes Blobs and Files without reading them", () => {
    const blob = new Blob(["abc"]);
    expect([natives.bytesOf(blob), natives.blobSize(blob)]).toEqual([null, 3]);
    expect(natives.blobSize(new File(["abc"], "a.txt"))).toBe(3);
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["a number", 7],
    ["an object", { byteLength: 3 }],
    ["an array", [1, 2]],
    ["shared memory itself", new SharedArrayBuffer(2)],
  ])("of %s takes nothing: the platform makes a string of it", (_, data) => {
    expect([natives.bytesOf(data), natives.blobSize(data)]).toEqual([null, null]);
  });

  it("takes of a buffer that was transferred what the platform sends: nothing, and without an error", () => {
    const data = Uint8Array.of(1, 2, 3);
    structuredClone(data.buffer, { transfer: [data.buffer] });
    expect(natives.bytesOf(data)?.byteLength).toBe(0);
    expect(natives.bytesOf(data.buffer)?.byteLength).toBe(0);
    const view = new DataView(new ArrayBuffer(4), 1);
    structuredClone(view.buffer, { transfer: [view.buffer] });
    expect(natives.bytesOf(view)?.byteLength).toBe(0);
  });

  it("reads no property that the page may have put over the platform's", () => {
    const trap = {
      get: () => {
        throw new Error("not ours to read");
      },
    };
    const traps = { size: trap, byteLength: trap, byteOffset: trap, buffer: trap, length: trap };
    for (const data of [Uint8Array.of(1, 2), new DataView(new ArrayBuffer(2)), new ArrayBuffer(2)]) {
      expect(bytesOf(Object.defineProperties(data, traps))).toHaveLength(2);
    }
    expect(natives.blobSize(Object.defineProperties(new Blob(["ab"]), traps))).toBe(2);
  });

  it("knows a Blob by what it is, not by the name that its class gives it", () => {
    class Attachment extends Blob {
      get [Symbol.toStringTag]() {
        return "Attachment";
      }
    }
    expect(natives.blobSize(new Attachment(["abc"]))).toBe(3);
    expect(natives.blobSize({ [Symbol.toStringTag]: "Blob" })).toBeNull();
  });
});
