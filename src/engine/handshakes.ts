import type { Connection } from "../core/model/connection.ts";
import { isNetworkFrame } from "../core/model/network-frame.ts";
import { type PairCandidate, type Pairing, pairHandshakes } from "../core/model/pair-handshakes.ts";
import type { Session } from "../core/model/session.ts";
import type { EngineAsk } from "../core/wire/engine-feed.ts";
import type { HarEntry } from "../core/wire/events.ts";
import { headerOf } from "../core/wire/header-of.ts";
import type { ToldHandshake } from "../core/wire/told-request.ts";
import type { LiveSession } from "./live-session.ts";
import { createNetworkConnections } from "./network-connections.ts";

/** How long the hook's own account of a connection may take, with what waits before it. */
const SETTLE_MS = 1000;
/** The hook made the call, so its account must come: a page that says much may have much waiting. */
const HOOKED_WITHIN_MS = 30_000;
/** Nobody says whether a hook made the call (Firefox): after this it did not. */
const UNKNOWN_WITHIN_MS = 10_000;
/** Connections of sessions before that are remembered: what ends with them may be told later. */
const MAX_FORMER = 1000;
/** Refused ones of workers, until the network log has told of them too. */
const MAX_REFUSED = 100;
/** Handshakes that were given to a connection, and may be told again. */
const MAX_DONE = 10_000;

/** Brings the browser's handshakes and the hooks' connections together. */
export interface Handshakes {
  told(handshake: ToldHandshake): void;
  heldEntry(held: number, entry: unknown): void;
  /** A handshake that is recorded elsewhere: it may be told by the network log, too. */
  known(entry: HarEntry): void;
  /** The session is followed by another: its connections are none of that one's. */
  leaveSession(session: Session): void;
  /** The page was left. */
  leavePage(at: number): void;
}

interface Pending extends ToldHandshake {
  readonly toldAt: number;
}

/** Creates it over the current session; `ask` reaches the devtools page, `changed` hears of every record. */
export function createHandshakes(
  current: () => LiveSession,
  ask: (ask: EngineAsk) => void,
  now: () => number,
  changed: () => void,
  /** The address of the page. */
  page: () => string = () => "",
): Handshakes {
  const network = createNetworkConnections(current);
  const done = new Set<string>();
  /** Addresses of refused ones that are recorded elsewhere: what the network log says of those has no key. */
  const refused: string[] = [];
  const taking = new Map<number, ToldHandshake>();
  let pending: Pending[] = [];
  let former: PairCandidate[] = [];
  /** The browser names our code where it made the call: so it did not where it is not named. */
  let tellsHooked = false;
  let scheduled = false;

  function schedule(): void {
    if (scheduled || pending.length === 0) return;
    scheduled = true;
    setTimeout(() => {
      scheduled = false;
      settle();
      schedule();
    }, SETTLE_MS);
  }

  function settle(): void {
    const ready = pending.filter((it) => now() - it.toldAt >= SETTLE_MS - 50);
    const unhooked = (it: Pending) => tellsHooked && it.hooked === false;
    const { session } = current();
    // Live connections are carried over into a new session, and then are its own.
    const own = new Set(session.connections.map(nameOf));
    const gone = former.filter(({ connection }) => !own.has(nameOf(connection)));
    const candidates = [...candidatesOf(session), ...gone];
    const pairings = pairHandshakes(
      ready.filter((it) => !unhooked(it)),
      candidates,
    );
    const settled = new Set<Pending>();
    for (const pairing of pairings) if (resolve(pairing)) settled.add(pairing.handshake);
    for (const it of ready.filter(unhooked)) {
      adopt(it);
      settled.add(it);
    }
    pending = pending.filter((it) => !settled.has(it));
    if (settled.size > 0) changed();
  }

  /** Answers whether nothing more is to be waited for. */
  function resolve({ handshake, candidate, among }: Pairing<Pending, PairCandidate>): boolean {
    if (candidate !== null) {
      if (!former.includes(candidate)) record(handshake, candidate, among);
      finish(handshake);
      return true;
    }
    const waited = now() - handshake.toldAt;
    if (waited < waitOf(handshake, among)) return false;
    if (among === 0 && handshake.hooked !== true) {
      if (isOfPage(handshake)) adopt(handshake);
    } else {
      record(handshake, null, among);
      finish(handshake);
    }
    return true;
  }

  /** Of workers that belong to no tab those count whose origin is at home in this one. */
  function isOfPage({ workerUrl }: Pending): boolean {
    if (workerUrl === null) return true;
    const { frames } = current().session;
    const here = [page(), ...[...frames.values()].map(({ seen, url }) => seen?.url || url)];
    return here.some((url) => originOf(url) !== null && originOf(url) === originOf(workerUrl));
  }

  function waitOf({ hooked }: Pending, among: number): number {
    if (among > 0 || hooked === true) return HOOKED_WITHIN_MS;
    return hooked === false ? 0 : UNKNOWN_WITHIN_MS;
  }

  function record(handshake: Pending, candidate: PairCandidate | null, among: number): void {
    const { entry, error, startedAt, endedAt, toldAt } = handshake;
    const at = startedAt ?? candidate?.connection.createdAt ?? endedAt ?? toldAt;
    const of = candidate === null ? {} : { frame: candidate.connection.frame };
    const connection = candidate?.connection.number ?? null;
    current().record({ type: "handshake", at, ...of, connection, entry, error, among });
  }

  function adopt(handshake: Pending): void {
    if (isKnown(handshake)) {
      if (handshake.held !== null) ask({ ask: "forget-held", held: handshake.held });
      return;
    }
    const isOpen = network.adopt(handshake);
    const { held } = handshake;
    if (held === null) return;
    if (!isOpen) {
      ask({ ask: "forget-held", held });
      return;
    }
    taking.set(held, handshake);
    ask({ ask: "take-held", held });
  }

  function finish({ entry, held }: ToldHandshake): void {
    know(entry);
    if (held !== null) ask({ ask: "forget-held", held });
  }

  function isKnown({ entry }: ToldHandshake): boolean {
    const key = headerOf(entry.request.headers, "sec-websocket-key");
    if (key !== null && done.has(key)) return true;
    const place = entry.response.status === 101 ? -1 : refused.indexOf(entry.request.url);
    if (place !== -1) refused.splice(place, 1);
    return place !== -1;
  }

  function know(entry: HarEntry): void {
    if (entry.response.status !== 101) {
      refused.push(entry.request.url);
      if (refused.length > MAX_REFUSED) refused.shift();
    }
    const key = headerOf(entry.request.headers, "sec-websocket-key");
    if (key !== null) done.add(key);
    const [oldest] = done;
    if (done.size > MAX_DONE && oldest !== undefined) done.delete(oldest);
  }

  return {
    told(handshake) {
      const key = headerOf(handshake.entry.request.headers, "sec-websocket-key");
      if (key !== null && done.has(key)) {
        if (handshake.held !== null) ask({ ask: "forget-held", held: handshake.held });
        return;
      }
      tellsHooked ||= handshake.hooked === true;
      // The log may be read again while one waits; what is newer knows more.
      const isSame = (it: Pending) =>
        key !== null && headerOf(it.entry.request.headers, "sec-websocket-key") === key;
      for (const { held } of pending.filter(isSame)) if (held !== null) ask({ ask: "forget-held", held });
      pending = pending.filter((it) => !isSame(it));
      pending.push({ ...handshake, toldAt: now() });
      schedule();
    },
    heldEntry(held, entry) {
      const handshake = taking.get(held);
      taking.delete(held);
      if (handshake === undefined) return;
      network.messages(handshake, entry);
      changed();
    },
    known: know,
    leaveSession(session) {
      former = [...former, ...candidatesOf(session)].slice(-MAX_FORMER);
    },
    leavePage: network.leave,
  };
}

function originOf(url: string): string | null {
  const origin = URL.canParse(url) ? new URL(url).origin : "null";
  return origin === "null" ? null : origin;
}

function nameOf({ frame, number }: Connection): string {
  return `${frame} ${number}`;
}

/** The connections that a hook told of and that have no handshake yet. */
function candidatesOf(session: Session): PairCandidate[] {
  const { connections, frames } = session;
  return connections
    .filter(
      (it) => it.kind === "websocket" && it.handshake === null && it.url !== "" && !isNetworkFrame(it.frame),
    )
    .map((connection) => {
      const { worker, url, seen } = frames.get(connection.frame) ?? { worker: null, url: "", seen: null };
      const isOfNoTab = worker === "shared" || worker === "service";
      // Firefox gives the sockets of a frame's worker the number of the page.
      const frameId = worker === null ? (seen?.frameId ?? null) : null;
      return { connection, frameId, workerUrl: isOfNoTab ? url : null };
    });
}
