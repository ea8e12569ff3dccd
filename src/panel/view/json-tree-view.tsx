// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
import { effect } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { formatJson, formatJsonPreview } from "../../core/format/format-json.ts";
import { type JsonPart, readJsonString } from "../../core/format/json-entries.ts";
import type { JsonTree, TreeNode } from "../store/json-tree.ts";
import { createListScroll } from "../store/list-scroll.ts";
import { CopyButton } from "./copy-button.tsx";
import { rowsOfKey } from "./list-keys.ts";
import { VirtualList } from "./virtual-list.tsx";

const NODE_HEIGHT_PX = 18;
/** Signs of a value in its line; the Text tab and Copy have all of it. */
const VALUE_LENGTH = 1000;

/** JSON as a tree; what is closed costs nothing. */
export function JsonTreeView({ tree }: { tree: JsonTree }) {
  const scroll = useMemo(() => createListScroll(NODE_HEIGHT_PX), []);
  const [chosen, setChosen] = useState(0);
  useEffect(() => effect(() => scroll.setCount(tree.nodes.value.length)), [scroll, tree]);
  useEffect(() => {
    setChosen(0);
    scroll.toStart();
  }, [scroll, tree]);

  const choose = (index: number) => {
    const at = Math.min(Math.max(0, index), tree.nodes.peek().length - 1);
    setChosen(at);
    scroll.reveal(at);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = rowsOfKey(event, scroll);
    if (by !== null) choose(chosen + by);
    else if (event.key === "ArrowRight") {
      if (!tree.toggle(chosen, true) && tree.nodes.peek()[chosen]?.open) choose(chosen + 1);
    } else if (event.key === "ArrowLeft") {
      if (!tree.toggle(chosen, false)) choose(tree.parentOf(chosen));
    } else return;
    event.preventDefault();
  };

  const node = tree.nodes.value[chosen];
  return (
    <div class="tree-place">
      <VirtualList
        class="tree"
        role="tree"
        aria-label="Tree"
        aria-activedescendant={`node-${chosen}`}
        tabIndex={0}
        scroll={scroll}
        onKeyDown={onKeyDown}
        renderRow={(index) => {
          const shown = tree.nodes.value[index];
          if (shown === undefined) return null;
          return (
            <NodeLine
              key={index}
              id={`node-${index}`}
              node={shown}
              text={tree.text}
              chosen={index === chosen}
              onPress={(twist) => {
                setChosen(index);
                if (twist) tree.toggle(index, !shown.open);
              }}
            />
          );
        }}
      />
      {node !== undefined && (
        <div class="tree-foot">
          <code title={node.path}>
            <bdi>{node.path}</bdi>
          </code>
          <CopyButton label="Copy path" text={() => node.path} />
          <CopyButton label="Copy value" text={() => valueText(tree.text, node.part)} />
        </div>
      )}
    </div>
  );
}

interface NodeLineProps {
  readonly id: string;
  readonly node: TreeNode;
  readonly text: string;
  readonly chosen: boolean;
  readonly onPress: (twist: boolean) => void;
}

function NodeLine({ id, node, text, chosen, onPress }: NodeLineProps) {
  const { key, depth, expandable, open, group } = node;
  return (
    <div
      id={id}
      class={`node ${chosen ? "is-chosen" : ""}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={chosen}
      {...(expandable ? { "aria-expanded": open } : {})}
      style={{ paddingInlineStart: `${4 + Math.min(depth, 40) * 14}px` }}
      onClick={(event) => onPress((event.target as Element).closest(".twist") !== null)}
      onDblClick={() => onPress(true)}
    >
      <span class={`twist ${expandable ? (open ? "is-open" : "is-closed") : ""}`} aria-hidden="true" />
      {key !== null && (
        <>
          <span class={group === null && typeof key === "string" ? "node-key" : "node-index"}>{key}</span>
          {group === null && <span class="node-colon">: </span>}
        </>
      )}
      {group === null && <NodeValue text={text} node={node} />}
    </div>
  );
}

function NodeValue({ text, node }: { text: string; node: TreeNode }) {
  const { part, open, expandable } = node;
  if (part.kind === "object" || part.kind === "array") {
    const brackets = part.kind === "object" ? "{…}" : "[…]";
    return <span class="node-brief">{open && expandable ? brackets : formatJsonPreview(text, part)}</span>;
  }
  const length = part.end - part.start;
  const cut = length > VALUE_LENGTH;
  const shown = text.slice(part.start, cut ? part.start + VALUE_LENGTH : part.end);
  return (
    <span class={`node-value is-${part.kind}`}>
      <bdi>{shown}</bdi>
      {cut && <span class="missing">… {length - VALUE_LENGTH} more characters: Copy value</span>}
    </span>
  );
}

function valueText(text: string, part: JsonPart): string {
  if (part.kind === "string") return readJsonString(text, part);
  return formatJson(text.slice(part.start, part.end));
}
