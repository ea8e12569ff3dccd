import type { ComponentType } from "preact";
import type { PlainKey } from "../../core/text/say.ts";
import type { PanelStore } from "../store/panel-store.ts";
import { FindingsPane } from "./findings-pane.tsx";
import { MessagePane } from "./message-pane.tsx";
import { PollingPane } from "./polling-pane.tsx";
import { RoundTripsPane } from "./round-trips-pane.tsx";
import { StatisticsPane } from "./statistics-pane.tsx";
import { TimelinePane } from "./timeline-pane.tsx";

/** A tab of the middle pane. What it shows is of the connection chosen on the left, and of what the filter lets through. */
export interface PanelTab {
  /** It is remembered under this. */
  readonly id: string;
  readonly name: PlainKey;
  readonly View: ComponentType;
  /** The number beside the name; null is none. */
  readonly count?: (store: PanelStore) => number | null;
}

/** The tabs, in their order. The first is shown where none was chosen yet. */
export const PANEL_TABS: readonly [PanelTab, ...PanelTab[]] = [
  { id: "messages", name: "messages", View: MessagePane },
  { id: "timeline", name: "timeline", View: TimelinePane },
  { id: "round-trips", name: "roundTrips", View: RoundTripsPane },
  { id: "polling", name: "polling", View: PollingPane },
  {
    id: "findings",
    name: "findings",
    View: FindingsPane,
    count: ({ status }) => status.value?.analysis.findings || null,
  },
  { id: "statistics", name: "statistics", View: StatisticsPane },
];
