import type { EpochMs } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";
import { headerOf } from "../wire/header-of.ts";
import type { Connection } from "./connection.ts";

/**
 * The page's clock and the network's name the same moment: each document sets its own once, so they are up to some
 * hundred milliseconds apart after the system's clock was set.
 */
const MAX_APART_MS = 1000;

/** A handshake whose connection is to be found. `null` is: not told. */
export interface FoundHandshake {
  readonly entry: HarEntry;
  readonly startedAt: EpochMs | null;
  readonly respondedAt: EpochMs | null;
  /** When the connection ended; null while it has not, or where the browser does not tell. */
  readonly closedAt: EpochMs | null;
  /** The browser's number of the frame; null where it does not tell. */
  readonly frameId: number | null;
  /** The script of the shared or service worker that it is of; null of all others. */
  readonly workerUrl: string | null;
}

/** A connection that may be the one, and in which of the browser's frames, or in whose worker, it is. */
export interface PairCandidate {
  readonly connection: Connection;
  readonly frameId: number | null;
  readonly workerUrl: string | null;
}

/** To which connection a handshake belongs. */
export interface Pairing<H extends FoundHandshake, C extends PairCandidate> {
  readonly handshake: H;
  /** null: none that is known, or it cannot be told which. */
  readonly candidate: C | null;
  /** How many connections could be meant: 0 is none, 1 is certain, more are told apart by their order or not at all. */
  readonly among: number;
}

/**
 * Finds the connections of handshakes: of the same URL, frame and subprotocols, at a time that fits. Several that fit
 * several are paired in order, if there are as many of each: a browser has only one connection to a host being
 * established at a time (RFC 6455 4.1), so that they open one after the other. Otherwise none is guessed.
 */
export function pairHandshakes<H extends FoundHandshake, C extends PairCandidate>(
  handshakes: readonly H[],
  candidates: readonly C[],
): Pairing<H, C>[] {
  const left = new Set(handshakes);
  const pairings: Pairing<H, C>[] = [];
  for (const first of handshakes) {
    if (!left.has(first)) continue;
    const group = gather(first, left, candidates);
    for (const it of group.handshakes) left.delete(it);
    pairings.push(...pairGroup(group));
  }
  return pairings;
}

interface Group<H, C> {
  readonly handshakes: H[];
  readonly candidates: C[];
}

/** All that hang together: a handshake, what it fits, what fits that, and so on. */
function gather<H extends FoundHandshake, C extends PairCandidate>(
  first: H,
  left: ReadonlySet<H>,
  candidates: readonly C[],
): Group<H, C> {
  const group = { handshakes: new Set([first]), candidates: new Set<C>() };
  for (const handshake of group.handshakes) {
    for (const candidate of candidates) {
      if (group.candidates.has(candidate) || !fits(handshake, candidate)) continue;
      group.candidates.add(candidate);
      // A set that grows while it is gone through goes on to what was added.
      for (const other of left) if (fits(other, candidate)) group.handshakes.add(other);
    }
  }
  return { handshakes: [...group.handshakes], candidates: [...group.candidates] };
}

function pairGroup<H extends FoundHandshake, C extends PairCandidate>(group: Group<H, C>): Pairing<H, C>[] {
  const among = group.candidates.length;
  const handshakes = group.handshakes.sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
  const candidates = group.candidates.sort((a, b) => a.connection.createdAt - b.connection.createdAt);
  const fit =
    handshakes.length === among && handshakes.every((it, index) => fits(it, candidates[index] as C));
  return handshakes.map((handshake, index) => ({
    handshake,
    candidate: fit ? (candidates[index] ?? null) : null,
    among,
  }));
}

function fits(handshake: FoundHandshake, { connection, frameId, workerUrl }: PairCandidate): boolean {
  const { entry, startedAt, respondedAt, closedAt } = handshake;
  if (handshake.workerUrl !== workerUrl) return false;
  if (bare(entry.request.url) !== bare(connection.url)) return false;
  if (handshake.frameId !== null && frameId !== null && handshake.frameId !== frameId) return false;
  const asked = headerOf(entry.request.headers, "sec-websocket-protocol") ?? "";
  // A handshake that was never sent has no headers at all.
  const wasSent = (entry.request.headers ?? []).length > 0;
  if (wasSent && connection.asked.length > 0 && asked !== connection.asked.join(", ")) return false;
  const { createdAt, openedAt, close } = connection;
  if (startedAt !== null && startedAt < createdAt - MAX_APART_MS) return false;
  if (startedAt !== null && openedAt !== null && startedAt > openedAt + MAX_APART_MS) return false;
  if (startedAt !== null && close !== null && startedAt > close.at + MAX_APART_MS) return false;
  if (respondedAt !== null && openedAt !== null && respondedAt > openedAt + MAX_APART_MS) return false;
  // A page that is left takes its connections with it without a word; the network closes them when it comes to it.
  if (closedAt !== null && close === null) return false;
  return closedAt === null || close === null || closedAt >= close.at - MAX_APART_MS;
}

/** A handshake has no fragment; some write its URL as that of the HTTP request which it is. */
function bare(url: string): string {
  return url.replace(/#.*$/s, "").replace(/^http/i, "ws");
}
