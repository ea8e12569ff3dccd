import { describe, expect, it } from "vitest";
import { inspectBytes } from "../../../src/core/format/inspect-bytes.ts";

const at = (bytes: readonly number[], name: string, from = 0, length = 1) => {
  const found = inspectBytes(Uint8Array.from(bytes), from, length).find((it) => it.name === name);
  return [found?.little, found?.big];
};

describe("inspectBytes", () => {
  it("reads numbers in both orders", () => {
    const bytes = [0xff, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x87];
    expect(at(bytes, "int8")).toEqual(["-1", "-1"]);
    expect(at(bytes, "uint16")).toEqual(["511", "65281"]);
    expect(at(bytes, "int32")).toEqual(["50463231", "-16711165"]);
    expect(at(bytes, "int64")).toEqual(["-8717274513940545025", "-71773907085621625"]);
    expect(at(bytes, "uint64", 1)).toEqual(["", ""]);
    expect(at([0x80, 0x3f], "float16")).toEqual([String(1.875), String(-3.7550926208496094e-6)]);
    expect(at([0, 0, 0x80, 0x3f], "float32")).toEqual(["1", "4.600602988224807e-41"]);
    expect(at([0x01, 0x80], "binary")).toEqual(["00000001", "00000001"]);
  });

  it("reads every half as IEEE 754 has it", () => {
    const half = (bits: number) => at([bits & 0xff, bits >> 8], "float16")[0];
    expect([half(0x3c00), half(0xc000), half(0x7bff), half(0x0001), half(0x8000)]).toEqual([
      "1",
      "-2",
      "65504",
      "5.960464477539063e-8",
      "-0",
    ]);
    expect([half(0x7c00), half(0xfc00), half(0x7e00)]).toEqual(["Infinity", "-Infinity", "NaN"]);
  });

  it("reads varints, and says how long they are", () => {
    expect(at([0x96, 0x01], "varint")[0]).toBe("150 (2 bytes)");
    expect(at([0x03], "varint zigzag")[0]).toBe("-2 (1 byte)");
    expect(at([...Array(9).fill(0xff), 0x01], "varint")[0]).toBe("18446744073709551615 (10 bytes)");
    expect(at([...Array(9).fill(0xff), 0x02], "varint")[0]).toBe("");
    expect(at([0x80], "varint")[0]).toBe("");
    expect(at(Array(20).fill(0x80), "varint")[0]).toBe("");
  });

  it("reads times where one is meant", () => {
    expect(at([0x00, 0x2b, 0x5e, 0x65], "Unix time, s")[0]).toBe("2023-11-22 16:23:28 UTC");
    expect(at([0x00, 0x2b, 0x5e, 0x65], "Unix time, s")[1]).toBe("");
    const ms = [0x8b, 0x1c, 0xf9, 0xf7, 0x8b, 0x01, 0, 0];
    expect(at(ms, "Unix time, ms")[0]).toBe("2023-11-22 16:59:40.043 UTC");
  });

  it("reads texts up to where they are none; of what is chosen no more than that", () => {
    expect(at([0x68, 0x69, 0x0a, 0xff, 0x68], "UTF-8")[0]).toBe("hi␊");
    expect(at([0x68, 0x69, 0x21], "UTF-8", 0, 2)[0]).toBe("hi");
    expect(at([0x68, 0x00, 0x69, 0x00, 0x01], "UTF-16")).toEqual(["hi␁".slice(0, 2), "栀椀"]);
    expect(inspectBytes(new Uint8Array(2), 2)).toEqual([]);
  });
});
