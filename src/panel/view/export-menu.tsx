import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type PlainKey, say } from "../../core/text/say.ts";
import type { ExportFormat } from "../../core/wire/engine-api.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { ToolButton } from "./tool-button.tsx";

const FORMATS: readonly { format: ExportFormat; label: PlainKey; hint: PlainKey }[] = [
  {
    format: "har",
    label: "harMenu",
    hint: "forOtherToolsHttpArchive",
  },
  {
    format: "session",
    label: "sessionFile",
    hint: "forDuplexEverythingToBe",
  },
  {
    format: "report-html",
    label: "report",
    hint: "forPeoplePollingLoopsCost",
  },
  {
    format: "report-markdown",
    label: "reportAsMarkdown",
    hint: "theSameForATicket",
  },
];

/** The Export button and its menu. */
export function ExportMenu() {
  const store = usePanel();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const exporting = store.exporting.value;

  useLayoutEffect(() => {
    if (!open) return;
    items(place.current)[0]?.focus();
    const onPress = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", onPress, true);
    return () => document.removeEventListener("pointerdown", onPress, true);
  }, [open]);

  const close = () => {
    setOpen(false);
    place.current?.querySelector("button")?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const all = items(place.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key === "ArrowDown") all[(at + 1) % all.length]?.focus();
    else if (event.key === "ArrowUp") all[(at - 1 + all.length) % all.length]?.focus();
    else if (event.key === "Home") all[0]?.focus();
    else if (event.key === "End") all.at(-1)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <span class="menu-place" ref={place}>
      <ToolButton
        label={say("export")}
        icon={<Icon name="export" />}
        hint={exporting ? say("theFileIsBeingWritten") : say("saveTheWholeSessionAs")}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-busy={exporting}
        // While it writes it stays where the focus is: a button that is disabled has none.
        aria-disabled={exporting}
        disabled={!store.isOpen.value}
        onClick={() => !exporting && setOpen(!open)}
      />
      {open && (
        <div class="menu" role="menu" aria-label={say("export")} tabIndex={-1} onKeyDown={onKeyDown}>
          {FORMATS.map(({ format, label, hint }) => (
            <button
              key={format}
              type="button"
              role="menuitem"
              aria-description={say(hint)}
              tabIndex={-1}
              onClick={() => {
                close();
                void store.exportAs(format);
              }}
            >
              <span>{say(label)}</span>
              <small aria-hidden="true">{say(hint)}</small>
            </button>
          ))}
        </div>
      )}
    </span>
  );
}

function items(place: HTMLElement | null): HTMLElement[] {
  return [...(place?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
}
