import type { ConnectionView } from "../../core/wire/engine-api.ts";

/** A line of the list of connections. */
export type ConnectionLine =
  | { readonly type: "all" }
  | {
      readonly type: "group";
      readonly of: "page" | "frame" | "requests";
      readonly origin: string | null;
      /** The address of the page or frame, where there is one for all of the group. */
      readonly url: string | null;
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
 * The list of connections: streams by the origin of their frame, the page's own first, then requests, of which the
 * browser does not tell a frame. Several frames of one origin share a group, as their connections are told apart by URL
 * anyway; frames without an origin have nothing in common.
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
    const { frameOrigin: origin, frameUrl, topFrame } = group[0] as ConnectionView;
    const url = group.every((other) => other.frameUrl === frameUrl) ? frameUrl : null;
    lines.push({ type: "group", of: topFrame ? "page" : "frame", origin, url, count: group.length });
    lines.push(...group.map(toLine));
  }
  const requests = connections.filter((connection) => !isStream(connection) && !connection.asset);
  if (requests.length > 0) {
    lines.push({ type: "group", of: "requests", origin: null, url: null, count: requests.length });
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

function groupKey({ topFrame, frameOrigin, frameUrl }: ConnectionView): string {
  const origin = frameOrigin === "null" ? `null ${frameUrl}` : frameOrigin;
  return `${topFrame ? "page" : "frame"} ${origin ?? ""}`;
}

function rank(group: readonly ConnectionView[]): number {
  return group[0]?.topFrame ? 0 : 1;
}

function toLine(connection: ConnectionView): ConnectionItemLine {
  return { type: "connection", connection };
}
