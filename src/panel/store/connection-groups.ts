import { type FrameToName, formatFrame } from "../../core/format/format-frame.ts";
import { isNetworkFrame, isWorkerOfNoTab } from "../../core/model/network-frame.ts";
import type { ConnectionView } from "../../core/wire/engine-api.ts";

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
  readonly connection: ConnectionView;
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
 */
export function groupConnections(connections: readonly ConnectionView[]): ConnectionGroups {
  const lines: ConnectionLine[] = [{ type: "all" }];
  const groups = new Map<string, ConnectionView[]>();
  for (const connection of connections.filter(isStream)) {
    const key = groupKey(connection);
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
    lines.push(...group.map(toLine));
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
    lines.push(...requests.map(toLine));
  }
  return { lines, files: connections.filter(isPageFile).map(toLine) };
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
  return isWorkerOfNoTab(frame, frameOrigin) ? "shared or service worker" : "worker or frame";
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

function toLine(connection: ConnectionView): ConnectionItemLine {
  return { type: "connection", connection };
}
