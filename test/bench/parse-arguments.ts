import { parseArgs } from "node:util";
import type { BrowserName } from "../../tooling/browser/driven.ts";

/** What is measured, each part in browsers of its own. */
export const BROWSER_PARTS = [
  "installed",
  "loads",
  "steady",
  "recording",
  "memory",
  "flood",
  "panel",
  "live",
  "network-panel",
] as const;

/** And what needs none. */
export const NODE_PARTS = ["decoding"] as const;

export const PARTS = [...BROWSER_PARTS, ...NODE_PARTS] as const;

export type BrowserPart = (typeof BROWSER_PARTS)[number];
export type NodePart = (typeof NODE_PARTS)[number];
export type Part = BrowserPart | NodePart;

export const USAGE = `npm run bench -- [--part NAME]… [--browser chromium|firefox|both] [--rounds N] [--quick] [--json FILE] [--date DAY] [--no-build]

Measures what Duplex costs a page, and what a row costs to decode, and says whether it is within its bounds.
  --part      ${PARTS.join(", ")}; several may be given (all)
  --browser   which browser to measure (both)
  --rounds    how many rounds are measured (15); one more goes before them to warm up
  --quick     3 rounds of short bursts: shows that it runs, not how fast anything is
  --json      also writes all rounds, the medians and the machine into FILE
  --date      the day that stands in that file (today)
  --no-build  measures the build that is there`;

export interface BenchArguments {
  readonly browsers: readonly BrowserName[];
  readonly parts: readonly Part[];
  readonly rounds: number;
  readonly quick: boolean;
  readonly json: string | null;
  readonly date: string | null;
  readonly build: boolean;
  readonly help: boolean;
}

const DEFAULT_ROUNDS = 15;
const QUICK_ROUNDS = 3;

/** Reads the command line; throws a sentence about what is wrong with it. */
export function parseBenchArguments(args: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      part: { type: "string", multiple: true },
      browser: { type: "string", default: "both" },
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      date: { type: "string" },
      "no-build": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const fallback = values.quick ? QUICK_ROUNDS : DEFAULT_ROUNDS;
  const rounds = values.rounds === undefined ? fallback : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1000) {
    throw new Error(`--rounds is a whole number from 1 to 1000, not "${values.rounds}".`);
  }
  if (values.date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(values.date)) {
    throw new Error(`--date is a day such as 2031-05-17, not "${values.date}".`);
  }
  return {
    parts: parseParts(values.part),
    browsers: parseBrowsers(values.browser),
    rounds,
    quick: values.quick,
    json: values.json ?? null,
    date: values.date ?? null,
    build: !values["no-build"],
    help: values.help,
  };
}

function parseBrowsers(name: string): BrowserName[] {
  if (name === "both") return ["chromium", "firefox"];
  if (name === "chromium" || name === "firefox") return [name];
  throw new Error(`--browser is chromium, firefox or both, not "${name}".`);
}

function parseParts(names: readonly string[] | undefined): readonly Part[] {
  if (names === undefined) return PARTS;
  const unknown = names.find((name) => !(PARTS as readonly string[]).includes(name));
  if (unknown !== undefined) throw new Error(`--part is ${PARTS.join(", ")}, not "${unknown}".`);
  return PARTS.filter((part) => names.includes(part));
}
