import { formatCount } from "../../core/format/format-count.ts";
import { say } from "../../core/text/say.ts";
import { usePanel } from "./panel-context.ts";
import { PANEL_TABS, type PanelTab } from "./panel-tabs.ts";
import { SpanChip } from "./span-chip.tsx";
import { Tabs } from "./tabs.tsx";
import { useLater } from "./use-later.ts";

/** A constant list: the tabs' order never changes. */
const IDS = PANEL_TABS.map(({ id }) => id);
const PANEL_ID = "main-view";

/** The middle of the panel: what is in scope, in one of several ways. */
export function MainPane() {
  const store = usePanel();
  const { id, name, View } = tabOf(store.tab.value);
  const isViewDue = useLater(true);
  return (
    <div class="main-pane">
      <div class="tab-bar is-main">
        <Tabs
          tabs={IDS}
          chosen={id}
          onChoose={store.chooseTab}
          label={say("views")}
          show={(it) => <TabName tab={tabOf(it)} />}
          controls={PANEL_ID}
        />
        <span class="tab-bar-gap" />
        <SpanChip />
      </div>
      <div id={PANEL_ID} class="main-view" role="tabpanel" aria-label={say(name)}>
        {isViewDue && <View key={id} />}
      </div>
    </div>
  );
}

function TabName({ tab }: { tab: PanelTab }) {
  const count = tab.count?.(usePanel()) ?? null;
  return (
    <>
      {say(tab.name)}
      {count !== null && <span class="tab-count"> {formatCount(count)}</span>}
    </>
  );
}

/** The tab of this ID; the first where another version had one that is not there. */
function tabOf(id: string): PanelTab {
  return PANEL_TABS.find((it) => it.id === id) ?? PANEL_TABS[0];
}
