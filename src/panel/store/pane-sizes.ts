import { type Signal, signal } from "@preact/signals";

/** A pane's size along the axis in which it is dragged, in CSS pixels. */
export interface PaneSize {
  readonly size: Signal<number>;
  readonly min: number;
}

/** The sizes of the panes, for as long as the panel lives; beside each other, and below each other when narrow. */
export interface PaneSizes {
  readonly connections: PaneSize;
  readonly connectionsBelow: PaneSize;
  readonly detail: PaneSize;
  readonly detailBelow: PaneSize;
}

/** Sizes to begin with, for a panel of this width and height. */
export function createPaneSizes(width: number, height: number): PaneSizes {
  return {
    // On a screen of 4K there is room for addresses as well.
    connections: pane(Math.max(Math.min(340, Math.max(190, width * 0.24)), Math.min(520, width * 0.14)), 120),
    // Below all, the heading and the notes there are to be some connections to see.
    connectionsBelow: pane(Math.min(340, Math.max(132, height * 0.34)), 40),
    // Sixteen bytes of a hex dump side by side take about 500 px.
    detail: pane(Math.min(760, Math.max(300, width * 0.4)), 200),
    detailBelow: pane(Math.min(420, Math.max(190, height * 0.32)), 80),
  };
}

function pane(size: number, min: number): PaneSize {
  return { size: signal(Math.round(size)), min };
}
