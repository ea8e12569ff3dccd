import { expect, it } from "vitest";
import { formatTable } from "../../bench/format-table.ts";

it("is as wide as what is in it, numbers on the right", () => {
  const columns = [{ title: "what", align: "left" } as const, { title: "n", align: "right" } as const];
  expect(formatTable(columns, [["a", "1"], ["longer", "12,345"], ["short"]])).toBe(
    [
      "| what   |      n |",
      "| ------ | -----: |",
      "| a      |      1 |",
      "| longer | 12,345 |",
      "| short  |        |",
    ].join("\n"),
  );
});
