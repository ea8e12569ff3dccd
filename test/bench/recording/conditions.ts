/** How a browser is set up, and what it is compared with. */
export interface Condition {
  readonly id: ConditionId;
  readonly label: string;
  readonly extension: boolean;
  readonly devtools: boolean;
  /** Duplex records: whether its panel is what DevTools shows, or the Console; null where it does not. */
  readonly panel: "shown" | "hidden" | null;
  /** The condition that its ratios are to. */
  readonly base: ConditionId;
}

export type ConditionId =
  | "bare"
  | "bare-again"
  | "installed"
  | "devtools"
  | "recording-shown"
  | "recording-hidden";

/** The first is also what the length of a round is chosen by. */
export const CONDITIONS: readonly [Condition, ...Condition[]] = [
  {
    id: "bare",
    label: "1  no extension, DevTools closed",
    extension: false,
    devtools: false,
    panel: null,
    base: "bare",
  },
  {
    id: "bare-again",
    label: "1' the same once more (A/A control)",
    extension: false,
    devtools: false,
    panel: null,
    base: "bare",
  },
  {
    id: "installed",
    label: "2  Duplex installed, DevTools closed",
    extension: true,
    devtools: false,
    panel: null,
    base: "bare",
  },
  {
    id: "devtools",
    label: "3  no extension, DevTools open",
    extension: false,
    devtools: true,
    panel: null,
    base: "devtools",
  },
  {
    id: "recording-shown",
    label: "4  Duplex records, its panel shown",
    extension: true,
    devtools: true,
    panel: "shown",
    base: "devtools",
  },
  {
    id: "recording-hidden",
    label: "4b Duplex records, Console shown",
    extension: true,
    devtools: true,
    panel: "hidden",
    base: "devtools",
  },
];

/** The order of a round: another condition goes first each time, so that none always runs after the same pause. */
export function orderRound<T>(conditions: readonly T[], round: number): T[] {
  const first = round % conditions.length;
  return [...conditions.slice(first), ...conditions.slice(0, first)];
}
