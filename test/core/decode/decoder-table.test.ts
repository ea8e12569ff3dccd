import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DECODERS } from "../../../src/core/decode/registry.ts";

const COLUMNS = ["id", "protocol", "recognised by", "kinds", "correlation", "peer", "limits"];

const [, section = ""] = readFileSync("docs/decoders.md", "utf8").split("\n## Protocols\n");

const [head = [], , ...rows] = section
  .slice(0, section.indexOf("\n## "))
  .split("\n")
  .filter((it) => it.startsWith("|"))
  .map((it) =>
    it
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const idsOf = ([cell = ""]: readonly string[]) =>
  Array.from(cell.matchAll(/`([^`]+)`/g), ([, id = ""]) => id);

test("the table has a row for each decoder, and no other", () => {
  expect(head).toEqual(COLUMNS);
  expect(rows.flatMap(idsOf).sort()).toEqual(DECODERS.map(({ id }) => id).sort());
});

test.each(rows.map((row) => [row[0] ?? "", row] as const))(
  "%s: the row says all that it should",
  (_, row) => {
    expect(row).toHaveLength(COLUMNS.length);
    // The limits alone may be none.
    expect(row.slice(0, -1)).not.toContain("");
    const peer = row[5] ?? "";
    // A version has a number; what has no real peer says so.
    expect(/\d/.test(peer) || peer.includes("written") || peer.includes("Node.js"), peer).toBe(true);
  },
);
