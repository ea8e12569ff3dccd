import { expect, it } from "vitest";
import type { Finding } from "../../../src/core/analysis/finding.ts";
import { findWorst, worstOfChain } from "../../../src/panel/store/connection-health.ts";

function finding(rule: string, severity: Finding["severity"], connection: number | null): Finding {
  return { rule, severity, connection, title: rule, why: "", numbers: [], rows: [] };
}

const FOUND = [
  finding("a", "info", 1),
  finding("b", "warning", 1),
  finding("c", "warning", 1),
  finding("d", "error", 2),
  finding("e", "error", null),
];

it("of each connection the most severe finding is named, among equals the first", () => {
  const worst = findWorst(FOUND);
  expect([...worst].map(([id, { rule }]) => [id, rule])).toEqual([
    [1, "b"],
    [2, "d"],
  ]);
});

it("several connections that are one have the worst of all, and healthy ones none", () => {
  const worst = findWorst(FOUND);
  expect(worstOfChain(worst, [{ id: 3 }, { id: 1 }, { id: 2 }])?.rule).toBe("d");
  expect(worstOfChain(worst, [{ id: 3 }])).toBeNull();
  expect(worstOfChain(new Map(), [{ id: 1 }])).toBeNull();
});
