import { say } from "../../text/say.ts";
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
          ? say("engineIoBeganWithRequests", { own: own.length })
          : say("engineIoStaysWithIts", { own: own.length }),
        why: upgraded ? say("itDoesSoBecauseSome") : say("theUpgradeWasSwitchedOff"),
        connection: own[0]?.connection ?? null,
        numbers: [[say("polls"), String(own.length)]],
        rows: rowsOf({ exchanges: own }),
      },
    ];
  });
};
