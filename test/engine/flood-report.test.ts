import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFloodReport } from "../../src/engine/flood-report.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const told: object[] = [];
  return {
    told,
    report: createFloodReport(
      () => 5,
      (record) => told.push(record),
    ),
  };
}

describe("the report of a flood", () => {
  it("tells at once, then once a second, and loses none", () => {
    const { told, report } = setUp();
    for (let index = 0; index < 100; index += 1) report.add("https://a.example/", 10);
    expect(told).toMatchObject([{ type: "messages-dropped", connection: null, count: 10 }]);
    vi.advanceTimersByTime(1000);
    expect(told).toMatchObject([{ count: 10 }, { count: 990 }]);
    vi.advanceTimersByTime(5000);
    expect(told).toHaveLength(2);
    report.add("https://a.example/", 1);
    expect(told).toMatchObject([
      {},
      {},
      { count: 1, why: expect.stringContaining("1 of https://a.example/") },
    ]);
  });

  it("names three frames and counts all, in a sentence of a bounded length", () => {
    const { told, report } = setUp();
    report.add("https://first.example/", 1);
    for (let index = 0; index < 1000; index += 1)
      report.add(`https://${index}.example/${"x".repeat(9999)}`, 2);
    vi.advanceTimersByTime(1000);
    expect(told[1]).toMatchObject({ count: 2000, why: expect.stringContaining("1994 of other frames") });
    expect((told[1] as { why: string }).why.length).toBeLessThan(1000);
  });
});
