// biome-ignore-all lint/a11y/useFocusableInteractive: the table has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the table has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the table has the focus and takes the keys; its rows are told of by aria-activedescendant
import { effect, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { type PlainKey, say } from "../../core/text/say.ts";
import type { StatisticsAnswer, StatisticsGroup } from "../../core/wire/statistics-answer.ts";
import { createListScroll } from "../store/list-scroll.ts";
import { filterOfGroup, nameOfGroup, type StatisticsColumn } from "../store/statistics.ts";
import { rowsOfKey } from "./list-keys.ts";
import { usePanel } from "./panel-context.ts";
import { StatisticsCells } from "./statistics-cells.tsx";
import { LastHeardNote, Unanswered } from "./unanswered.tsx";
import { VirtualList } from "./virtual-list.tsx";

const ROW_HEIGHT_PX = 20;
const HEADER_HEIGHT_PX = 21;

const COLUMNS: readonly { id: StatisticsColumn; name: PlainKey | "p50" | "p95"; hint: PlainKey }[] = [
  { id: "type", name: "type", hint: "whatMessagesAre" },
  { id: "count", name: "count", hint: "howManyAndWhichPart" },
  { id: "bytes", name: "bytes", hint: "ofAllOfThemAnd" },
  { id: "rate", name: "rate", hint: "betweenTheFirstAndThe" },
  { id: "min", name: "min", hint: "theSmallest" },
  { id: "median", name: "p50", hint: "halfOfThemAreNo" },
  { id: "p95", name: "p95", hint: "nineteenOfTwentyAreNo" },
  { id: "max", name: "max", hint: "theLargest" },
  { id: "first", name: "first", hint: "whenTheFirstWas" },
  { id: "last", name: "last", hint: "whenTheLastWas" },
];

/** How much there is of each type of message, of what is in scope and matches the filter. */
export function StatisticsPane() {
  const store = usePanel();
  const { statistics } = store;
  const scroll = useMemo(() => createListScroll(ROW_HEIGHT_PX), []);
  const cursor = useSignal<number | null>(null);
  useEffect(() => statistics.watch(), [statistics]);
  useEffect(() => effect(() => scroll.setCount(statistics.groups.value.length)), [scroll, statistics]);

  const groups = statistics.groups.value;
  const answer = statistics.answer.value;
  const all = {
    count: groups.reduce((sum, { count }) => sum + count, 0),
    bytes: groups.reduce((sum, { bytes }) => sum + bytes, 0),
  };

  const choose = (group: StatisticsGroup | undefined) => {
    if (group === undefined) return;
    const filter = filterOfGroup(group);
    if (filter === null) return store.showRow(group.lastRow);
    const before = store.filter.peek().trim();
    store.setFilter(before === "" || before.includes(filter) ? before || filter : `(${before}) ${filter}`);
    store.chooseTab("messages");
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") return choose(groups[cursor.peek() ?? -1]);
    const by = rowsOfKey(event, scroll);
    if (by === null) return;
    event.preventDefault();
    cursor.value = Math.min(Math.max(0, (cursor.peek() ?? -1) + by), groups.length - 1);
    if (cursor.value >= 0) scroll.reveal(cursor.value);
  };

  return (
    <section class="statistics" aria-label={say("statistics")}>
      <Tools answer={answer} />
      {groups.length > 0 && <LastHeardNote />}
      <VirtualList
        class="statistics-table"
        role="grid"
        aria-label={say("typesOfMessages")}
        aria-rowcount={groups.length + 1}
        active={cursor.value === null ? null : { index: cursor.value, id: `type-${cursor.value}` }}
        tabIndex={0}
        scroll={scroll}
        onKeyDown={onKeyDown}
        headerHeight={HEADER_HEIGHT_PX}
        header={<Header />}
        renderRow={(index) => {
          const group = groups[index];
          if (group === undefined) return null;
          const leads = filterOfGroup(group) === null ? say("showTheLastOne") : say("showTheseMessagesAlone");
          return (
            <div
              key={index}
              id={`type-${index}`}
              class={`statistics-row ${index % 2 ? "is-odd" : ""}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === cursor.value}
              title={`${nameOfGroup(group)}\n${leads}`}
              onClick={() => choose(group)}
            >
              <StatisticsCells group={group} all={all} />
            </div>
          );
        }}
      />
      {answer === null && <Unanswered />}
      {answer !== null && groups.length === 0 && answer.counted === answer.total && (
        <div class="nothing" role="status">
          <p>{store.filter.value === "" ? say("noMessagesHereSoFar") : say("noMessageMatchesTheFilter")}</p>
        </div>
      )}
    </section>
  );
}

function Header() {
  const { statistics } = usePanel();
  const { column, descending } = statistics.sort.value;
  return (
    <div class="statistics-row header-row" role="row" aria-rowindex={1}>
      {COLUMNS.map(({ id, name, hint }) => (
        <span
          key={id}
          class={`cell cell-${id}`}
          role="columnheader"
          aria-sort={id !== column ? "none" : descending ? "descending" : "ascending"}
        >
          <button type="button" class="sort-button" title={say(hint)} onClick={() => statistics.sortBy(id)}>
            {name === "p50" || name === "p95" ? name : say(name)}
            <span aria-hidden="true">{id !== column ? "" : descending ? " ▾" : " ▴"}</span>
          </button>
        </span>
      ))}
    </div>
  );
}

function Tools({ answer }: { answer: StatisticsAnswer | null }) {
  const { statistics } = usePanel();
  const isCounting = answer !== null && answer.counted < answer.total;
  return (
    <div class="timeline-tools">
      <label class="check">
        <input
          type="checkbox"
          checked={statistics.by.value === "meaning"}
          onChange={(event) => {
            statistics.tellApart(event.currentTarget.checked ? "meaning" : "form");
          }}
        />
        {say("byWhatTheyMean")}
      </label>
      <span class="timeline-said is-dim" role="status" aria-busy={isCounting}>
        {answer?.problem != null && <span class="is-troubled">{answer.problem} </span>}
        {answer !== null && formatQuantity(answer.groups.length, "type")}
        {answer !== null &&
          answer.marks > 0 &&
          ` ${say("notCounted", { marks: formatQuantity(answer.marks, "mark") })}`}
        {isCounting &&
          ` ${say("ofRowsLookedAt", { counted: formatCount(answer.counted), total: formatCount(answer.total) })}`}
      </span>
      {isCounting && answer.problem === null && (
        <progress
          class="counting"
          aria-label={say("rowsLookedAt")}
          max={answer.total}
          value={answer.counted}
        />
      )}
    </div>
  );
}
