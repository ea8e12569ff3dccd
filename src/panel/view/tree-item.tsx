// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
import type { ComponentChildren } from "preact";

const INDENT_PX = 14;
/** Lines below it stand no farther to the right: their text would be out of sight. */
const DEEPEST_INDENT = 40;

interface TreeItemProps {
  readonly id: string;
  /** From 0. */
  readonly depth: number;
  readonly expandable: boolean;
  readonly open: boolean;
  readonly chosen: boolean;
  /** `twist`: it is to be opened or closed; `deep`: with all in it. */
  readonly onPress: (twist: boolean, deep: boolean) => void;
  readonly children: ComponentChildren;
}

/** A line of a tree. */
export function TreeItem({ id, depth, expandable, open, chosen, onPress, children }: TreeItemProps) {
  return (
    <div
      id={id}
      class={`node ${chosen ? "is-chosen" : ""}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={chosen}
      {...(expandable ? { "aria-expanded": open } : {})}
      style={{ paddingInlineStart: `${4 + Math.min(depth, DEEPEST_INDENT) * INDENT_PX}px` }}
      onClick={(event) => onPress((event.target as Element).closest(".twist") !== null, event.altKey)}
      onDblClick={() => onPress(true, false)}
    >
      <span class={`twist ${expandable ? (open ? "is-open" : "is-closed") : ""}`} aria-hidden="true" />
      {children}
    </div>
  );
}
