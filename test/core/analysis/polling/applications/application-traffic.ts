import type { RequestRow, Traffic, TrafficRequest } from "../../../../support/polling-traffic.ts";
import { START } from "../../../../support/session-from-text.ts";
import type { LabelledSession, LoopLabel } from "../labelled-session.ts";
import { loadSite } from "../products/site.ts";

/** Traffic, with the words of an application's own: names, numbers, clocks, persons. */
export interface ApplicationTraffic {
  random(): number;
  human(median: number, spread?: number): number;
  hex(digits: number): string;
  uuid(): string;
  /** A whole number between two, both included. */
  int(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  /** Letters and digits. */
  word(length: number): string;
  /** The time of the request that is being made, in ms and in s. */
  ms(): number;
  sec(): number;
  ask(request: TrafficRequest): void;
  row(row: RequestRow): number;
  site(origin: string, questions?: readonly string[], at?: number): void;
  /** A person who does something so many times, with pauses around a median. */
  person(
    from: number,
    times: number,
    median: number,
    act: (at: number, index: number) => void,
    spread?: number,
  ): void;
}

/** What an application asked, and which loops a person would call polling in it. */
export interface ApplicationSession {
  readonly name: string;
  readonly loops: readonly LoopLabel[];
  fill(traffic: ApplicationTraffic): void;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** The session as the tests read it. */
export function toLabelled({ name, loops, fill }: ApplicationSession): LabelledSession {
  return { name, loops, fill: (traffic) => fill(createApplicationTraffic(traffic)) };
}

function createApplicationTraffic(traffic: Traffic): ApplicationTraffic {
  let now = 0;
  const int = (from: number, to: number) => Math.floor(from + (to - from + 1) * traffic.random());
  const pick = <T>(list: readonly T[]) => list[int(0, list.length - 1)] as T;
  return {
    random: () => traffic.random(),
    human: (median, spread) => traffic.human(median, spread),
    hex: (digits) => traffic.hex(digits),
    uuid: () => traffic.uuid(),
    int,
    pick,
    word: (length) => Array.from({ length }, () => pick([...LETTERS])).join(""),
    ms: () => START + Math.round(now),
    sec: () => Math.floor((START + now) / 1000),
    ask: (request) => traffic.ask(request),
    row: (row) =>
      traffic.row({
        ...row,
        request: (index, at) => {
          now = at;
          return typeof row.request === "function" ? row.request(index, at) : (row.request ?? {});
        },
      }),
    site: (origin, questions, at) => loadSite(traffic, origin, questions, at),
    person(from, times, median, act, spread = 0.7) {
      let at = from;
      for (let index = 0; index < times; index += 1) {
        now = at;
        act(at, index);
        at += Math.max(150, traffic.human(median, spread));
      }
    },
  };
}
