// biome-ignore-all lint/a11y/noStaticElementInteractions: Escape closes what is open, wherever in it the focus is
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./icons.tsx";

/** From the panel's edge. */
const EDGE_PX = 4;

interface PopoverProps {
  readonly label: string;
  readonly icon: IconName;
  readonly hint: string;
  readonly class?: string;
  /** Rendered while it is open. */
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button, and what it opens below itself; Escape, its button and a click beside it close it. */
export function Popover({ label, icon, hint, class: className, children }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const close = () => {
    setOpen(false);
    place.current?.querySelector("button")?.focus();
  };
  useLayoutEffect(() => {
    if (!open) return;
    keepInPanel(place.current?.querySelector<HTMLElement>(".popover"));
    const first = place.current?.querySelector<HTMLElement>(".popover :is(button, input, [tabindex])");
    (first ?? place.current?.querySelector<HTMLElement>(".popover"))?.focus();
    const onPress = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", onPress, true);
    return () => document.removeEventListener("pointerdown", onPress, true);
  }, [open]);
  return (
    <span
      class="popover-place"
      ref={place}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        // Chromium's DevTools would open its drawer.
        event.stopPropagation();
        event.preventDefault();
        close();
      }}
    >
      <button
        type="button"
        class="button is-quiet is-icon"
        aria-label={label}
        title={hint}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <div class={`popover ${className ?? ""}`} role="dialog" aria-label={label} tabIndex={-1}>
          {children(close)}
        </div>
      )}
    </span>
  );
}

/** Its end is below its button's; where there is too little room before that, it goes on behind it. */
function keepInPanel(popover: HTMLElement | null | undefined): void {
  const left = popover?.getBoundingClientRect().left ?? EDGE_PX;
  if (left < EDGE_PX) popover?.style.setProperty("inset-inline-end", `${left - EDGE_PX}px`);
}
