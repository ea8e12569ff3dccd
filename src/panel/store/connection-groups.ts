import type { ConnectionView } from "../../core/wire/engine-api.ts";

/** A line of the list of connections. */
export type ConnectionLine =
  | { readonly type: "all" }
  | {
      readonly type: "group";
      readonly origin: string | null;
      readonly top: boolean;
      readonly count: number;
    }
  | { readonly type: "connection"; readonly connection: ConnectionView };

/**
 * The lines of the list: all, then each origin with the connections of its frames, the page's own first.
 * Several frames of one origin share a group, as their connections are told apart by URL anyway.
 */
export function groupConnections(connections: readonly ConnectionView[]): ConnectionLine[] {
  const groups = new Map<string, ConnectionView[]>();
  for (const connection of connections) {
    const key = `${connection.topFrame ? "page" : "frame"} ${connection.frameOrigin ?? ""}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [connection]);
    else group.push(connection);
  }
  const sorted = [...groups.values()].sort((a, b) => rank(a) - rank(b));
  const lines: ConnectionLine[] = [{ type: "all" }];
  for (const group of sorted) {
    const first = group[0] as ConnectionView;
    lines.push({ type: "group", origin: first.frameOrigin, top: first.topFrame, count: group.length });
    // Streams before requests: they are what the panel is for.
    const streams = group.filter((connection) => connection.kind !== "http");
    const requests = group.filter((connection) => connection.kind === "http");
    for (const connection of [...streams, ...requests]) lines.push({ type: "connection", connection });
  }
  return lines;
}

function rank(group: readonly ConnectionView[]): number {
  return group[0]?.topFrame ? 0 : 1;
}
