import { groupBy } from "../group-by.ts";
import { isUpgraded, pollsEngineIo } from "../polling/engine-io-polling.ts";
import type { LoopRule } from "./advise-loops.ts";
import { rowsOf } from "./loop-words.ts";

/** Engine.IO's polling transport, which most often is only the beginning. */
export const findEngineIoPolling: LoopRule = ({ exchanges, session, loops }) => {
  const polls = exchanges.filter((it) => pollsEngineIo([it]));
  const byPath = groupBy(polls, ({ url }) => url.replace(/[?#].*$/s, ""));
  return [...byPath].flatMap(([path, own]) => {
    const isLoop = loops.some((loop) => loop.exchanges.some((it) => it.url.startsWith(`${path}?`)));
    const upgraded = isUpgraded(own, session);
    if (!isLoop && !upgraded) return [];
    return [
      {
        rule: upgraded ? "engine-io-upgraded" : "engine-io-polling",
        severity: upgraded ? ("info" as const) : ("warning" as const),
        title: upgraded
          ? `Engine.IO began with ${own.length} requests of its polling transport, and then went over to a WebSocket`
          : `Engine.IO stays with its polling transport: ${own.length} requests, and no WebSocket`,
        why: upgraded
          ? 'It does so because some proxies let no WebSocket pass. Where none is in the way, `transports: ["websocket"]` saves these requests and the time they take.'
          : "The upgrade was switched off, or it failed: a proxy without `Upgrade`, or several servers without stickiness. Each message that the page sends is a request of its own.",
        connection: own[0]?.connection ?? null,
        numbers: [["polls", String(own.length)]],
        rows: rowsOf({ exchanges: own }),
      },
    ];
  });
};
