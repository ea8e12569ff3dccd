import { readFileSync, writeFileSync } from "node:fs";
import { formatCount } from "../../src/core/format/format-count.ts";

/** Draws how the panel's figures grow with the session: `npx tsx test/bench/draw-growth.ts BENCH.json PICTURE.svg`. */

interface Measured {
  readonly messages: number;
  readonly openFirstMs: number;
  readonly scrollMs: number;
  readonly filters: readonly { readonly name: string; readonly allMs: number; readonly bareMs: number }[];
}

interface Line {
  readonly name: string;
  readonly dashed: boolean;
  readonly values: readonly number[];
}

const WIDTH = 720;
const HEIGHT = 360;
const LEFT = 64;
const RIGHT = 230;
const TOP = 24;
const BOTTOM = 40;
const LEAST_MS = 10;
const MOST_MS = 10_000;
/** Told apart by those who see no colours, too: a bare scan is dashed beside its filter. */
const COLOURS = ["#1a73e8", "#188038", "#c5221f", "#9334e6", "#b06000"];
/** Names that would stand on each other are moved apart by as much. */
const NAME_PX = 14;

function linesOf(measured: readonly Measured[]): Line[] {
  const line = (name: string, dashed: boolean, value: (it: Measured) => number): Line => ({
    name,
    dashed,
    values: measured.map(value),
  });
  const names = measured[0]?.filters.map(({ name }) => name) ?? [];
  return [
    line("opened, first rows", false, (it) => it.openFirstMs),
    line("slowest scroll", false, (it) => it.scrollMs),
    ...names.flatMap((name, index) => [
      line(`${name}: all`, false, (it) => it.filters[index]?.allMs ?? Number.NaN),
      line(`${name}: bare scan`, true, (it) => it.filters[index]?.bareMs ?? Number.NaN),
    ]),
  ];
}

function draw(measured: readonly Measured[]): string {
  const sizes = measured.map(({ messages }) => messages);
  const x = (index: number) => LEFT + (index / Math.max(1, sizes.length - 1)) * (WIDTH - LEFT - RIGHT);
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
  for (const [index, messages] of sizes.entries()) {
    const at = x(index).toFixed(1);
    parts.push(
      `<text x="${at}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${formatCount(messages)}</text>`,
    );
  }
  let colour = -1;
  const coloured = linesOf(measured).map((line) => {
    if (!line.dashed) colour += 1;
    return { ...line, stroke: COLOURS[colour % COLOURS.length] };
  });
  /** From the topmost down, so that names stand in the order of their lines' ends. */
  const last = ({ values }: Line) => values.at(-1) ?? LEAST_MS;
  let lowest = Number.NEGATIVE_INFINITY;
  for (const { name, dashed, values, stroke } of coloured.sort((a, b) => last(b) - last(a))) {
    const points = values.map((ms, index) => `${x(index).toFixed(1)},${y(ms).toFixed(1)}`).join(" ");
    const nameAt = Math.max(y(values.at(-1) ?? LEAST_MS), lowest + NAME_PX);
    lowest = nameAt;
    parts.push(
      `<polyline points="${points}" fill="none" stroke="${stroke}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ""}/>`,
      `<text x="${WIDTH - RIGHT + 10}" y="${nameAt.toFixed(1)}" dy="4" fill="${stroke}">${name}, ${formatCount(values.at(-1) ?? 0)} ms</text>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">
<title>Milliseconds by the messages of a session</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${parts.join("\n")}
</svg>
`;
}

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error("draw-growth.ts BENCH.json PICTURE.svg");
const { reports } = JSON.parse(readFileSync(from, "utf8")) as {
  reports: { title: string; data: { measured: Measured[] } }[];
};
const panel = reports.find(({ title }) => title === "A stored session in the panel");
if (panel === undefined) throw new Error("It has no part panel.");
writeFileSync(to, draw(panel.data.measured));
