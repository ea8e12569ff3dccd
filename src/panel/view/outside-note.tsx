import { say } from "../../core/text/say.ts";
import { usePanel } from "./panel-context.ts";

/** Of a selected row that the list does not show: why, and how it does. */
export function OutsideNote() {
  const store = usePanel();
  const { row, index } = store.list.cursor.value;
  const view = store.status.value?.view;
  const isLookedFor = view === undefined || view.filtering || !store.viewIsShown.value;
  if (row === null || index !== null || isLookedFor) return null;
  const isWhole = store.filter.value === "" && store.scope.value === null && store.span.value === null;
  if (isWhole) return null;
  return (
    <p class="detail-note outside-note" role="status">
      {say("theListLeavesThisRowOut")}{" "}
      <button
        type="button"
        class="link"
        onClick={() => {
          store.setFilter("");
          store.setScope(null);
          store.setSpan(null);
        }}
      >
        {say("showAll")}
      </button>
    </p>
  );
}
