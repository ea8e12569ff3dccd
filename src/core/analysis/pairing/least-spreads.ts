import type { Milliseconds } from "../../units.ts";
import { type Guess, type Spans, spreadOf } from "./pair-counts.ts";

/**
 * How little spans differ, by shape: of its pairs with shapes of the other side, those that differ least, until there are enough. What is
 * said in many forms (`read`, `write`) has many pairs, each with few spans.
 */
export function leastSpreads(
  guess: Guess | null,
  shapeOf: (pair: number) => number,
  leastCount: (shape: number) => number,
  isCounted: (pair: number) => boolean = () => true,
): Map<number, Milliseconds> {
  const byShape = new Map<number, Spans[]>();
  for (const [pair, spans] of guess?.first ?? []) {
    if (!isCounted(pair)) continue;
    const own = byShape.get(shapeOf(pair));
    if (own === undefined) byShape.set(shapeOf(pair), [spans]);
    else own.push(spans);
  }
  const least = new Map<number, Milliseconds>();
  for (const [shape, all] of byShape) {
    // Of one span alone it is not known how much it differs.
    all.sort((a, b) => Number(a.count < 2) - Number(b.count < 2) || spreadOf(a) - spreadOf(b));
    const together: Spans = { count: 0, sum: 0, squares: 0 };
    for (const { count, sum, squares } of all) {
      together.count += count;
      together.sum += sum;
      together.squares += squares;
      if (together.count < Math.max(2, leastCount(shape))) continue;
      least.set(shape, spreadOf(together));
      break;
    }
  }
  return least;
}
