import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { type PlacedColumn, placeColumns } from "../store/column-layout.ts";
import { usePanel } from "./panel-context.ts";
import { useWidth } from "./use-width.ts";

/** A digit of the usual font at 12 px, until it is measured. */
const DIGIT_PX = 7;
/** The widest that a scrollbar of a list is. */
const SCROLLBAR_PX = 17;

/** The columns of the list that there is room for in an element: the same object as long as they are the same. */
export function usePlacedColumns(place: RefObject<HTMLElement | null>): readonly PlacedColumn[] {
  const store = usePanel();
  const width = useWidth(place);
  const [digit, setDigit] = useState(DIGIT_PX);
  useLayoutEffect(() => {
    if (place.current === null) return;
    const probe = document.createElement("span");
    probe.className = "digit-probe";
    probe.textContent = "0".repeat(100);
    place.current.append(probe);
    const measured = probe.getBoundingClientRect().width / 100;
    if (measured > 0) setDigit(measured);
    probe.remove();
  }, [place]);

  const layout = store.look.columns.value;
  const isOne = store.scope.value !== null;
  // Room for the largest number; columns must not move while numbers grow, so some digits at least.
  const numberDigits = Math.max(4, formatCount(store.status.value?.view.total ?? 0).length);
  return useMemo(
    () =>
      placeColumns(layout, {
        width: Math.max(0, width - SCROLLBAR_PX),
        digit,
        numberDigits,
        without: isOne ? ["connection"] : [],
      }),
    [layout, width, digit, numberDigits, isOne],
  );
}
