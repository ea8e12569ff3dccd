/** The keys of one place. */
export interface KeyGroup {
  readonly where: string;
  /** What is pressed (several ways parted by ` / `), and what it does. */
  readonly keys: readonly (readonly [pressed: string, says: string])[];
}

/** All keys, for those who look for them. Where a key is added, it is told of here. */
export const KEY_GROUPS: readonly KeyGroup[] = [
  {
    where: "Anywhere",
    keys: [
      ["?", "These keys"],
      ["/", "To the filter"],
      ["Ctrl+F", "Find in the list, or in the detail where the focus is"],
    ],
  },
  {
    where: "Filter",
    keys: [
      ["↓ / Ctrl+Space", "What could stand here"],
      ["Tab", "Take the first of it"],
      ["Enter", "Filter at once"],
      ["Esc", "Clear the filter, then back to the list"],
    ],
  },
  {
    where: "Messages",
    keys: [
      ["↑ / ↓", "A row up or down"],
      ["Page Up / Page Down", "A screen up or down"],
      ["Home / End", "To the first row; to the last, and follow"],
      ["Enter", "To the detail"],
      ["Esc", "Back: one row, then none"],
      ["Shift+↑ / Shift+↓ / Shift+click", "Select several rows"],
      ["Ctrl+A", "Select all rows of the view"],
      ["Ctrl+C", "Copy the selected rows, whole"],
      ["Shift+F10 / Menu", "What else can be done with them"],
      ["N / Shift+N", "To the next row that is found; to the one before"],
      ["M", "Mark, or take the mark away"],
      ["P", "Pin above the list, or unpin"],
      ["E", "Write a note"],
      ["F2 / ]", "To the next marked row"],
      ["Shift+F2 / [", "To the marked row before"],
    ],
  },
  {
    where: "Names of columns",
    keys: [
      ["← / →", "To the column beside it"],
      ["Enter / ↓", "Its menu"],
      ["Alt+← / Alt+→", "Move it"],
      ["Shift+← / Shift+→", "Make it narrower or wider"],
      ["Shift+Enter", "As wide as what it shows"],
      ["Delete", "Hide it"],
    ],
  },
  {
    where: "Detail",
    keys: [
      ["← / →", "Another tab"],
      ["Esc", "Back to the list"],
    ],
  },
  {
    where: "Tree",
    keys: [
      ["→ / ←", "Open, and in; close, and out"],
      ["Alt+→ / Alt+←", "Open or close all below"],
      ["+ / -", "A level more or less of the whole tree"],
      ["Ctrl+C", "Copy the value"],
    ],
  },
  {
    where: "Hex",
    keys: [
      ["Arrows, with Shift", "Choose a byte; several"],
      ["Ctrl+Home / Ctrl+End", "To the first byte; to the last"],
      ["Ctrl+G", "To an offset"],
      ["Ctrl+A / Ctrl+C", "Choose all; copy what is chosen"],
    ],
  },
];
