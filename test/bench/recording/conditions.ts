/** How a browser is set up, and what it is compared with. */
export interface Condition {
  readonly id: ConditionId;
  readonly label: string;
  readonly extension: boolean;
  readonly devtools: boolean;
  /** Duplex records: whether its panel is what DevTools shows, or the Console; null where it does not. */
  readonly panel: "shown" | "hidden" | null;
}

export type ConditionId = "bare" | "devtools" | "devtools-again" | "recording-shown" | "recording-hidden";

export const CONDITIONS: readonly Condition[] = [
  {
    id: "bare",
    label: "no extension, DevTools closed",
    extension: false,
    devtools: false,
    panel: null,
  },
  {
    id: "devtools",
    label: "no extension, DevTools open",
    extension: false,
    devtools: true,
    panel: null,
  },
  {
    id: "devtools-again",
    label: "the same once more (A/A)",
    extension: false,
    devtools: true,
    panel: null,
  },
  {
    id: "recording-shown",
    label: "Duplex records, panel shown",
    extension: true,
    devtools: true,
    panel: "shown",
  },
  {
    id: "recording-hidden",
    label: "Duplex records, Console shown",
    extension: true,
    devtools: true,
    panel: "hidden",
  },
];
