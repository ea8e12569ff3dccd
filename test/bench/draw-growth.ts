import { readFileSync, writeFileSync } from "node:fs";
import { formatCount } from "../../src/core/format/format-count.ts";

/**
 * Draws how the panel's figures grow with the session, those of the browser's Network panel beside them:
 * `npx tsx test/bench/draw-growth.ts PICTURE.svg BENCH.json…`, of which one has the part `panel` and one `network-panel`.
 */

interface Measured {
  readonly messages: number;
  readonly openFirstMs: number;
  readonly scrollMs: number;
  readonly filters: readonly { readonly name: string; readonly allMs: number; readonly bareMs: number }[];
}

/** Null where nothing more was tried, "late" what did not come to an end. */
type Took = number | "late" | null;

interface NetworkMeasured {
  readonly messages: number;
  readonly listedMs: Took;
  readonly reopenMs: Took;
  readonly scrollMs: Took;
  readonly filterMs: Took;
}

interface Point {
  readonly messages: number;
  readonly ms: Took;
}

interface Line {
  readonly name: string;
  readonly stroke: string;
  /** SVG's pattern of dashes; null is a whole line. */
  readonly dashes: string | null;
  readonly points: readonly Point[];
}

const WIDTH = 820;
const HEIGHT = 420;
const LEFT = 92;
const RIGHT = 240;
const TOP = 24;
const BOTTOM = 40;
const LEAST_MS = 10;
const MOST_MS = 1_000_000;
/** Told apart by those who see no colours, too: a bare scan is dashed beside its filter. */
const COLOURS = ["#1a73e8", "#188038", "#c5221f", "#9334e6", "#b06000"];
const BARE_DASHES = "5 4";
const NETWORK_DASHES = "1 4";
/** What a step of the Network panel may take (`network-panel/measure-network-panel.ts`). */
const LATE_MS = 180_000;
/** Names that would stand on each other are moved apart by as much. */
const NAME_PX = 14;

function linesOf(measured: readonly Measured[], network: readonly NetworkMeasured[]): Line[] {
  const stroke = (at: number) => COLOURS[at % COLOURS.length] as string;
  const ours = (name: string, at: number, dashes: string | null, value: (it: Measured) => number): Line => ({
    name,
    stroke: stroke(at),
    dashes,
    points: measured.map((it) => ({ messages: it.messages, ms: value(it) })),
  });
  const theirs = (name: string, colour: string, value: (it: NetworkMeasured) => Took): Line => ({
    name: `Network panel: ${name}`,
    stroke: colour,
    dashes: NETWORK_DASHES,
    points: network.map((it) => ({ messages: it.messages, ms: value(it) })),
  });
  const names = measured[0]?.filters.map(({ name }) => name) ?? [];
  return [
    ours("opened, first rows", 0, null, (it) => it.openFirstMs),
    ours("slowest scroll", 1, null, (it) => it.scrollMs),
    ...names.flatMap((name, index) => [
      ours(`${name}: all`, 2 + index, null, (it) => it.filters[index]?.allMs ?? Number.NaN),
      ours(`${name}: bare scan`, 2 + index, BARE_DASHES, (it) => it.filters[index]?.bareMs ?? Number.NaN),
    ]),
    theirs("all in its list", "#444", (it) => it.listedMs),
    theirs("opened again", stroke(0), (it) => it.reopenMs),
    theirs("slowest scroll", stroke(1), (it) => it.scrollMs),
    theirs("text: all", stroke(2), (it) => it.filterMs),
  ];
}

/** A line as far as it goes: what was late ends it, at the time that was waited. */
function drawn({
  points,
}: Line): { readonly messages: number; readonly ms: number; readonly late: boolean }[] {
  const shown = [];
  for (const { messages, ms } of points) {
    if (ms === null) break;
    shown.push({ messages, ms: ms === "late" ? LATE_MS : ms, late: ms === "late" });
    if (ms === "late") break;
  }
  return shown;
}

function draw(measured: readonly Measured[], network: readonly NetworkMeasured[]): string {
  const sizes = [...new Set([...measured, ...network].map(({ messages }) => messages))].sort((a, b) => a - b);
  const x = (messages: number) =>
    LEFT + (sizes.indexOf(messages) / Math.max(1, sizes.length - 1)) * (WIDTH - LEFT - RIGHT);
  const share = (ms: number) =>
    (Math.log10(Math.max(ms, LEAST_MS)) - Math.log10(LEAST_MS)) /
    (Math.log10(MOST_MS) - Math.log10(LEAST_MS));
  const y = (ms: number) => HEIGHT - BOTTOM - share(ms) * (HEIGHT - TOP - BOTTOM);
  const parts: string[] = [];
  for (let ms = LEAST_MS; ms <= MOST_MS; ms *= 10) {
    const at = y(ms).toFixed(1);
    parts.push(
      `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#ccc"/>`,
      `<text x="${LEFT - 6}" y="${at}" dy="4" text-anchor="end">${formatCount(ms)} ms</text>`,
    );
  }
  for (const messages of sizes) {
    const at = x(messages).toFixed(1);
    parts.push(
      `<text x="${at}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${formatCount(messages)}</text>`,
    );
  }
  /** From the topmost down, so that names stand in the order of their lines' ends: all in one column, beside the drawing. */
  const lines = linesOf(measured, network)
    .map((line) => ({ ...line, shown: drawn(line) }))
    .flatMap((line) => {
      const last = line.shown.at(-1);
      return last === undefined ? [] : [{ ...line, last }];
    })
    .sort((a, b) => b.last.ms - a.last.ms);
  const namesAt = x(sizes.at(-1) ?? 0) + 10;
  const leaders: string[] = [];
  let lowest = Number.NEGATIVE_INFINITY;
  for (const { name, stroke, dashes, shown, last } of lines) {
    const points = shown.map(({ messages, ms }) => `${x(messages).toFixed(1)},${y(ms).toFixed(1)}`).join(" ");
    const endAt = { x: x(last.messages), y: y(last.ms) };
    const nameAt = Math.max(endAt.y, lowest + NAME_PX);
    lowest = nameAt;
    const took = last.late
      ? `not within ${formatCount(last.ms / 1000)} s`
      : `${formatCount(Math.round(last.ms))} ms`;
    // From where a line ends to its name, below all lines: no name lies on one.
    leaders.push(
      `<path d="M${endAt.x.toFixed(1)} ${endAt.y.toFixed(1)}L${(namesAt - 3).toFixed(1)} ${nameAt.toFixed(1)}" stroke="${stroke}" stroke-width="0.7" opacity="0.35"/>`,
    );
    parts.push(
      `<circle cx="${endAt.x.toFixed(1)}" cy="${endAt.y.toFixed(1)}" r="3" fill="${stroke}"/>`,
      `<polyline points="${points}" fill="none" stroke="${stroke}" stroke-width="2"${dashes === null ? "" : ` stroke-dasharray="${dashes}" stroke-linecap="round"`}/>`,
      `<text x="${namesAt.toFixed(1)}" y="${nameAt.toFixed(1)}" dy="4" fill="${stroke}" stroke="#fff" stroke-width="3" paint-order="stroke">${name}, ${took}</text>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">
<title>Milliseconds by the messages of a session</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${[...leaders, ...parts].join("\n")}
</svg>
`;
}

const [to, ...from] = process.argv.slice(2);
if (to === undefined || from.length === 0) throw new Error("draw-growth.ts PICTURE.svg BENCH.json…");
const reports = from.flatMap(
  (file) => JSON.parse(readFileSync(file, "utf8")).reports as { title: string; data: unknown }[],
);
const dataOf = (title: string) => reports.find((it) => it.title === title)?.data;
const panel = dataOf("A stored session in the panel") as { measured: Measured[] } | undefined;
if (panel === undefined) throw new Error("None of them has the part panel.");
const network = dataOf("The same messages in the browser's Network panel") as NetworkMeasured[] | undefined;
writeFileSync(to, draw(panel.measured, network ?? []));
