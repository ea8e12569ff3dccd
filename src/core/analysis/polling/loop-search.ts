import type { Session } from "../../model/session.ts";
import type { Bytes, EpochMs } from "../../units.ts";
import { pollsEngineIo } from "./engine-io-polling.ts";
import type { Exchange } from "./exchange.ts";
import { findRequestLoops, type LoopContext, type TaughtRules } from "./find-request-loops.ts";
import { endpointUrl, findSourceLoops } from "./find-source-loops.ts";
import { groupQuestions } from "./group-questions.ts";
import { isCandidate } from "./is-candidate.ts";
import { isDocument } from "./is-of-loads.ts";
import { lightenAnswer } from "./lighten-answer.ts";
import type { Loop } from "./loop.ts";
import { createLoopHistories } from "./loop-histories.ts";
import { addSums } from "./loop-sums.ts";
import { type FoundLoop, mergeSiblings } from "./merge-siblings.ts";
import { nameApart } from "./name-apart.ts";
import { readSlots } from "./read-slots.ts";

/** Looks for loops in requests as they come, however many: of what was looked at sums are kept. */
export interface LoopSearch {
  /** Takes the next exchange, in the order in which they ended. */
  take(exchange: Exchange): void;
  /** Looks again at requests of one shape of which there are new ones; answers whether there are more such. */
  look(): boolean;
  /** The loops so far, those with the most requests first. */
  loops(): Loop[];
  /** Loops that ended so long ago that there were too many after them to remember. */
  readonly forgotten: number;
  /** Requests that are kept whole. */
  readonly kept: number;
}

/** Requests of one shape that are kept, or as much text of their answers: what fills it is looked at, and the older half is let go of. */
const MOST_OF_SHAPE = 400;
const MOST_TEXT: Bytes = 4 * 1024 * 1024;
/** Of one question so many stay, and of a shape so many in all; large ones less. */
const KEPT_OF_QUESTION = 120;
const LEAST_KEPT = 32;
/** Requests of all shapes; those of the shape that was asked for the longest ago are let go of first. */
const MOST_KEPT = 12_000;
const MOST_KEPT_TEXT: Bytes = 32 * 1024 * 1024;

interface Shape {
  readonly key: string;
  exchanges: Exchange[];
  text: Bytes;
  found: FoundLoop[];
}

/** Creates the search; `taught` holds for all of it. */
export function createLoopSearch(session: Session, taught: TaughtRules = new Map()): LoopSearch {
  /** Those that were asked for last are at the end. */
  const shapes = new Map<string, Shape>();
  /** Those of which there are new ones since they were looked at. */
  const changed = new Set<Shape>();
  const histories = createLoopHistories();
  const loads: EpochMs[] = [];
  const context: LoopContext = { session, taught, loads, before: histories.of };
  let kept = 0;
  let keptText = 0;

  function find(shape: Shape): FoundLoop[] {
    shape.exchanges.sort((a, b) => a.at - b.at || a.row - b.row);
    changed.delete(shape);
    const { exchanges, key } = shape;
    shape.found =
      exchanges[0]?.events === undefined
        ? findRequestLoops(exchanges, context)
        : findSourceLoops(exchanges, histories.of).map((loop) => ({
            question: { shape: key, family: key, key },
            loop,
          }));
    return shape.found;
  }

  /** Looks once more, and lets go of some requests; what they were to loops is added up. */
  function letGo(shape: Shape, choose: (exchanges: readonly Exchange[]) => ReadonlySet<Exchange>): void {
    const found = find(shape);
    const old = choose(shape.exchanges);
    for (const it of found) {
      histories.add(
        it,
        it.loop.answers.filter(({ exchange }) => old.has(exchange)),
      );
    }
    for (const { answer } of old) {
      shape.text -= answer?.length ?? 0;
      keptText -= answer?.length ?? 0;
    }
    kept -= old.size;
    shape.exchanges = shape.exchanges.filter((it) => !old.has(it));
    changed.add(shape);
  }

  function letGoOfShape(shape: Shape): void {
    letGo(shape, (exchanges) => new Set(exchanges));
    shapes.delete(shape.key);
    changed.delete(shape);
  }

  /** Whether Engine.IO went over to a socket may be known since then. */
  function isToFind(shape: Shape): boolean {
    return changed.has(shape) || pollsEngineIo(shape.exchanges.slice(-1));
  }

  return {
    take(whole) {
      if (whole.events === undefined && isDocument(whole)) {
        insertTime(loads, whole.at);
        // A page that is loaded may be why others were asked for.
        for (const shape of shapes.values()) changed.add(shape);
      }
      if (whole.events === undefined && !isCandidate(whole)) return;
      const exchange = lightenAnswer(whole);
      const isOpening = exchange.events !== undefined;
      const key = isOpening ? `source ${endpointUrl(exchange.url)}` : readSlots(exchange).shape;
      const shape = shapes.get(key) ?? { key, exchanges: [], text: 0, found: [] };
      shapes.delete(key);
      shapes.set(key, shape);
      shape.exchanges.push(exchange);
      changed.add(shape);
      const text = exchange.answer?.length ?? 0;
      shape.text += text;
      keptText += text;
      kept += 1;
      const isFull = shape.exchanges.length >= MOST_OF_SHAPE;
      if (isFull || (shape.text >= MOST_TEXT && shape.exchanges.length >= 2 * LEAST_KEPT)) {
        letGo(shape, isOpening ? olderHalf : olderOf);
      }
      for (const [, oldest] of shapes) {
        if ((kept <= MOST_KEPT && keptText <= MOST_KEPT_TEXT) || oldest === shape) break;
        letGoOfShape(oldest);
      }
    },
    look() {
      for (const shape of changed) {
        find(shape);
        break;
      }
      return changed.size > 0;
    },
    loops() {
      const living = [...shapes.values()].flatMap((shape) => (isToFind(shape) ? find(shape) : shape.found));
      const past = histories.past(new Set(living.map(({ loop }) => loop.key)));
      return nameApart(mergeSiblings(joinPast(living, past))).sort((a, b) => requestsOf(b) - requestsOf(a));
    },
    get kept() {
      return kept;
    },
    get forgotten() {
      return histories.forgotten;
    },
  };
}

function requestsOf({ answers, before }: Loop): number {
  return answers.length + (before?.sums.requests ?? 0);
}

/** Requests of each question but the last ones, and of all of them the older half at least. */
function olderOf(exchanges: readonly Exchange[]): ReadonlySet<Exchange> {
  const half = Math.max(LEAST_KEPT, Math.floor(exchanges.length / 2));
  const most = Math.min(KEPT_OF_QUESTION, half);
  const old = new Set(groupQuestions(exchanges).flatMap((it) => it.exchanges.slice(0, -most)));
  for (const it of exchanges) {
    if (exchanges.length - old.size <= half) break;
    old.add(it);
  }
  return old;
}

function olderHalf(exchanges: readonly Exchange[]): ReadonlySet<Exchange> {
  return new Set(exchanges.slice(0, Math.floor(exchanges.length / 2)));
}

/** A loop that is known by another key now, since what is told apart is another, is still the same to the reader, where it is the only one of its name. */
function joinPast(living: readonly FoundLoop[], past: readonly FoundLoop[]): FoundLoop[] {
  const nameOf = ({ loop }: FoundLoop) =>
    JSON.stringify([loop.method, loop.url, loop.kind, loop.name, loop.initiator]);
  const byName = new Map<string, FoundLoop[]>();
  for (const it of living) byName.set(nameOf(it), [...(byName.get(nameOf(it)) ?? []), it]);
  const joined = new Map<FoundLoop, FoundLoop>();
  const alone: FoundLoop[] = [];
  for (const it of past) {
    const same = byName.get(nameOf(it)) ?? [];
    const [one] = same;
    if (one === undefined || same.length > 1) alone.push(it);
    else joined.set(one, joinTo(joined.get(one) ?? one, it));
  }
  return [...living.map((it) => joined.get(it) ?? it), ...alone];
}

function joinTo({ question, loop }: FoundLoop, { loop: { before } }: FoundLoop): FoundLoop {
  if (before === null) return { question, loop };
  const { before: own } = loop;
  const next = own === null ? before : { sums: addSums(before.sums, own.sums), last: own.last };
  return { question, loop: { ...loop, before: next } };
}

/** Keeps times in order; they come nearly so. */
function insertTime(times: EpochMs[], at: EpochMs): void {
  let place = times.length;
  while (place > 0 && (times[place - 1] as number) > at) place -= 1;
  times.splice(place, 0, at);
}
