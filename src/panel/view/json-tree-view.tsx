import { useEffect } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { formatJson, formatJsonPreview } from "../../core/format/format-json.ts";
import { formatKeys } from "../../core/format/format-keys.ts";
import { inexactNumber } from "../../core/format/inexact-number.ts";
import { type JsonPart, readJsonString } from "../../core/format/json-entries.ts";
import type { LongText } from "../../core/format/long-text.ts";
import { say } from "../../core/text/say.ts";
import { filterFor } from "../store/filter-for.ts";
import { type JsonTree, MAX_UNFOLDED, pathTo, type TreeNode } from "../store/json-tree.ts";
import type { PanelStore } from "../store/panel-store.ts";
import { CopyButton } from "./copy-button.tsx";
import { Icon } from "./icons.tsx";
import { rowsOfKey } from "./list-keys.ts";
import { MarkedText } from "./marked-text.tsx";
import { usePanel } from "./panel-context.ts";
import { PayloadSearch, useTextSearch } from "./payload-search.tsx";
import { type MenuLine, PopupMenu } from "./popup-menu.tsx";
import { TreeItem } from "./tree-item.tsx";
import { useNodeMenu } from "./use-node-menu.ts";
import { useTreeChoice } from "./use-tree-choice.ts";
import { VirtualList } from "./virtual-list.tsx";

/** Signs of a value in its line; the Text tab and Copy have all of it. */
const VALUE_LENGTH = 1000;
/** A closed object or array tells so much of itself. */
const BRIEF_LENGTH = 80;

/** JSON as a tree; what is closed costs nothing. */
export function JsonTreeView({ tree }: { tree: JsonTree }) {
  const store = usePanel();
  const { scroll, chosen, press, choose, show } = useTreeChoice(tree.nodes);
  const search = useTextSearch(tree.text);
  const place = search?.place.value ?? null;
  useEffect(() => {
    if (place !== null) tree.reveal(place.start, show);
  }, [place, tree]);

  const changeLevels = (by: number) => {
    tree.unfold(0, Math.max(0, tree.levelsOf(0) + by));
    choose(0);
  };
  const menu = useNodeMenu("node", choose);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = rowsOfKey(event, scroll);
    const node = tree.nodes.peek()[chosen];
    if (menu.openByKey(event, chosen)) event.stopPropagation();
    else if (by !== null) choose(chosen + by);
    else if (event.key === "ArrowRight" && event.altKey) tree.unfold(chosen, Infinity);
    else if (event.key === "ArrowLeft" && event.altKey) tree.unfold(chosen, 0);
    else if (event.key === "ArrowRight") {
      if (!tree.toggle(chosen, true) && node?.open) choose(chosen + 1);
    } else if (event.key === "ArrowLeft") {
      if (!tree.toggle(chosen, false)) choose(tree.parentOf(chosen));
    } else if (event.key === "Enter" || event.key === " ") tree.toggle(chosen, node?.open !== true);
    else if (event.key === "+") changeLevels(1);
    else if (event.key === "-") changeLevels(-1);
    else if (event.key === "c" && (event.ctrlKey || event.metaKey) && node !== undefined)
      void store.copy(valueText(node));
    else return;
    event.preventDefault();
  };

  const node = tree.nodes.value[chosen];
  const words = search?.wanted.value ? [search.wanted.value.toLowerCase()] : store.words.value;
  return (
    <div class="tree-place">
      <PayloadSearch search={search} />
      <VirtualList
        class="tree"
        role="tree"
        aria-label={say("tree")}
        active={{ index: chosen, id: `node-${chosen}` }}
        tabIndex={0}
        scroll={scroll}
        onKeyDown={onKeyDown}
        onContextMenu={menu.onContextMenu}
        renderRow={(index) => {
          const shown = tree.nodes.value[index];
          if (shown === undefined) return null;
          return (
            <NodeLine
              key={index}
              id={`node-${index}`}
              node={shown}
              words={words}
              chosen={index === chosen}
              onPress={(twist, deep) => {
                press(index);
                if (twist && deep) tree.unfold(index, shown.open ? 0 : Infinity);
                else if (twist) tree.toggle(index, !shown.open);
              }}
            />
          );
        }}
      />
      {tree.stopped.value && (
        <p class="tree-note" role="status">
          <Icon name="info" />
          {say("linesAreUnfoldedAtOnce", { max_unfolded: formatCount(MAX_UNFOLDED) })}
        </p>
      )}
      {node !== undefined && menu.at !== null && (
        <PopupMenu
          label={say("menuOfTheValue")}
          at={menu.at}
          lines={nodeMenu(store, node)}
          onClose={(refocus) => {
            menu.close();
            if (refocus) document.querySelector<HTMLElement>(".tree")?.focus();
          }}
        />
      )}
      {node !== undefined && (
        <div class="tree-foot">
          <code title={pathTo(node)}>
            <bdi>{pathTo(node)}</bdi>
          </code>
          <LevelButtons onChange={changeLevels} />
          <FilterButton node={node} />
          <CopyButton label={say("copyPath")} text={() => pathTo(node)} />
          <CopyButton label={say("copyValue")} text={() => valueText(node)} />
        </div>
      )}
    </div>
  );
}

/** What the foot has as buttons, where it is looked for first. */
function nodeMenu(store: PanelStore, node: TreeNode): MenuLine[] {
  const test = filterFor(node);
  return [
    {
      type: "item",
      label: say("filterByThisValue"),
      disabled: test === null,
      run: () => test !== null && store.addToFilter(test),
    },
    { type: "item", label: say("copyPath"), run: () => void store.copy(pathTo(node)) },
    {
      type: "item",
      label: say("copyValue"),
      note: formatKeys("Ctrl+C"),
      run: () => void store.copy(valueText(node)),
    },
  ];
}

/** With Alt, all at once. */
function LevelButtons({ onChange }: { onChange: (by: number) => void }) {
  return (
    <>
      <button
        type="button"
        class="button is-quiet is-icon"
        aria-label={say("foldALevel")}
        title={say("foldALevelWithAlt")}
        onClick={(event) => onChange(event.altKey ? -Infinity : -1)}
      >
        <Icon name="fold" />
      </button>
      <button
        type="button"
        class="button is-quiet is-icon"
        aria-label={say("unfoldALevel")}
        title={say("unfoldALevelWithAlt")}
        onClick={(event) => onChange(event.altKey ? Infinity : 1)}
      >
        <Icon name="unfold" />
      </button>
    </>
  );
}

function FilterButton({ node }: { node: TreeNode }) {
  const store = usePanel();
  const test = filterFor(node);
  const hint =
    test === null
      ? node.parent === null
        ? say("chooseAValueWithinTo")
        : say("theFilterDoesNotReach")
      : say("addToTheFilter", { test });
  return (
    <button
      type="button"
      class="button is-quiet is-icon"
      aria-label={say("filterByThisValue")}
      title={hint}
      disabled={test === null}
      onClick={() => test !== null && store.addToFilter(test)}
    >
      <Icon name="filter" />
    </button>
  );
}

interface NodeLineProps {
  readonly id: string;
  readonly node: TreeNode;
  readonly words: readonly string[];
  readonly chosen: boolean;
  readonly onPress: (twist: boolean, deep: boolean) => void;
}

function NodeLine({ id, node, words, chosen, onPress }: NodeLineProps) {
  const { key, depth, expandable, open, group } = node;
  return (
    <TreeItem {...{ id, depth, expandable, open, chosen, onPress }}>
      {key !== null && (
        <>
          <span class={group === null && typeof key === "string" ? "node-key" : "node-index"}>
            {typeof key === "string" ? <MarkedText text={key} words={words} /> : key}
          </span>
          {group === null && <span class="node-colon">: </span>}
        </>
      )}
      {group === null && <NodeValue node={node} words={words} />}
      {node.reading && <span class="node-brief"> {say("readingNode")}</span>}
    </TreeItem>
  );
}

function NodeValue({ node, words }: { node: TreeNode; words: readonly string[] }) {
  const { part, text, open, expandable } = node;
  if (part.kind === "object" || part.kind === "array") {
    const brackets = part.kind === "object" ? "{…}" : "[…]";
    return (
      <span class="node-brief">
        {open && expandable ? (
          brackets
        ) : (
          <MarkedText text={formatJsonPreview(text, part, BRIEF_LENGTH)} words={words} />
        )}
      </span>
    );
  }
  const length = part.end - part.start;
  const cut = length > VALUE_LENGTH;
  const shown = text.slice(part.start, cut ? part.start + VALUE_LENGTH : part.end);
  const inexact = part.kind === "number" && !cut ? inexactNumber(shown) : null;
  return (
    <span class={`node-value is-${part.kind}`}>
      <bdi>
        <MarkedText text={shown} words={words} />
      </bdi>
      {cut && (
        <span class="missing">{say("moreCharactersCopyValue", { length: length - VALUE_LENGTH })}</span>
      )}
      {inexact !== null && (
        <span class="node-inexact" title={say("javaScriptCannotHoldThisNumber")}>
          {" "}
          {say("readAs", { inexact })}
        </span>
      )}
    </span>
  );
}

function valueText({ text, part }: { readonly text: LongText; readonly part: JsonPart }): string {
  if (part.kind === "string") return readJsonString(text, part);
  return formatJson(text.slice(part.start, part.end));
}
