// biome-ignore-all lint/a11y/noStaticElementInteractions: Ctrl+F searches, wherever in it the focus is
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatHexDump } from "../../core/format/format-hex.ts";
import { say } from "../../core/text/say.ts";
import type { PayloadContent, PayloadTab } from "../store/payload-content.ts";
import { CopyButton } from "./copy-button.tsx";
import { HexView } from "./hex-view.tsx";
import { Icon } from "./icons.tsx";
import { JsonTreeView } from "./json-tree-view.tsx";
import { openPayloadSearch } from "./payload-search.tsx";
import { Tabs } from "./tabs.tsx";
import { TextView, wrapping } from "./text-view.tsx";
import { isFindKey } from "./use-panel-keys.ts";

/** The tab that was chosen last, for text and for binary payloads; null leaves it to the payload. */
const chosenTabs = signal<Readonly<Record<string, TabId | null>>>({});
const pretty = signal(false);

interface PayloadTabsProps {
  readonly content: PayloadContent;
  /** A tab before the payload's own. */
  readonly first?: ForeignTab & {
    /** It is what is shown at first; without it, it is. */
    readonly isDefault?: boolean;
  };
  /** One behind that. */
  readonly second?: ForeignTab | undefined;
  /** One behind them. */
  readonly last?: ForeignTab;
  /** What has to be known of text and bytes; "" is nothing. */
  readonly note?: string;
}

interface ForeignTab {
  readonly tab: TabId;
  readonly view: ComponentChildren;
}

/** A payload as tree, text and hex. */
export function PayloadTabs({ content, first, second, last, note = "" }: PayloadTabsProps) {
  const opening = first?.isDefault === false ? null : (first?.tab ?? null);
  const memory = opening ?? content.type;
  const before = [first, second].filter((it) => it !== undefined);
  const foreign = [...before, last].filter((it) => it !== undefined);
  const tabs: TabId[] = [
    ...before.map((it) => it.tab),
    ...content.tabs,
    ...(last === undefined ? [] : [last.tab]),
  ];
  const wanted = chosenTabs.value[memory] ?? null;
  const chosen = wanted !== null && tabs.includes(wanted) ? wanted : (opening ?? content.defaultTab);
  const isOwn = foreign.every((it) => it.tab !== chosen);
  const isSearched = chosen === "Tree" || chosen === "Text" || chosen === "Decoded";
  const choose = (tab: string) => {
    chosenTabs.value = { ...chosenTabs.peek(), [memory]: tab as TabId };
  };
  useEffect(() => content.dispose, [content]);
  return (
    <div
      class={`payload ${isSearched ? "is-searched" : ""}`}
      onKeyDown={(event) => {
        if (!isSearched || !isFindKey(event)) return;
        event.preventDefault();
        // Chromium's DevTools has a search of its own.
        event.stopPropagation();
        openPayloadSearch();
      }}
    >
      <div class="tab-bar">
        <Tabs tabs={tabs} chosen={chosen} onChoose={choose} label={say("payload")} show={tabName} />
        <span class="tab-bar-gap" />
        {chosen === "Text" && (
          <>
            {content.hasTree && <Check label={say("pretty")} value={pretty} />}
            <Check label={say("wrap")} value={wrapping} />
          </>
        )}
        {isSearched && (
          <button
            type="button"
            class="button is-quiet is-icon"
            aria-label={say("findInTheMessage")}
            title={say("findInTheMessageCtrl")}
            onClick={openPayloadSearch}
          >
            <Icon name="search" />
          </button>
        )}
        {isOwn && <CopyButton label={say("copy")} text={() => copied(content, chosen)} />}
      </div>
      {isOwn && note !== "" && (
        <p class="payload-note" role="note">
          {note}
        </p>
      )}
      <div class="tab-panel" role="tabpanel" aria-label={tabName(chosen)}>
        {isOwn ? (
          <PayloadView content={content} tab={chosen as PayloadTab} />
        ) : (
          foreign.find((it) => it.tab === chosen)?.view
        )}
      </div>
    </div>
  );
}

/** What stands on a tab; its ID is what is remembered. */
const TAB_NAMES = {
  Answer: "answerTab",
  Decoded: "decoded",
  Diff: "diff",
  Headers: "headersTab",
  Hex: "hex",
  Text: "text",
  Tree: "tree",
} as const;

type TabId = keyof typeof TAB_NAMES;

function tabName(tab: string): string {
  return say(TAB_NAMES[tab as TabId]);
}

function Check({ label, value }: { label: string; value: typeof pretty }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={value.value}
        onChange={(event) => {
          value.value = event.currentTarget.checked;
        }}
      />
      {label}
    </label>
  );
}

/** All of it, however large. */
function copied(content: PayloadContent, tab: string): string {
  if (tab === "Hex") return formatHexDump(content.bytes);
  return tab === "Text" && pretty.peek() && content.hasTree ? content.wholePretty() : content.wholeText();
}

function PayloadView({ content, tab }: { content: PayloadContent; tab: PayloadTab }) {
  if (content.bytes.length === 0) return <p class="quiet">{say("thePayloadIsEmpty")}</p>;
  if (tab === "Hex") return <HexView bytes={content.bytes} />;
  if (tab === "Tree") return <TreeTab content={content} />;
  return <TextTab content={content} />;
}

function TextTab({ content }: { content: PayloadContent }) {
  const isPretty = pretty.value && content.hasTree;
  useEffect(() => (isPretty ? content.indent() : content.read()), [content, isPretty]);
  const text = isPretty ? content.pretty.value : content.text.value;
  return text === null ? <Reading content={content} /> : <TextView text={text} />;
}

function TreeTab({ content }: { content: PayloadContent }) {
  useEffect(() => content.buildTree(), [content]);
  const tree = content.tree.value;
  if (tree === null) return <Reading content={content} />;
  return typeof tree === "string" ? <p class="quiet">{tree}</p> : <JsonTreeView tree={tree} />;
}

function Reading({ content }: { content: PayloadContent }) {
  const { bytes, progress } = content;
  // What is small is read before this could be seen.
  if (progress.value === 0) return null;
  return (
    <p class="quiet" role="status">
      {say("readingBytes", { bytes: formatBytes(bytes.length), math: Math.floor(progress.value * 100) })}
    </p>
  );
}
