import { useEffect } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { formatHexDump } from "../../core/format/format-hex.ts";
import { formatJson } from "../../core/format/format-json.ts";
import { formatKeys } from "../../core/format/format-keys.ts";
import { say } from "../../core/text/say.ts";
import type { DecodedLine, DecodedTree } from "../store/decoded-tree.ts";
import { CopyButton } from "./copy-button.tsx";
import { rowsOfKey } from "./list-keys.ts";
import { MarkedText } from "./marked-text.tsx";
import { usePanel } from "./panel-context.ts";
import { PayloadSearch, useTreeSearch } from "./payload-search.tsx";
import { PopupMenu } from "./popup-menu.tsx";
import { TreeItem } from "./tree-item.tsx";
import { useNodeMenu } from "./use-node-menu.ts";
import { useTreeChoice } from "./use-tree-choice.ts";
import { VirtualList } from "./virtual-list.tsx";

/** A decoded message as a tree; what is closed is not asked for. */
export function DecodedTreeView({ tree }: { tree: DecodedTree }) {
  const store = usePanel();
  const { scroll, chosen, press, choose, show } = useTreeChoice(tree.lines);
  const search = useTreeSearch(tree);

  const path = search.path.value;
  useEffect(() => {
    if (path !== null) tree.reveal(path, show);
  }, [path, tree]);

  const menu = useNodeMenu("decoded", choose);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = rowsOfKey(event, scroll);
    if (menu.openByKey(event, chosen)) event.stopPropagation();
    else if (by !== null) choose(chosen + by);
    else if (event.key === "ArrowRight" || event.key === "Enter") {
      if (!tree.toggle(chosen, true) && tree.lines.peek()[chosen]?.open) choose(chosen + 1);
    } else if (event.key === "ArrowLeft") {
      if (!tree.toggle(chosen, false)) choose(tree.parentOf(chosen));
    } else if (event.key === "c" && (event.ctrlKey || event.metaKey)) {
      const chosenLine = tree.lines.peek()[chosen];
      if (chosenLine !== undefined) void valueText(chosenLine).then(store.copy);
    } else return;
    event.preventDefault();
  };
  /** Of what holds others, all of it as JSON; of what is packed in a text or bytes, what it was packed as. */
  const valueText = async ({ path, node }: DecodedLine) => {
    const value = node.hasValue ? await store.decoded.valueAt(path) : null;
    if (value !== null) return typeof value === "string" ? value : formatHexDump(value);
    const json = node.count > 0 ? await store.decoded.jsonAt(path) : null;
    return json === null ? node.text : formatJson(json);
  };

  const line = tree.lines.value[chosen];
  const name = line === undefined ? "" : tree.nameOf(chosen);
  const words = search.wanted.value ? [search.wanted.value.toLowerCase()] : store.words.value;
  return (
    <div class="tree-place">
      <PayloadSearch search={search} />
      <VirtualList
        class="tree"
        role="tree"
        aria-label={say("decoded")}
        active={{ index: chosen, id: `decoded-${chosen}` }}
        tabIndex={0}
        scroll={scroll}
        onKeyDown={onKeyDown}
        onContextMenu={menu.onContextMenu}
        renderRow={(index) => {
          const shown = tree.lines.value[index];
          if (shown === undefined) return null;
          return (
            <Line
              key={index}
              id={`decoded-${index}`}
              line={shown}
              words={words}
              chosen={index === chosen}
              onPress={(twist) => {
                press(index);
                if (twist || shown.moreFrom !== null) tree.toggle(index, !shown.open);
              }}
            />
          );
        }}
      />
      {line !== undefined && line.moreFrom === null && menu.at !== null && (
        <PopupMenu
          label={say("menuOfTheValue")}
          at={menu.at}
          lines={[
            {
              type: "item",
              label: say("copyPath"),
              disabled: name === "",
              run: () => void store.copy(name),
            },
            {
              type: "item",
              label: say("copyValue"),
              note: formatKeys("Ctrl+C"),
              run: () => void valueText(line).then(store.copy),
            },
          ]}
          onClose={(refocus) => {
            menu.close();
            if (refocus) document.querySelector<HTMLElement>(".decoded .tree")?.focus();
          }}
        />
      )}
      {line !== undefined && line.moreFrom === null && (
        <div class="tree-foot">
          <code title={[name, placeOf(line)].filter(Boolean).join("\n")}>
            <bdi>{name}</bdi> <span class="is-dim">{placeOf(line)}</span>
          </code>
          {name !== "" && <CopyButton label={say("copyPath")} text={() => name} />}
          <CopyButton label={say("copyValue")} text={() => valueText(line)} />
        </div>
      )}
    </div>
  );
}

function placeOf({ node: { from, to, holds } }: DecodedLine): string {
  const place =
    from === null || to === null
      ? ""
      : say("bAtOffset", { to: formatCount(to - from), from: formatCount(from) });
  return [place, holds === null ? "" : say("holds", { holds })].filter(Boolean).join(" · ");
}

interface LineProps {
  readonly id: string;
  readonly line: DecodedLine;
  /** To be marked where they stand. */
  readonly words: readonly string[];
  readonly chosen: boolean;
  readonly onPress: (twist: boolean) => void;
}

function Line({ id, line, words, chosen, onPress }: LineProps) {
  const { node, depth, open, moreFrom } = line;
  const expandable = moreFrom === null && node.count > 0;
  return (
    <TreeItem {...{ id, depth, expandable, open, chosen, onPress }}>
      {moreFrom !== null ? (
        <span class="node-brief">{say("moreNodes", { count: formatCount(node.count - moreFrom) })}</span>
      ) : (
        <>
          {node.key !== "" && (
            <>
              <span class={typeof node.key === "string" ? "node-key" : "node-index"}>
                {typeof node.key === "string" ? <MarkedText text={node.key} words={words} /> : node.key}
              </span>
              <span class="node-colon">: </span>
            </>
          )}
          {node.holds !== null && <span class="kind">{node.holds}</span>}
          <span class={expandable ? "node-brief" : `node-value is-${node.kind}`}>
            {/* What nobody would see is quoted: a line without any text has no name, either. */}
            <bdi>
              <MarkedText
                text={node.text.trim() === "" ? JSON.stringify(node.text) : node.text}
                words={words}
              />
            </bdi>
          </span>
        </>
      )}
    </TreeItem>
  );
}
