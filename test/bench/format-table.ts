/** A column: its title, and on which side its cells stand. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/** A table in plain text, as wide as what is in it; Markdown reads it as a table too. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title }, at) =>
    Math.max(3, title.length, ...rows.map((row) => (row[at] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${columns.map(({ align }, at) => pad(cells[at] ?? "", widths[at] ?? 0, align)).join(" | ")} |`;
  const rule = columns.map(({ align }, at) => {
    const dashes = "-".repeat((widths[at] ?? 0) - 1);
    return align === "right" ? `${dashes}:` : `${dashes}-`;
  });
  return [line(columns.map((it) => it.title)), line(rule), ...rows.map(line)].join("\n");
}

function pad(text: string, width: number, align: Column["align"]): string {
  return align === "right" ? text.padStart(width) : text.padEnd(width);
}
