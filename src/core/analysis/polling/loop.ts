import type { Exchange } from "./exchange.ts";
import type { Rhythm } from "./find-rhythm.ts";
import type { JudgedAnswer } from "./judge-answers.ts";
import type { LoopSums } from "./loop-sums.ts";

/** Requests that ask one thing again and again by a rule. */
export interface Loop {
  /** Names it among the loops of its session, also after more requests have come. */
  readonly key: string;
  readonly method: string;
  /** Without what keeps caches away; what changes is `{…}`. */
  readonly url: string;
  /** `long`: the server holds the answer until there is something, and the next request follows at once. */
  readonly kind: "short" | "long";
  /** What it is known to be, beside its URL: a GraphQL operation, Engine.IO's polling transport; null where nothing more is known. */
  readonly name: string | null;
  /** What it alone asks with among loops that would be called the same, as `method session-stats`; null where no other is. */
  readonly apart: string | null;
  readonly rhythm: Rhythm;
  /** Those that are kept, the last ones, in order of time; at least one. */
  readonly exchanges: readonly Exchange[];
  /** One for each exchange. */
  readonly answers: readonly JudgedAnswer[];
  /** Fields of the answers that were set aside when they were compared. */
  readonly ignored: readonly string[];
  /** How many ask in the same rhythm: rows of a table, widgets of a page. */
  readonly askers: number;
  /** Names what is asked, whoever asks it; of several things one of them. */
  readonly asks: string;
  /** Of how many things the same is asked, at once or one after the other. */
  readonly things: number;
  /** The calls that ask, where the recording says; null where it does not. */
  readonly initiator: string | null;
  /** What came before those: sums, and the last one of them. Null where all are kept. */
  readonly before: { readonly sums: LoopSums; readonly last: Exchange } | null;
}
