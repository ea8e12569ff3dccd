interface TabsProps {
  readonly tabs: readonly string[];
  readonly chosen: string;
  readonly onChoose: (tab: string) => void;
}

/** A row of tabs; arrows move between them. */
export function Tabs({ tabs, chosen, onChoose }: TabsProps) {
  return (
    <div
      class="tabs"
      role="tablist"
      tabIndex={-1}
      onKeyDown={(event) => {
        const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        const next = tabs[tabs.indexOf(chosen) + by];
        if (by === 0 || next === undefined) return;
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
          tabIndex={tab === chosen ? 0 : -1}
          onClick={() => onChoose(tab)}
        >
          {tab}
        </button>
      ))}
    </div>
  );
}
