import { formatCount } from "../../../src/core/format/format-count.ts";
import { type Column, formatTable } from "../format-table.ts";
import type { PartReport, Verdict } from "../verdict.ts";

/** A filter may take so many times as long as the bare scan of the same chunks. */
const MOST_OF_BARE = 1.5;
const FIRST_ROWS_MS = 100;
const OPEN_MS = 1000;
const SCROLL_MS = 100;
const TASK_MS = 50;
/** 400 and 60 MB. */
const MEMORY_MIB = 381;
const HEAP_MIB = 57;
const PAYLOAD_TASK_MS = 100;

/** How long a filter took until its first rows and until all, beside a bare scan of the same chunks. */
export interface FilterTimes {
  readonly name: string;
  readonly firstMs: number;
  readonly allMs: number;
  readonly bareMs: number;
}

/** A stored session in the panel; times in milliseconds. */
export interface MeasuredSession {
  readonly messages: number;
  readonly openFirstMs: number;
  readonly openAllMs: number;
  readonly scrollMs: number;
  /** The longest that there were no rows at all on the screen. */
  readonly emptyMs: number;
  /** The longest task of the panel's main thread, of all and of each step. */
  readonly taskMs: number;
  readonly tasks: readonly { readonly step: string; readonly ms: number }[];
  readonly memoryMiB: number;
  /** Of the panel's main thread; null where the browser does not tell. */
  readonly heapMiB: number | null;
  readonly filters: readonly FilterTimes[];
}

/** One large JSON in the panel: until its tree is there, the longest tasks until then and while some of it is laid open, and how much a copy had. */
export interface MeasuredPayload {
  readonly bytes: number;
  readonly shownMs: number;
  readonly taskMs: number;
  readonly itemsTaskMs: number;
  readonly copied: number;
}

/** The part's tables and verdicts. */
export function reportPanel(measured: readonly MeasuredSession[], payload: MeasuredPayload): PartReport {
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  // A browser that tells of long tasks tells of none that is shorter.
  const task = (value: number) => (value === 0 ? `< ${TASK_MS} ms` : ms(value));
  const columns: Column[] = [
    { title: "messages", align: "left" },
    ...measured.map(({ messages }): Column => ({ title: formatCount(messages), align: "right" })),
  ];
  const line = (title: string, cell: (it: MeasuredSession) => string) => [title, ...measured.map(cell)];
  const rows = [
    line("opened, first rows", (it) => ms(it.openFirstMs)),
    line("opened, all counted", (it) => ms(it.openAllMs)),
    line("slowest scroll to any place", (it) => ms(it.scrollMs)),
    line("  no rows at all on the screen", (it) => ms(it.emptyMs)),
    line("longest task of the main thread", (it) => task(it.taskMs)),
    ...(measured[0]?.tasks ?? []).map(({ step }, index) =>
      line(`  ${step}`, (it) => task(it.tasks[index]?.ms ?? Number.NaN)),
    ),
    line("private memory above an empty panel", (it) => `${it.memoryMiB.toFixed(0)} MiB`),
    line("heaps of its main thread", ({ heapMiB }) => (heapMiB === null ? "–" : `${heapMiB.toFixed(1)} MiB`)),
    ...(measured[0]?.filters ?? []).flatMap(({ name }, index) => [
      line(`${name}: first rows`, (it) => ms(it.filters[index]?.firstMs ?? Number.NaN)),
      line(`${name}: all`, (it) => ms(it.filters[index]?.allMs ?? Number.NaN)),
      line("  a bare scan", (it) => ms(it.filters[index]?.bareMs ?? Number.NaN)),
    ]),
  ];
  const most = measured.at(-1) as MeasuredSession;
  const verdict = (what: string, value: number, bound: number, unit: string): Verdict => ({
    what,
    bound: `≤ ${bound}${unit}`,
    measured: `${unit === "" ? value.toFixed(2) : value.toFixed(0)}${unit}`,
    control: "",
    held: value <= bound,
  });
  return {
    title: `A stored session in the panel`,
    text: `${formatTable(columns, rows)}\n\n${sayPayload(payload)}`,
    verdicts: [
      verdict("panel: opened, first rows", most.openFirstMs, OPEN_MS, " ms"),
      verdict("panel: slowest scroll", most.scrollMs, SCROLL_MS, " ms"),
      verdict("panel: longest task", most.taskMs, TASK_MS, " ms"),
      verdict("panel: no rows at all", most.emptyMs, SCROLL_MS, " ms"),
      verdict(
        "panel: 50 MB of JSON, longest task",
        Math.max(payload.taskMs, payload.itemsTaskMs),
        PAYLOAD_TASK_MS,
        " ms",
      ),
      {
        what: "panel: 50 MB of JSON, copied",
        bound: formatCount(payload.bytes),
        measured: formatCount(payload.copied),
        control: "",
        held: payload.copied === payload.bytes,
        loss: true,
      },
      verdict("panel: private memory", most.memoryMiB, MEMORY_MIB, " MiB"),
      ...(most.heapMiB === null ? [] : [verdict("panel: heaps", most.heapMiB, HEAP_MIB, " MiB")]),
      ...most.filters.flatMap(({ name, firstMs, allMs, bareMs }) => [
        verdict(`panel, ${name}: first rows`, firstMs, FIRST_ROWS_MS, " ms"),
        verdict(`panel, ${name}: of a bare scan`, allMs / bareMs, MOST_OF_BARE, ""),
      ]),
    ],
    data: { measured, payload },
  };
}

function sayPayload({ bytes, shownMs, taskMs, itemsTaskMs, copied }: MeasuredPayload): string {
  return `One JSON of ${formatCount(bytes)} bytes: its tree was there after ${formatCount(Math.round(shownMs))} ms, with no task above ${Math.ceil(Math.max(taskMs, TASK_MS))} ms; laid open with none above ${Math.ceil(Math.max(itemsTaskMs, TASK_MS))} ms; a copy had ${formatCount(copied)} characters.`;
}
