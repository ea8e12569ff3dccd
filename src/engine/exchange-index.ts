import { type Exchange, toExchange } from "../core/analysis/polling/exchange.ts";
import { lightenAnswer } from "../core/analysis/polling/lighten-answer.ts";
import { ROW_REQUEST } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { Bytes } from "../core/units.ts";
import { untilLoaded } from "./row-window.ts";

/** Works for at most this long at a time, so that ingest is not kept waiting. */
const SLICE_MS = 8;
/** So many characters of answers are kept to be compared field by field; of more, digests. */
const KEPT_TEXT: Bytes = 32 * 1024 * 1024;

/** The finished requests of a session, read once. */
export interface ExchangeIndex {
  /** All that there are now, in order of time. */
  read(): Promise<readonly Exchange[]>;
}

/** Creates the index of a session. It takes rows in when it is asked. `now` is any clock, in ms. */
export function createExchangeIndex(session: Session, now: () => number): ExchangeIndex {
  const { log } = session;
  const exchanges: Exchange[] = [];
  let seen = 0;
  let kept = 0;
  let reading: Promise<void> | null = null;

  /** Null: it is no finished request, or is damaged on the disk, of which who opens its row is told. */
  async function readExchange(row: number): Promise<Exchange | null> {
    try {
      await untilLoaded(() => session.load(row));
      const record = session.record(row);
      if (record?.type !== "request-finished") return null;
      return toExchange(record.entry, row, log.connection.get(row));
    } catch {
      return null;
    }
  }

  async function catchUp(): Promise<void> {
    let pauseAt = now() + SLICE_MS;
    for (; seen < log.length; seen += 1) {
      if (now() >= pauseAt) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        pauseAt = now() + SLICE_MS;
      }
      if (log.kind.get(seen) !== ROW_REQUEST) continue;
      const exchange = await readExchange(seen);
      if (exchange === null) continue;
      const light = lightenAnswer(exchange, kept > KEPT_TEXT ? 200 : undefined);
      kept += light.answer?.length ?? 0;
      exchanges.push(light);
    }
  }

  return {
    async read() {
      reading ??= catchUp().finally(() => {
        reading = null;
      });
      await reading;
      return [...exchanges].sort((a, b) => a.at - b.at || a.row - b.row);
    },
  };
}
