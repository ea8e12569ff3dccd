import { readAskedRow, readRawRow } from "../core/analysis/pairing/find-round-trips.ts";
import type { PairingWishes } from "../core/analysis/pairing/judge-pairing.ts";
import type { MessageFacts } from "../core/analysis/pairing/message-facts.ts";
import {
  type AcrossPlan,
  acrossRules,
  answeringOf,
  asksAcross,
  MOST_ACROSS,
  planAcross,
} from "../core/analysis/pairing/pair-across.ts";
import type { PairingRule } from "../core/analysis/pairing/pairing-rule.ts";
import type { TripLog } from "../core/analysis/pairing/trip-log.ts";
import type { MessageIndex } from "../core/model/message-index.ts";
import { ROW_REQUEST } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";

/** What is new is looked at at most this often, and for at most this part of the time: all of it is judged again. */
const LOOKED_EVERY_MS = 5000;
const LOOKED_SHARE = 0.2;

/** What it is found in, and who else works there. */
export interface AcrossWork {
  readonly session: Session;
  readonly messages: MessageIndex;
  readonly trips: TripLog;
  /** Whether these rows could be read from the disk. */
  isLoaded(rows: readonly number[]): Promise<boolean>;
  /** Leaves the time to others, when it has been long enough. */
  pause(): Promise<void>;
  hasEnded(): boolean;
  wishesOf(connection: number): PairingWishes;
  /** It is to be looked at again. */
  wake(): void;
}

/** Finds requests of a session that another connection answers, while it goes on. */
export interface AcrossFinder {
  /** By the requests' connections. */
  readonly rules: ReadonlyMap<number, readonly PairingRule[]>;
  /** Looks at what is new, now or when it is time. */
  look(): Promise<void>;
  /** The reader has decided something else. */
  decided(): void;
  end(): void;
}

/** Messages of one connection that were read, the last ones. */
interface Heard {
  next: number;
  facts: MessageFacts[];
}

/** Creates it; it reads each row once, and the last of them only where there are many. */
export function createAcrossFinder(work: AcrossWork): AcrossFinder {
  const { session, messages, trips } = work;
  const { log, connections } = session;
  const heard = new Map<number, Heard>();
  let rules: ReadonlyMap<number, readonly PairingRule[]> = new Map();
  let asked: MessageFacts[] = [];
  let seen = 0;
  let looked = "";
  let nextAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function readAsked(asking: ReadonlySet<number>): Promise<void> {
    for (; seen < log.length && !work.hasEnded(); seen += 1) {
      await work.pause();
      if (log.kind.get(seen) !== ROW_REQUEST || !asking.has(log.connection.get(seen))) continue;
      const facts = (await work.isLoaded([seen])) ? readAskedRow(session, seen) : null;
      if (facts !== null) asked.push(facts);
    }
    asked = asked.slice(-MOST_ACROSS);
  }

  async function readHeard(id: number): Promise<readonly MessageFacts[]> {
    const own = heard.get(id) ?? { next: 0, facts: [] };
    heard.set(id, own);
    const count = messages.count(id);
    own.next = Math.max(own.next, count - MOST_ACROSS);
    for (; own.next < count && !work.hasEnded(); own.next += 1) {
      await work.pause();
      const row = messages.rowAt(id, own.next);
      if (await work.isLoaded([row])) own.facts.push(readRawRow(session, row));
    }
    own.facts = own.facts.slice(-MOST_ACROSS);
    return own.facts;
  }

  async function look(): Promise<void> {
    const asking = connections.filter(asksAcross);
    const answering = answeringOf(connections, asking);
    if (answering.length === 0) return;
    const state = [...asking, ...answering]
      .map(({ id, sent, received }) => `${id} ${sent} ${received}`)
      .join();
    if (state === looked) return;
    const begun = performance.now();
    const wait = nextAt - begun;
    if (wait > 0) {
      clearTimeout(timer);
      timer = setTimeout(work.wake, wait);
      return;
    }
    await readAsked(new Set(asking.map(({ id }) => id)));
    const connectionOf = (row: number): number => log.connection.get(row);
    const plans: AcrossPlan[] = [];
    for (const { id } of asked.length === 0 ? [] : answering) {
      const steps = planAcross(trips, asked, await readHeard(id), connectionOf, wishesOf(asking));
      let step = steps.next();
      for (; !step.done; step = steps.next()) await work.pause();
      plans.push(step.value);
    }
    if (work.hasEnded()) return;
    // Only now: what is shown stays until there is something else.
    for (const { id } of asking) trips.forget(id);
    for (const plan of plans) plan.pair();
    rules = acrossRules(trips, asking, plans);
    looked = state;
    const now = performance.now();
    nextAt = now + Math.max(LOOKED_EVERY_MS, (now - begun) / LOOKED_SHARE);
  }

  /** What is decided of one of them is decided of how their messages pair. */
  function wishesOf(asking: readonly { readonly id: number }[]): PairingWishes {
    const all = asking.map(({ id }) => work.wishesOf(id));
    return {
      refused: new Set(all.flatMap((it) => [...it.refused])),
      wanted: new Set(all.flatMap((it) => [...it.wanted])),
      nothing: all.some((it) => it.nothing),
    };
  }

  return {
    get rules() {
      return rules;
    },
    look,
    decided() {
      looked = "";
      nextAt = Number.NEGATIVE_INFINITY;
    },
    end: () => clearTimeout(timer),
  };
}
