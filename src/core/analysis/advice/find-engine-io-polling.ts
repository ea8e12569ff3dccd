import { formatQuantity } from "../../format/format-quantity.ts";
import { say } from "../../text/say.ts";
import { isUpgraded } from "../polling/engine-io-polling.ts";
import type { LoopRule } from "./advise-loops.ts";
import { rowsOf } from "./loop-words.ts";

/** Engine.IO's polling transport, which most often is only the beginning. */
export const findEngineIoPolling: LoopRule = ({ notes, session, loops }) =>
  [...notes.engineIo].flatMap(({ url: path, count, first, last }) => {
    const isLoop = loops.some((loop) => loop.exchanges.some((it) => it.url.startsWith(`${path}?`)));
    const upgraded = isUpgraded([last], session);
    if (!isLoop && !upgraded) return [];
    return [
      {
        rule: upgraded ? "engine-io-upgraded" : "engine-io-polling",
        severity: upgraded ? ("info" as const) : ("warning" as const),
        title: upgraded
          ? say("engineIoBeganWithRequests", { own: formatQuantity(count, "request") })
          : say("engineIoStaysWithIts", { own: formatQuantity(count, "request") }),
        why: upgraded ? say("itDoesSoBecauseSome") : say("theUpgradeWasSwitchedOff"),
        connection: last.connection,
        numbers: [[say("polls"), String(count)]],
        rows: rowsOf({ exchanges: first }),
      },
    ];
  });
