import type { Connection } from "../../model/connection.ts";
import { say } from "../../text/say.ts";
import type { EpochMs } from "../../units.ts";
import type { Evidence, FindingRule } from "../findings/evidence.ts";
import { groupBy } from "../group-by.ts";

/** So many sockets to one place at the same time. */
const LEAST = 3;

/** One socket a component: several to the same endpoint at the same time, from one frame. */
export const findSocketPerComponent: FindingRule = ({ connections, endOf, endedAt }) => {
  const sockets = connections.filter(
    ({ kind, assumed, openedAt }) => kind === "websocket" && !assumed && openedAt !== null,
  );
  const groups = groupBy(sockets, ({ frame, url }) => `${frame} ${url.replace(/[?#].*$/s, "")}`);
  return [...groups.values()].flatMap((own) => {
    const most = mostAtOnce(own, endOf, endedAt);
    if (most < LEAST) return [];
    return [
      {
        rule: "socket-per-component",
        severity: "warning",
        title: say("socketsToTheSameEndpoint", { most }),
        why: say("eachHasItsOwnHandshake"),
        connection: own[0]?.id ?? null,
        numbers: [
          [say("openAtOnce"), String(most)],
          [say("openedInAll"), String(own.length)],
        ],
        rows: [],
      },
    ];
  });
};

function mostAtOnce(own: readonly Connection[], endOf: Evidence["endOf"], endedAt: EpochMs): number {
  const moments = own.flatMap((it) => [
    { at: it.openedAt as number, by: 1 },
    ...(endOf(it) === endedAt ? [] : [{ at: endOf(it), by: -1 }]),
  ]);
  // What ends and what begins at the same moment is one after the other.
  moments.sort((a, b) => a.at - b.at || a.by - b.by);
  let open = 0;
  let most = 0;
  for (const { by } of moments) {
    open += by;
    most = Math.max(most, open);
  }
  return most;
}
