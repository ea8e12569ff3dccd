import type { Milliseconds } from "../../core/units.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";

/** Of connections that were open side by side, so many are asked whether another goes on from them. */
const MOST_LOOKED_AT = 64;

/** When a streamed request began is in whole milliseconds in the browser's log (Chromium); when the one before ended is exact. */
const CLOCK_MS: Milliseconds = 1;

/**
 * Connections that are one to the page: of the same frame, kind and endpoint (its address without query), each begun when the
 * one before had ended. Requests are not connections, and stand alone, as does one whose opening was not seen. In the order of
 * their first; within a chain, in order of time.
 */
export function chainConnections(connections: readonly ConnectionView[]): ConnectionView[][] {
  const chains: ConnectionView[][] = [];
  const byEndpoint = new Map<string, ConnectionView[][]>();
  for (const connection of connections) {
    const key = endpointOf(connection);
    const known = key === null ? undefined : byEndpoint.get(key);
    const before = known === undefined ? undefined : findEnded(known, connection.createdAt);
    if (before !== undefined) {
      before.push(connection);
      continue;
    }
    const chain = [connection];
    chains.push(chain);
    if (known !== undefined) known.push(chain);
    else if (key !== null) byEndpoint.set(key, [chain]);
  }
  return chains;
}

/** The chain that ended last before a moment. */
function findEnded(chains: readonly ConnectionView[][], at: number): ConnectionView[] | undefined {
  let found: ConnectionView[] | undefined;
  let foundAt = Number.NEGATIVE_INFINITY;
  for (let index = chains.length - 1; index >= Math.max(0, chains.length - MOST_LOOKED_AT); index -= 1) {
    const chain = chains[index] as ConnectionView[];
    const endedAt = chain.at(-1)?.close?.at ?? Number.POSITIVE_INFINITY;
    if (endedAt >= at + CLOCK_MS || endedAt <= foundAt) continue;
    found = chain;
    foundAt = endedAt;
  }
  return found;
}

function endpointOf({ kind, frame, method, url, assumed }: ConnectionView): string | null {
  if (kind === "http" || assumed || url === "") return null;
  const query = url.indexOf("?");
  const fragment = url.indexOf("#");
  const end = Math.min(query === -1 ? url.length : query, fragment === -1 ? url.length : fragment);
  return `${frame} ${kind} ${method ?? ""} ${url.slice(0, end)}`;
}
