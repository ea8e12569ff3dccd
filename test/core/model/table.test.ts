import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTable, PAGE_ROWS } from "../../../src/core/model/table.ts";

const KINDS = { a: "byte", b: "count", c: "number" } as const;
type Name = keyof typeof KINDS;

const anyCell = fc.record({
  row: fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3 * PAGE_ROWS })),
  name: fc.constantFrom<Name>("a", "b", "c"),
  value: fc.integer({ min: 0, max: 255 }),
});

describe("a table", () => {
  it("gives back what was last set, and 0 of what never was; so does one that is restored from its pages", () => {
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 50 }), (cells) => {
        const table = createTable<Name>(KINDS);
        const last = new Map<string, number>();
        for (const { row, name, value } of cells) {
          while (table.length <= row) table.append();
          table.columns[name].set(row, value);
          last.set(`${row} ${name}`, value);
        }
        const again = createTable<Name>(KINDS);
        expect(again.restore(table.length, table.takeChanged())).toBe(true);
        for (const { row, name } of cells) {
          expect(table.columns[name].get(row)).toBe(last.get(`${row} ${name}`));
          expect(again.columns[name].get(row)).toBe(last.get(`${row} ${name}`));
          expect(table.columns[name].get(row + 1)).toBe(last.get(`${row + 1} ${name}`) ?? 0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("names the pages that changed, once", () => {
    const table = createTable<Name>(KINDS);
    for (let row = 0; row <= PAGE_ROWS; row += 1) table.columns.b.set(table.append(), row + 1);
    expect(table.takeChanged().map(({ page }) => page)).toEqual([0, 1]);
    expect(table.takeChanged()).toEqual([]);
    table.touch(7);
    const [changed] = table.takeChanged();
    expect([changed?.page, Object.keys(changed?.columns ?? {})]).toEqual([0, ["b"]]);
  });

  it("takes no pages that are not its own, nor too few", () => {
    const page = (columns: object) => [{ page: 0, columns }] as never;
    expect(createTable<Name>(KINDS).restore(1, page({ other: new Uint8Array(1) }))).toBe(false);
    expect(createTable<Name>(KINDS).restore(1, page({ a: new Float64Array(1) }))).toBe(false);
    expect(createTable<Name>(KINDS).restore(PAGE_ROWS + 1, page({ a: new Uint8Array(1) }))).toBe(false);
    expect(createTable<Name>(KINDS).restore(1, page({ a: new Uint8Array(1) }))).toBe(true);
  });
});
