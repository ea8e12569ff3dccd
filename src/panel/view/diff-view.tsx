import { useEffect, useLayoutEffect, useMemo } from "preact/hooks";
import type { DiffLine, PayloadDiff } from "../../core/diff/payload-diff.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { type PlainKey, say, sayCount } from "../../core/text/say.ts";
import type { MessageDetail } from "../../core/wire/message-detail.ts";
import { createListScroll } from "../store/list-scroll.ts";
import { Icon } from "./icons.tsx";
import { scrollByKey } from "./list-keys.ts";
import { usePanel } from "./panel-context.ts";
import { LINE_HEIGHT_PX } from "./text-view.tsx";
import { VirtualList } from "./virtual-list.tsx";

const SIGNS = { same: " ", removed: "−", added: "+", gap: " " };

/** How the selected message differs from another one. */
export function DiffView({ detail }: { detail: MessageDetail }) {
  const { compare } = usePanel();
  useEffect(() => compare.watch(), [compare]);
  const comparison = compare.comparison.value;
  return (
    <div class="diff">
      <DiffChoice detail={detail} />
      {typeof comparison === "object" && comparison?.isSure === false && (
        <p class="detail-note diff-limit">{say("itMayBeOfAnotherType")}</p>
      )}
      {comparison === null ? (
        <p class="quiet" role="status">
          {say("comparing")}
        </p>
      ) : typeof comparison === "string" ? (
        <p class="quiet">{comparison}</p>
      ) : typeof comparison.diff === "string" ? (
        <p class="quiet">{comparison.diff}</p>
      ) : (
        <DiffLines diff={comparison.diff} />
      )}
    </div>
  );
}

/** What it is compared with, and what else it could be. */
function DiffChoice({ detail }: { detail: MessageDetail }) {
  const { compare, list } = usePanel();
  const { row } = detail;
  const comparison = compare.comparison.value;
  const other = comparison !== null && typeof comparison !== "string" ? comparison.other : null;
  const remembered = compare.remembered.value;
  const more = compare.moreMarked.value;
  return (
    <div class="diff-choice">
      {other !== null && (
        <span class="diff-said">
          {say("fromRow")}{" "}
          <button
            type="button"
            class="link"
            title={say("selectTheMessageThatThis")}
            onClick={() => list.show(null, other.row)}
          >
            #{formatCount(other.row + 1)}
          </button>
          , {apart(row.at - other.at)}
        </span>
      )}
      {compare.offered.value.length > 0 && (
        <select
          class="diff-other"
          aria-label={say("comparedWith")}
          title={say("comparedWith")}
          value={compare.chosen.value ?? ""}
          onChange={({ currentTarget: { value } }) => compare.choose(value === "" ? null : Number(value))}
        >
          <option value="">{say("withTheOneBeforeOfIts")}</option>
          {compare.offered.value.map((it) => (
            <option key={it} value={it}>
              {say(nameOfOffer(it === remembered, compare.marked.value.includes(it)), {
                row: formatCount(it + 1),
              })}
            </option>
          ))}
          {more > 0 && <option disabled>{say("moreAreMarked", { count: formatCount(more) })}</option>}
        </select>
      )}
      {compare.canDecode.value && (
        <label class="check" title={say("whatTheyMeanAndNotTheir")}>
          <input
            type="checkbox"
            checked={compare.asDecoded.value}
            onChange={(event) => {
              compare.asDecoded.value = event.currentTarget.checked;
            }}
          />
          {say("decoded")}
        </label>
      )}
      <button
        type="button"
        class="button is-quiet"
        title={
          remembered === row.row ? say("otherMessagesAreComparedWith") : say("compareOtherMessagesWithThis")
        }
        aria-pressed={remembered === row.row}
        onClick={() => (remembered === row.row ? compare.forget() : compare.remember(row.row))}
      >
        {remembered === row.row ? say("remembered") : say("compareWithThis")}
      </button>
    </div>
  );
}

function nameOfOffer(isRemembered: boolean, isMarked: boolean) {
  if (isRemembered) return "withRowRemembered";
  return isMarked ? "withRowMarked" : "withRowChosen";
}

function apart(ms: number): string {
  return ms < 0 ? say("later", { ms: formatDuration(-ms) }) : say("before", { ms: formatDuration(ms) });
}

function DiffLines({ diff }: { diff: PayloadDiff }) {
  const { lines, limit, by } = diff;
  const scroll = useMemo(() => createListScroll(LINE_HEIGHT_PX), []);
  useLayoutEffect(() => scroll.setCount(lines.length), [scroll, lines]);
  useLayoutEffect(() => scroll.toStart(), [scroll, diff]);
  if (lines.length === 0) return <p class="quiet">{say(SAME[by])}</p>;
  return (
    <>
      {limit !== "" && (
        <p class="detail-missing diff-limit">
          <Icon name="warning" />
          {limit}
        </p>
      )}
      <div class="lines-place">
        <VirtualList
          class="lines is-diff"
          aria-label={say("differences")}
          role="document"
          tabIndex={0}
          scroll={scroll}
          onKeyDown={(event) => scrollByKey(event, scroll, LINE_HEIGHT_PX)}
          renderRow={(index) => {
            const line = lines[index];
            return line === undefined ? null : <Line key={index} line={line} by={by} />;
          }}
        />
      </div>
    </>
  );
}

const SAME: Readonly<Record<PayloadDiff["by"], PlainKey>> = {
  structure: "noDifferencesBothHaveThe",
  decoded: "noDifferencesInWhatTheyMean",
  lines: "noDifferencesBothAreThe",
  bytes: "noDifferencesBothAreTheSame",
};

/** What a screen reader says for the sign. */
const KIND_WORDS = {
  same: "diffSame",
  removed: "diffRemoved",
  added: "diffAdded",
} as const satisfies Record<string, PlainKey>;

function Line({ line, by }: { line: DiffLine; by: PayloadDiff["by"] }) {
  const { kind, place, text, cut } = line;
  if (kind === "gap") return <div class="line diff-gap">{sayCount("linesAreTheSame", Number(text))}</div>;
  return (
    <div class={`line diff-line is-${kind}`} title={kind === "same" ? undefined : text}>
      <span class="diff-sign">
        <span aria-hidden="true">{SIGNS[kind]}</span>
        <span class="unseen">{say(KIND_WORDS[kind])}</span>
      </span>
      <span class={by === "lines" ? "diff-number" : "diff-place"}>{place}</span>
      <bdi>{text}</bdi>
      {cut > 0 && (
        <span class="missing">
          {say("moreParts", {
            cut: formatCount(cut),
            by: by === "bytes" ? say("bytesWord") : say("charactersWord"),
          })}
        </span>
      )}
    </div>
  );
}
