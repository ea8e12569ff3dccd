import type { EpochMs } from "../../units.ts";
import { createRecentMap } from "./recent-map.ts";

/** A value that one side has said, at one path of one shape. */
export interface Said {
  readonly path: number;
  readonly shape: number;
  readonly at: EpochMs;
  /** Where the other side said it afterwards. */
  readonly echoes: Echo[];
}

export interface Echo {
  readonly path: number;
  readonly shape: number;
  times: number;
  firstAt: EpochMs;
  lastAt: EpochMs;
}

/** So many values are remembered of each side at least: at a thousand requests a second those of some seconds. */
const MOST_VALUES = 4096;
/** Paths at which one value was said, and came back. */
const MOST_PLACES = 6;

/** What one side has said lately, by value. */
export interface ValuesSaid {
  of(value: string): readonly Said[];
  /** Answers whether it had been said there before, and whether the other side has said it since. */
  say(value: string, path: number, shape: number, at: EpochMs): "new" | "repeated" | "reused";
  all(): Iterable<readonly Said[]>;
}

const NONE: readonly Said[] = [];

/** Creates an empty one. Its memory is bounded: the value that was said longest ago is forgotten first. */
export function createValuesSaid(): ValuesSaid {
  const values = createRecentMap<Said[]>(MOST_VALUES);
  return {
    of: (value) => values.get(value) ?? NONE,
    say(value, path, shape, at) {
      const said = values.get(value);
      const now: Said = { path, shape, at, echoes: [] };
      if (said === undefined) {
        values.set(value, [now]);
        return "new";
      }
      values.set(value, said);
      const place = said.findIndex((it) => it.path === path && it.shape === shape);
      const before = said[place];
      if (before !== undefined) said[place] = now;
      else if (said.length < MOST_PLACES) said.push(now);
      if (before === undefined) return "new";
      return before.echoes.length > 0 ? "reused" : "repeated";
    },
    all: () => values.values(),
  };
}

/** Notes that a value came back; answers whether that was the first time at this path, or else in this shape. */
export function noteEcho(
  { echoes }: Said,
  path: number,
  shape: number,
  at: EpochMs,
): "first" | "first of its shape" | "again" {
  const echo = echoes.find((it) => it.path === path && it.shape === shape);
  if (echo !== undefined) {
    echo.times += 1;
    echo.lastAt = at;
    return "again";
  }
  const isFirst = echoes.length < MOST_PLACES && !echoes.some((it) => it.path === path);
  if (echoes.length < MOST_PLACES) echoes.push({ path, shape, times: 1, firstAt: at, lastAt: at });
  return isFirst ? "first" : "first of its shape";
}
