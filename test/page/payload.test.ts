import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { takeNatives } from "../../src/page/natives.ts";
import { takePayload } from "../../src/page/payload.ts";
import { FakeWindow } from "../support/fake-window.ts";

const natives = takeNatives(new FakeWindow().asWindow);
const take = (data: unknown, maxBytes = 1000) => takePayload(data, natives, maxBytes);
const bytesOf = (data: unknown) => {
  const payload = take(data);
  if (payload?.kind !== "bytes") throw new Error(`not bytes: ${payload?.kind}`);
  return new Uint8Array(payload.bytes);
};

describe("taking a payload", () => {
  it("takes a text as it is, also an empty one", () => {
    expect(take("{é}")).toEqual({ kind: "text", text: "{é}", size: null, cut: false });
    expect(take("")).toEqual({ kind: "text", text: "", size: null, cut: false });
  });

  it("takes what an ArrayBuffer holds, and a Uint8Array as it is: whoever keeps them copies them", () => {
    const data = Uint8Array.of(1, 2, 3);
    expect([...bytesOf(data.buffer)]).toEqual([1, 2, 3]);
    expect((take(data) as { bytes: Uint8Array }).bytes).toBe(data);
    expect([...(take(data, 2) as { bytes: Uint8Array }).bytes]).toEqual([1, 2]);
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

  it("takes Blobs and Files without reading them", () => {
    const blob = new Blob(["abc"]);
    expect(take(blob)).toEqual({ kind: "blob", blob, size: 3, cut: false });
    const file = new File(["abc"], "a.txt");
    expect(take(file)).toMatchObject({ kind: "blob", blob: file });
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["a number", 7],
    ["an object", { byteLength: 3 }],
    ["an array", [1, 2]],
    ["shared memory itself", new SharedArrayBuffer(2)],
  ])("of %s takes nothing: the platform makes a string of it", (_, data) => {
    expect(take(data)).toBeNull();
  });

  it("takes of a buffer that was transferred what the platform sends: nothing, and without an error", () => {
    const data = Uint8Array.of(1, 2, 3);
    structuredClone(data.buffer, { transfer: [data.buffer] });
    expect([...bytesOf(data)]).toEqual([]);
    expect([...bytesOf(data.buffer)]).toEqual([]);
    const view = new DataView(new ArrayBuffer(4), 1);
    structuredClone(view.buffer, { transfer: [view.buffer] });
    expect([...bytesOf(view)]).toEqual([]);
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
    expect(take(Object.defineProperties(new Blob(["ab"]), traps))).toMatchObject({ kind: "blob", size: 2 });
  });

  it("knows a Blob by what it is, not by the name that its class gives it", () => {
    class Attachment extends Blob {
      get [Symbol.toStringTag]() {
        return "Attachment";
      }
    }
    expect(take(new Attachment(["abc"]))).toMatchObject({ kind: "blob" });
    expect(take({ [Symbol.toStringTag]: "Blob" })).toBeNull();
  });
});

describe("a payload that is too large", () => {
  it.each([
    ["abcd", 4, null],
    ["abcde", 4, { text: "abcd", size: 5 }],
    ["aéé", 4, { text: "aé", size: 5 }],
    ["a😀b", 4, { text: "a", size: 6 }],
    ["a😀b", 5, { text: "a😀", size: 6 }],
    ["\ud83d\ud83dab", 5, { text: "\ud83d", size: 8 }],
    ["日本", 0, { text: "", size: 6 }],
  ])("keeps of %j at most %i bytes, cut between characters", (text, maxBytes, cut) => {
    expect(take(text, maxBytes)).toEqual(
      cut === null
        ? { kind: "text", text, size: null, cut: false }
        : { kind: "text", text: cut.text, size: cut.size, cut: true },
    );
    expect(new TextEncoder().encode(text).length).toBe(cut?.size ?? text.length);
  });

  it("copies no more of a buffer or a view than that, and knows its size", () => {
    const { buffer } = Uint8Array.of(0, 1, 2, 3, 4, 5);
    const whole = { size: null, cut: false };
    expect(take(buffer, 6)).toMatchObject({ bytes: new Uint8Array(buffer), ...whole });
    expect(take(buffer, 4)).toEqual({ kind: "bytes", bytes: Uint8Array.of(0, 1, 2, 3), size: 6, cut: true });
    const view = take(new DataView(buffer, 1, 4), 2);
    expect(view).toEqual({ kind: "bytes", bytes: Uint8Array.of(1, 2), size: 4, cut: true });
    expect(take(new Uint16Array(buffer, 0, 2), 4)).toMatchObject(whole);
  });

  it("takes a part of a Blob, unread", async () => {
    const taken = take(new Blob(["abcdef"]), 4);
    expect(taken).toMatchObject({ kind: "blob", size: 6, cut: true });
    expect(taken?.kind === "blob" && (await taken.blob.text())).toBe("abcd");
  });
});
