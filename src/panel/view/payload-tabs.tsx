import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatHexDump } from "../../core/format/format-hex.ts";
import { formatJson } from "../../core/format/format-json.ts";
import { createJsonTree } from "../store/json-tree.ts";
import type { PayloadContent, PayloadTab } from "../store/payload-content.ts";
import { CopyButton } from "./copy-button.tsx";
import { HexView } from "./hex-view.tsx";
import { JsonTreeView } from "./json-tree-view.tsx";
import { Tabs } from "./tabs.tsx";
import { TextView } from "./text-view.tsx";

/** The tab that was chosen last, for text and for binary payloads; null leaves it to the payload. */
const chosenTabs = signal<Readonly<Record<string, string | null>>>({});
const pretty = signal(false);

interface PayloadTabsProps {
  readonly content: PayloadContent;
  /** A tab before the payload's own. */
  readonly first?: { readonly tab: string; readonly view: ComponentChildren };
}

/** A payload as tree, text and hex. */
export function PayloadTabs({ content, first }: PayloadTabsProps) {
  const memory = first?.tab ?? content.type;
  const tabs = [...(first === undefined ? [] : [first.tab]), ...content.tabs];
  const wanted = chosenTabs.value[memory] ?? null;
  const chosen = wanted !== null && tabs.includes(wanted) ? wanted : (first?.tab ?? content.defaultTab);
  const choose = (tab: string) => {
    chosenTabs.value = { ...chosenTabs.peek(), [memory]: tab };
  };
  return (
    <div class="payload">
      <div class="tab-bar">
        <Tabs tabs={tabs} chosen={chosen} onChoose={choose} label="Payload" />
        <span class="tab-bar-gap" />
        {chosen === "Text" && canIndent(content) && (
          <label class="check">
            <input
              type="checkbox"
              checked={pretty.value}
              onChange={(event) => {
                pretty.value = event.currentTarget.checked;
              }}
            />
            Pretty
          </label>
        )}
        {chosen !== first?.tab && (
          <CopyButton
            label="Copy"
            text={() =>
              chosen === "Hex"
                ? formatHexDump(content.bytes)
                : chosen === "Text" && pretty.peek() && canIndent(content)
                  ? formatJson(content.text)
                  : content.text
            }
          />
        )}
      </div>
      <div class="tab-panel" role="tabpanel" aria-label={chosen}>
        {chosen === first?.tab ? first.view : <PayloadView content={content} tab={chosen as PayloadTab} />}
      </div>
    </div>
  );
}

function canIndent(content: PayloadContent): boolean {
  return content.hasTree && !content.treeWaits;
}

function PayloadView({ content, tab }: { content: PayloadContent; tab: PayloadTab }) {
  if (content.bytes.length === 0) return <p class="quiet">The payload is empty.</p>;
  if (tab === "Hex") return <HexView bytes={content.bytes} />;
  if (tab === "Tree") return <TreeTab key={content} content={content} />;
  return <TextTab content={content} />;
}

function TextTab({ content }: { content: PayloadContent }) {
  const isPretty = pretty.value && canIndent(content);
  const text = useMemo(() => (isPretty ? formatJson(content.text) : content.text), [content, isPretty]);
  return <TextView text={text} />;
}

function TreeTab({ content }: { content: PayloadContent }) {
  const [waits, setWaits] = useState(content.treeWaits);
  const tree = useMemo(() => {
    if (waits) return null;
    try {
      // Of a large payload only the beginning was looked at.
      if (content.treeWaits) JSON.parse(content.text);
      return createJsonTree(content.text);
    } catch {
      return "broken";
    }
  }, [content, waits]);
  if (tree === "broken") return <p class="quiet">This begins like JSON, but is none: see Text.</p>;
  if (tree !== null) return <JsonTreeView tree={tree} />;
  return (
    <div class="quiet">
      <p>Reading {formatBytes(content.bytes.length)} of JSON may take some seconds.</p>
      <button type="button" class="button" onClick={() => setWaits(false)}>
        Build the tree
      </button>
    </div>
  );
}
