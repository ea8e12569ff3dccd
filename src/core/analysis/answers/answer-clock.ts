import type { EpochMs, Milliseconds } from "../../units.ts";
import { STALL, STALL_FACTOR } from "../pairing/measure-streams.ts";
import type { AnswerTiming, SaidUsage, Stalls } from "./session-answer.ts";

/** Over less time a rate says more about the network's buffers, and the page's clock, than about the model. */
const LEAST_WRITING: Milliseconds = 100;
/** At fewer times nothing can be measured; and where many pieces came at so few, they were held back on their way. */
const LEAST_ARRIVALS = 4;

/** When the pieces of an answer came. */
export interface AnswerClock {
  /** So many pieces came in a row, at that time. */
  take(pieces: number, at: EpochMs, row: number): void;
  /** A row whose time says nothing: only its whole body was recorded. */
  doubt(): void;
  measure(
    asked: EpochMs | null,
    ended: EpochMs | null,
    usage: SaidUsage | null,
    thought: boolean,
  ): AnswerTiming;
}

/** Creates it, before the first piece. */
export function createAnswerClock(): AnswerClock {
  let known = true;
  let firstAt: EpochMs | null = null;
  let firstRow: number | null = null;
  let lastAt: EpochMs | null = null;
  let lastRow = -1;
  let pieces = 0;
  /** The pauses between times at which pieces came, and the rows behind them. */
  const pauses: Milliseconds[] = [];
  const rows: number[] = [];

  function stalls(): Stalls {
    const usualMs = medianOf(pauses);
    let count = 0;
    let totalMs = 0;
    let longest = -1;
    for (const [index, pause] of pauses.entries()) {
      if (pause < STALL || pause < (usualMs ?? 0) * STALL_FACTOR) continue;
      count += 1;
      totalMs += pause;
      if (longest === -1 || pause > (pauses[longest] as number)) longest = index;
    }
    return {
      count,
      totalMs,
      longestMs: pauses[longest] ?? null,
      longestRow: rows[longest] ?? null,
      usualMs,
    };
  }

  return {
    take(count, at, row) {
      if (count === 0) return;
      pieces += count;
      lastRow = row;
      if (firstAt === null || lastAt === null) {
        firstAt = at;
        firstRow = row;
        lastAt = at;
      } else if (at > lastAt) {
        pauses.push(at - lastAt);
        rows.push(row);
        lastAt = at;
      }
    },
    doubt() {
      known = false;
    },
    measure(askedAt, endedAt, usage, thought) {
      const arrivals = firstAt === null ? 0 : pauses.length + 1;
      const tokens = tokensIn(usage, thought, lastRow);
      if (!known || firstAt === null || lastAt === null)
        return { ...UNKNOWN, known, askedAt, endedAt, pieces, tokens };
      const writingMs = lastAt - firstAt;
      const noRate = whyNoRate(pieces, arrivals, writingMs);
      // What came with the first piece was written before the time that is measured.
      const rateOf = (written: number) => (noRate === null ? ((written - 1) * 1000) / writingMs : null);
      return {
        known,
        askedAt,
        firstAt,
        firstRow,
        lastAt,
        endedAt,
        firstMs: askedAt === null ? null : Math.max(0, firstAt - askedAt),
        writingMs,
        totalMs: Math.max(lastAt, endedAt ?? lastAt) - Math.min(firstAt, askedAt ?? firstAt),
        pieces,
        arrivals,
        piecesPerSecond: rateOf(pieces),
        tokens,
        tokensPerSecond: tokens === null || tokens < 2 ? null : rateOf(tokens),
        noRate,
        stalls: stalls(),
      };
    },
  };
}

function whyNoRate(pieces: number, arrivals: number, writingMs: Milliseconds): AnswerTiming["noRate"] {
  if (arrivals < LEAST_ARRIVALS) return pieces < 2 * LEAST_ARRIVALS ? "few" : "bunched";
  return writingMs < LEAST_WRITING ? "short" : null;
}

/** Tokens that were written from the first piece to the last. A count that came before the last piece is not of all of them. */
function tokensIn(usage: SaidUsage | null, thought: boolean, lastRow: number): number | null {
  if (usage === null || usage.output === null || (usage.row ?? -1) < lastRow) return null;
  const { input, output, total, reasoning } = usage;
  if (reasoning === null || reasoning === 0) return output;
  // Some servers count reasoning within the output, some beside it: the total tells.
  const isBeside = input !== null && total !== null && total >= input + output + reasoning;
  // What is counted and not shown was thought before the first piece.
  if (thought) return isBeside ? output + reasoning : output;
  return isBeside ? output : Math.max(0, output - reasoning);
}

function medianOf(spans: readonly Milliseconds[]): Milliseconds | null {
  const sorted = Float64Array.from(spans).sort();
  return sorted[sorted.length >> 1] ?? null;
}

const UNKNOWN = {
  firstAt: null,
  firstRow: null,
  lastAt: null,
  firstMs: null,
  writingMs: null,
  totalMs: null,
  arrivals: 0,
  piecesPerSecond: null,
  tokensPerSecond: null,
  noRate: null,
  stalls: { count: 0, totalMs: 0, longestMs: null, longestRow: null, usualMs: null },
} as const;
