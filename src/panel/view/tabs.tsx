import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useWidth } from "./use-width.ts";

interface TabsProps {
  readonly tabs: readonly string[];
  readonly chosen: string;
  readonly onChoose: (tab: string) => void;
  /** What the tabs are of, for those who do not see it. */
  readonly label: string;
  /** What stands on a tab, where that is not its own word. */
  readonly show?: (tab: string) => ComponentChildren;
  /** The ID of what a tab shows. */
  readonly controls?: string;
}

/** A row of tabs; arrows, Home and End move between them. Where there is no room for all, the chosen one is in view. */
export function Tabs({ tabs, chosen, onChoose, label, show, controls }: TabsProps) {
  const row = useRef<HTMLDivElement>(null);
  const width = useWidth(row);
  useLayoutEffect(() => {
    const tab = row.current?.querySelector(`[aria-selected="true"]`);
    if (chosen !== "" && width > 0) tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [chosen, width]);
  return (
    <div
      ref={row}
      class="tabs"
      role="tablist"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        const next = nextTab(tabs, chosen, event.key);
        if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        onChoose(next);
        const all = event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]");
        all[tabs.indexOf(next)]?.focus();
      }}
    >
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          aria-selected={tab === chosen}
          aria-controls={tab === chosen ? controls : undefined}
          tabIndex={tab === chosen ? 0 : -1}
          onClick={() => onChoose(tab)}
        >
          {show === undefined ? tab : show(tab)}
        </button>
      ))}
    </div>
  );
}

function nextTab(tabs: readonly string[], chosen: string, key: string): string | undefined {
  switch (key) {
    case "ArrowRight":
      return tabs[tabs.indexOf(chosen) + 1];
    case "ArrowLeft":
      return tabs[tabs.indexOf(chosen) - 1];
    case "Home":
      return tabs[0];
    case "End":
      return tabs.at(-1);
    default:
      return undefined;
  }
}
