import type { ConnectionView } from "../../core/wire/engine-status.ts";
import { type ConnectionLine, groupConnections } from "./connection-groups.ts";

/** A line of the timeline: a heading, or what happened on some connections. */
export type TimelineLine =
  | Extract<ConnectionLine, { type: "group" }>
  | {
      readonly type: "lane";
      /** The connection's number; 0 is what belongs to none: navigations, pauses. */
      readonly id: number;
      /** One after the other, where one was reconnected. */
      readonly connections: readonly ConnectionView[];
    };

/** The lanes of what is in scope, grouped as in the list of connections. */
export function timelineLanes(
  connections: readonly ConnectionView[],
  scope: ReadonlySet<number> | null,
): TimelineLine[] {
  if (scope !== null) {
    const chosen = connections.filter(({ id }) => scope.has(id)).sort((a, b) => a.createdAt - b.createdAt);
    return chosen.length === 0
      ? []
      : [{ type: "lane", id: (chosen[0] as ConnectionView).id, connections: chosen }];
  }
  const lines: TimelineLine[] = [{ type: "lane", id: 0, connections: [] }];
  for (const line of groupConnections(connections).lines) {
    if (line.type === "group") lines.push(line);
    else if (line.type === "connection") {
      lines.push({ type: "lane", id: (line.chain[0] ?? line.connection).id, connections: line.chain });
    }
  }
  return lines;
}

/**
 * The index of the lane that a key leads to which goes to a line, by `step` (1 down, -1 up): headings are passed over, and
 * at the ends it is the last one on the way back. Null where there is no lane at all.
 */
export function laneFrom(lines: readonly TimelineLine[], to: number, step: number): number | null {
  const isLane = (index: number) => lines[index]?.type === "lane";
  const start = Math.min(Math.max(0, to), lines.length - 1);
  let index = start;
  while (index >= 0 && index < lines.length && !isLane(index)) index += step;
  if (isLane(index)) return index;
  index = start;
  while (index >= 0 && index < lines.length && !isLane(index)) index -= step;
  return isLane(index) ? index : null;
}
