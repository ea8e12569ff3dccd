import { filterRemarks } from "../store/filter-remarks.ts";
import { usePanel } from "./panel-context.ts";

/** Underlines what is wrong in the text of the filter, right where it stands; while one types, nothing. */
export function FilterMarks({ text, scrolled }: { text: string; scrolled: number }) {
  const { filterIsSent } = usePanel();
  const parts = filterIsSent.value ? filterRemarks(text) : [];
  if (parts.every(({ remark }) => remark === null)) return null;
  return (
    <span class="filter-marks" aria-hidden="true">
      <span style={{ transform: `translateX(${-scrolled}px)` }}>
        {parts.map((part, index) => (
          <span key={index} class={part.remark === null ? "" : `is-${part.remark}`}>
            {part.text}
          </span>
        ))}
      </span>
    </span>
  );
}
