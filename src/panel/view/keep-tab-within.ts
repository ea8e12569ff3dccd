const TAB_STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";

/**
 * Tab goes round within a dialog. Behind its last element would come the tools of the browser around the panel, where Escape closes the dialog no more,
 * but opens something of theirs.
 */
export function keepTabWithin(event: KeyboardEvent, dialog: HTMLElement): void {
  if (event.key !== "Tab" || event.ctrlKey || event.metaKey || event.altKey) return;
  const stops = tabStops(dialog);
  const [first, last] = [stops[0], stops.at(-1)];
  if (document.activeElement !== (event.shiftKey ? first : last)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

function tabStops(dialog: HTMLElement): HTMLElement[] {
  const stops = [...dialog.querySelectorAll<HTMLElement>(TAB_STOPS)].filter(
    (it) => it.tabIndex >= 0 && !it.matches(":disabled") && it.checkVisibility() && !isPassedOver(it, dialog),
  );
  // What can be scrolled is a stop of its own, where nothing in it is one.
  const body = dialog.querySelector<HTMLElement>(".dialog-body");
  if (body && body.scrollHeight > body.clientHeight && !stops.some((it) => body.contains(it)))
    stops.push(body);
  return stops;
}

/** Of radio buttons of one name, Tab comes to the checked one alone. */
function isPassedOver(element: HTMLElement, dialog: HTMLElement): boolean {
  if (!(element instanceof HTMLInputElement) || element.type !== "radio" || element.checked) return false;
  return [...dialog.querySelectorAll<HTMLInputElement>("input[type=radio]:checked")].some(
    ({ name }) => name === element.name,
  );
}
