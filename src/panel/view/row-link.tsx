import { formatCount } from "../../core/format/format-count.ts";
import { usePanel } from "./panel-context.ts";

/** Leads to a row in Messages. */
export function RowLink({ row, text }: { row: number; text?: string }) {
  const store = usePanel();
  return (
    <button type="button" class="row-link" onClick={() => store.showRow(row)}>
      {text ?? `#${formatCount(row + 1)}`}
    </button>
  );
}
