import type { Session } from "../../model/session.ts";
import type { LoopView } from "../../wire/polling-answer.ts";
import { adviseLoops } from "../advice/advise-loops.ts";
import { explainHeaders } from "../advice/explain-headers.ts";
import { compareTransports } from "../cost/compare-transports.ts";
import type { Exchange } from "./exchange.ts";
import type { Loop } from "./loop.ts";
import { measureLoop } from "./measure-loop.ts";
import type { RequestNotes } from "./note-requests.ts";

/** Loops as they are shown: measured, compared and advised, without their requests. `notes` are of all requests. */
export function viewLoops(session: Session, loops: readonly Loop[], notes: RequestNotes): LoopView[] {
  const advice = adviseLoops(session, loops, notes);
  return loops.map((loop, index) => {
    const { key, method, url, kind, name, apart, rhythm, ignored, askers, initiator } = loop;
    const last = loop.exchanges.at(-1) as Exchange;
    const { connection, row: lastRow } = last;
    return {
      ...{ key, method, url, kind, name, apart, rhythm, ignored, askers, initiator, connection, lastRow },
      facts: measureLoop(loop),
      costs: compareTransports(loop),
      advice: advice[index] ?? [],
      headers: explainHeaders(last.answerHeaders),
    };
  });
}
