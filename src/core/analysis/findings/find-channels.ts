import type { Connection } from "../../model/connection.ts";

/** Connections that follow each other: a page that comes back after each break. */
export interface Channel {
  /** At least two, in order; each begins after the one before has ended. */
  readonly connections: readonly Connection[];
}

/** A page that comes back only after so long does something else. */
const LONGEST_BREAK_MS = 120_000;

/** Finds them: of one kind and frame, to one endpoint, whatever its query says (IDs of sessions, tokens, offsets stand there). */
export function findChannels(connections: readonly Connection[]): Channel[] {
  const open = new Map<string, Connection[]>();
  const channels: Channel[] = [];
  for (const connection of [...connections].sort((a, b) => a.createdAt - b.createdAt)) {
    if (connection.url === "" || connection.kind !== "websocket") continue;
    const key = `${connection.frame} ${endpointOf(connection.url)} ${connection.asked.join(",")}`;
    const chain = open.get(key);
    const end = chain?.at(-1)?.close?.at ?? null;
    const follows =
      end !== null && connection.createdAt >= end && connection.createdAt - end <= LONGEST_BREAK_MS;
    if (chain !== undefined && follows) {
      chain.push(connection);
      if (chain.length === 2) channels.push({ connections: chain });
    } else open.set(key, [connection]);
  }
  return channels;
}

function endpointOf(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
