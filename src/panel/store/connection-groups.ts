import { type FrameToName, formatFrame } from "../../core/format/format-frame.ts";
import { isNetworkFrame, isWorkerOfNoTab } from "../../core/model/network-frame.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import { chainConnections } from "./connection-chains.ts";

/** A line of the list of connections. */
export type ConnectionLine =
  | { readonly type: "all" }
  | {
      readonly type: "group";
      readonly of: "page" | "frame" | "worker" | "network" | "requests";
      readonly origin: string | null;
      /** The address of the page or frame, where there is one for all of the group. */
      readonly url: string | null;
      /** The frame or worker that the group is named after. */
      readonly frame: FrameToName | null;
      /** Of connections that no hook saw: who opened them. */
      readonly network?: string;
      readonly count: number;
    }
  | ConnectionItemLine;

export interface ConnectionItemLine {
  readonly type: "connection";
  /** The last one of its chain, or a part of one that is laid open. */
  readonly connection: ConnectionView;
  /** It and those that it is a reconnection of, in order of time; of a part itself alone. */
  readonly chain: readonly ConnectionView[];
  /** One of several that stand below their chain. */
  readonly part: boolean;
  /** A chain whose parts stand below it. */
  readonly open: boolean;
}

/** What the connections of a group are ordered by. */
export type ConnectionSort = (typeof CONNECTION_SORTS)[number];
export const CONNECTION_SORTS = ["opened", "latest", "address", "messages", "bytes"] as const;

export interface GroupOptions {
  readonly sort?: ConnectionSort;
  /** The chains, by their first connection, whose parts are shown. */
  readonly open?: ReadonlySet<number>;
}

export interface ConnectionGroups {
  /** All, the streams of each page and frame, and the endpoints that a page asked for data. */
  readonly lines: readonly ConnectionLine[];
  /** Endpoints that gave the page its own scripts, styles, images: nobody comes for these. */
  readonly files: readonly ConnectionItemLine[];
}

/**
 * The list of connections: streams by the origin of their frame, the page's own first, or by their worker's script, then
 * requests, of which the browser does not tell a frame. Several frames of one origin share a group, as their connections
 * are told apart by URL anyway, and so do several workers of one script; frames without an origin have nothing in common.
 * Connections that were one after the other to the same endpoint are one line, until it is laid open.
 */
export function groupConnections(
  connections: readonly ConnectionView[],
  { sort = "opened", open = NONE_OPEN }: GroupOptions = {},
): ConnectionGroups {
  const lines: ConnectionLine[] = [{ type: "all" }];
  const groups = new Map<string, ConnectionView[]>();
  /** All connections of a frame have one; there may be thousands. */
  const keys = new Map<string, string>();
  for (const connection of connections.filter(isStream)) {
    const key = keys.get(connection.frame) ?? groupKey(connection);
    keys.set(connection.frame, key);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [connection]);
    else group.push(connection);
  }
  for (const group of [...groups.values()].sort((a, b) => rank(a) - rank(b))) {
    const first = group[0] as ConnectionView;
    const { frameOrigin: origin, frameUrl } = first;
    const url = group.every((other) => other.frameUrl === frameUrl) ? frameUrl : null;
    lines.push({
      type: "group",
      of: ownerOf(first),
      origin,
      url,
      frame: toFrame(first),
      ...(isOfNetwork(first) ? { network: nameOfNetwork(first) } : {}),
      count: group.length,
    });
    lines.push(...toLines(chainConnections(group), sort, open));
  }
  const requests = connections.filter((connection) => !isStream(connection) && !connection.asset);
  if (requests.length > 0) {
    lines.push({
      type: "group",
      of: "requests",
      origin: null,
      url: null,
      frame: null,
      count: requests.length,
    });
    lines.push(...toLines(toSingles(requests), sort, open));
  }
  return { lines, files: toLines(toSingles(connections.filter(isPageFile)), sort, open) };
}

/** A connection that messages come through, and not an endpoint that is asked. */
export function isStream({ kind }: ConnectionView): boolean {
  return kind !== "http";
}

/** An endpoint that only ever gave the page its own files. */
export function isPageFile({ kind, asset }: ConnectionView): boolean {
  return kind === "http" && asset;
}

/** Whether no hook saw a connection: it is a worker's, or of a frame without Duplex. */
export function isOfNetwork({ frame }: ConnectionView): boolean {
  return isNetworkFrame(frame);
}

/** Who opened a connection that no hook saw, as far as the browser tells. */
export function nameOfNetwork({ frame, frameOrigin }: Pick<ConnectionView, "frame" | "frameOrigin">): string {
  return isWorkerOfNoTab(frame, frameOrigin) ? say("sharedOrServiceWorker") : say("workerOrFrame");
}

/** The frame of a connection, to be named. */
export function toFrame({
  frameUrl: url,
  frameOrigin: origin,
  topFrame: top,
  frameWorker: worker,
  frameSeen: seen,
}: ConnectionView) {
  return { url, origin, top, worker, seen };
}

type Owner = (typeof OWNERS)[number];

/** In the order of the list. */
const OWNERS = ["page", "frame", "worker", "network"] as const;

function ownerOf(connection: ConnectionView): Owner {
  if (isOfNetwork(connection)) return "network";
  if (connection.frameWorker !== null) return "worker";
  return connection.topFrame ? "page" : "frame";
}

function groupKey(connection: ConnectionView): string {
  const { frame, frameOrigin, frameUrl, frameSeen, frameWorker } = connection;
  const owner = ownerOf(connection);
  if (owner === "network") return frame;
  const { kind } = formatFrame(toFrame(connection));
  // What the browser says is another than the page says is no part of that page's group.
  const origin = frameSeen?.origin || frameOrigin;
  const isApart = origin === "null" || owner === "worker";
  return [owner, frameWorker, kind, origin, isApart ? frameUrl : ""].join(" ");
}

function rank(group: readonly ConnectionView[]): number {
  return OWNERS.indexOf(ownerOf(group[0] as ConnectionView));
}

const NONE_OPEN: ReadonlySet<number> = new Set();

function toSingles(connections: readonly ConnectionView[]): ConnectionView[][] {
  return connections.map((it) => [it]);
}

function toLines(
  chains: readonly (readonly ConnectionView[])[],
  sort: ConnectionSort,
  open: ReadonlySet<number>,
): ConnectionItemLine[] {
  return sortChains(chains, sort).flatMap((chain): ConnectionItemLine[] => {
    const connection = chain.at(-1) as ConnectionView;
    const isOpen = chain.length > 1 && open.has((chain[0] as ConnectionView).id);
    const whole: ConnectionItemLine = { type: "connection", connection, chain, part: false, open: isOpen };
    if (!isOpen) return [whole];
    const parts = chain.map((it): ConnectionItemLine => {
      return { type: "connection", connection: it, chain: [it], part: true, open: false };
    });
    return [whole, ...parts];
  });
}

/** Chains of the same rank stay in their order. */
function sortChains(
  chains: readonly (readonly ConnectionView[])[],
  sort: ConnectionSort,
): readonly (readonly ConnectionView[])[] {
  if (sort === "opened") return chains;
  const sum = (of: (it: ConnectionView) => number) => (chain: readonly ConnectionView[]) =>
    -chain.reduce((all, it) => all + of(it), 0);
  const rankOf = {
    latest: (chain: readonly ConnectionView[]) => -(chain.at(-1)?.createdAt ?? 0),
    messages: sum(({ sent, received }) => sent + received),
    bytes: sum(({ sentBytes, receivedBytes }) => sentBytes + receivedBytes),
  };
  if (sort === "address") {
    const url = (chain: readonly ConnectionView[]) => chain[0]?.url ?? "";
    return [...chains].sort((a, b) => (url(a) < url(b) ? -1 : url(a) > url(b) ? 1 : 0));
  }
  const ranked = chains.map((chain) => ({ chain, rank: rankOf[sort](chain) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ chain }) => chain);
}
