/** A column of a table: its heading, and to which side its cells are pushed. */
export interface Column {
  readonly heading: string;
  readonly align: "left" | "right";
}

/**
 * The lines of a table, columns two spaces apart; the last column is not padded. The widths are those of all rows,
 * so these are held: cells have to be short.
 */
export function* formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): Iterable<string> {
  const widths = columns.map(({ heading }) => heading.length);
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
  }
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, index) => {
      const gap = " ".repeat((widths[index] ?? 0) - widthOf(cell));
      if (columns[index]?.align === "right") return gap + cell;
      return index === columns.length - 1 ? cell : cell + gap;
    });
    return padded.join("  ").trimEnd();
  };
  yield line(columns.map((it) => it.heading));
  for (const row of rows) yield line(row);
}

/** Characters, not UTF-16 units. Wide ones (CJK, emoji) count one: only a last column is expected to have them. */
function widthOf(cell: string): number {
  return [...cell].length;
}
