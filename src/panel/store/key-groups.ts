import type { PlainKey } from "../../core/text/say.ts";
/** The keys of one place. */
export interface KeyGroup {
  readonly where: PlainKey;
  /** What is pressed (several ways parted by ` / `), and what it does. */
  readonly keys: readonly (readonly [pressed: string, says: PlainKey])[];
}

/** All keys, for those who look for them. Where a key is added, it is told of here. */
export const KEY_GROUPS: readonly KeyGroup[] = [
  {
    where: "anywhere",
    keys: [
      ["?", "theseKeys"],
      ["/", "toTheFilter"],
      ["Ctrl+F", "findInTheListOr"],
    ],
  },
  {
    where: "filter",
    keys: [
      ["↓ / Ctrl+Space", "whatCouldStandHere"],
      ["Tab", "takeTheFirstOfIt"],
      ["Enter", "filterAtOnce"],
      ["Esc", "clearTheFilterThenBack"],
    ],
  },
  {
    where: "connections",
    keys: [
      ["↑ / ↓", "aRowUpOrDown"],
      ["→ / ←", "keyLayOpen"],
      ["Enter", "toTheDetail"],
      ["Esc", "keyCloseThenAll"],
    ],
  },
  {
    where: "messages",
    keys: [
      ["↑ / ↓", "aRowUpOrDown"],
      ["Page Up / Page Down", "aScreenUpOrDown"],
      ["Home / End", "toTheFirstRowTo"],
      ["Enter", "toTheDetail"],
      ["Shift+Enter", "keyOtherSide"],
      ["Esc", "backOneRowThenNone"],
      ["Shift+↑ / Shift+↓ / Shift+click", "selectSeveralRows"],
      ["Ctrl+A", "selectAllRowsOfThe"],
      ["Ctrl+C", "copyTheSelectedRowsWhole"],
      ["Shift+F10 / Menu", "whatElseCanBeDone"],
      ["N / Shift+N", "toTheNextRowThat"],
      ["M", "markOrTakeTheMark"],
      ["P", "pinAboveTheListOr"],
      ["E", "writeANote"],
      ["F2 / ]", "toTheNextMarkedRow"],
      ["Shift+F2 / [", "toTheMarkedRowBefore"],
    ],
  },
  {
    where: "namesOfColumns",
    keys: [
      ["← / →", "toTheColumnBesideIt"],
      ["Enter / ↓", "itsMenu"],
      ["Alt+← / Alt+→", "moveIt"],
      ["Shift+← / Shift+→", "makeItNarrowerOrWider"],
      ["Shift+Enter", "asWideAsWhatIt"],
      ["Delete", "hideIt"],
    ],
  },
  {
    where: "timeline",
    keys: [
      ["← / →", "keyTimeStep"],
      ["Home / End", "keyTimeEnds"],
      ["Shift+← / Shift+→", "keyTimeSelect"],
      ["Esc", "keyTimeForget"],
      ["+ / - / 0", "keyZoom"],
      ["↑ / ↓", "keyLane"],
      ["Enter", "keyLaneChoose"],
    ],
  },
  {
    where: "detail",
    keys: [
      ["← / →", "anotherTab"],
      ["Esc", "backToTheList"],
    ],
  },
  {
    where: "tree",
    keys: [
      ["→ / ←", "openAndInCloseAnd"],
      ["Alt+→ / Alt+←", "openOrCloseAllBelow"],
      ["+ / -", "aLevelMoreOrLess"],
      ["Ctrl+C", "copyTheValue"],
      ["Shift+F10 / Menu", "whatElseCanBeDoneWithIt"],
    ],
  },
  {
    where: "hex",
    keys: [
      ["Arrows, with Shift", "chooseAByteSeveral"],
      ["Ctrl+Home / Ctrl+End", "toTheFirstByteTo"],
      ["Ctrl+G", "toAnOffset"],
      ["Ctrl+A / Ctrl+C", "chooseAllCopyWhatIs"],
    ],
  },
];
