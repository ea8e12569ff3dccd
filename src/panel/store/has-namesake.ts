import type { ConnectionView } from "../../core/wire/engine-status.ts";

/** Whether another one of these connections has the same address, but for query and fragment, which are not shown. */
export function hasNamesake(
  id: number,
  among: Iterable<number>,
  connections: ReadonlyMap<number, Pick<ConnectionView, "url">>,
): boolean {
  const own = nameOf(connections.get(id));
  for (const other of among) {
    if (other !== id && nameOf(connections.get(other)) === own) return true;
  }
  return false;
}

function nameOf(connection: Pick<ConnectionView, "url"> | undefined): string | undefined {
  return connection?.url.replace(/[?#].*$/s, "");
}
