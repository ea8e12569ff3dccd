import { type TrafficMessage, trafficKind } from "../core/analysis/advice/traffic-kind.ts";
import { createSocketTally, type SocketTally } from "../core/analysis/cost/socket-tally.ts";
import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import { FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { HarEntry } from "../core/wire/events.ts";
import type { SocketView } from "../core/wire/polling-answer.ts";
import { untilLoaded } from "./row-window.ts";

/** Works for at most this long at a time, so that ingest is not kept waiting. */
const SLICE_MS = 8;
/** So many of a connection's messages, the last ones, say what it is for. */
const LOOKED_AT = 600;

/** What sockets and streams of a session cost, each message counted once. */
export interface SocketCosts {
  /** Those with the most messages first; `more` have some, and are not shown. `protocolOf` is by a connection's ID. */
  read(protocolOf: (connection: number) => string | null): Promise<{ shown: SocketView[]; more: number }>;
}

/** Creates the costs of a session. They take rows in when they are asked for. `now` is any clock, in ms. */
export function createSocketCosts(session: Session, now: () => number): SocketCosts {
  const { log, connections } = session;
  const tallies = new Map<number, SocketTally>();
  const last = new Map<number, TrafficMessage[]>();
  const handshakes = new Map<number, HarEntry>();
  let seen = 0;

  function add(row: number): void {
    const id = log.connection.get(row);
    const connection = connections[id - 1];
    if (log.kind.get(row) !== ROW_MESSAGE || connection === undefined) return;
    let tally = tallies.get(id);
    if (tally === undefined) {
      tally = createSocketTally(connection.kind === "websocket");
      tallies.set(id, tally);
    }
    const received = (log.flags.get(row) & FLAG_RECEIVED) !== 0;
    const size = log.size.get(row);
    tally.add(size, !received, log.nameLength.get(row), log.idLength.get(row));
    const own = last.get(id) ?? [];
    own.push({ at: log.at.get(row), received, size });
    if (own.length > 2 * LOOKED_AT) own.splice(0, own.length - LOOKED_AT);
    last.set(id, own);
  }

  async function handshakeOf(id: number): Promise<HarEntry | null> {
    const known = handshakes.get(id);
    const row = connections[id - 1]?.handshake ?? null;
    if (known !== undefined || row === null) return known ?? null;
    await untilLoaded(() => session.load(row));
    const record = session.record(row);
    if (record?.type !== "handshake") return null;
    handshakes.set(id, record.entry);
    return record.entry;
  }

  return {
    async read(protocolOf) {
      let pauseAt = now() + SLICE_MS;
      while (seen < log.length) {
        add(seen);
        seen += 1;
        if (seen % 256 !== 0 || now() < pauseAt) continue;
        await new Promise((resolve) => setTimeout(resolve, 0));
        pauseAt = now() + SLICE_MS;
      }
      const all = [...tallies].sort(([, a], [, b]) => b.messages - a.messages);
      const views: SocketView[] = [];
      for (const [id, tally] of all.slice(0, MOST_SHOWN)) {
        const { url, kind, extensions } = connections[id - 1] as (typeof connections)[number];
        const cost = tally.cost(await handshakeOf(id));
        const compressed = /permessage-deflate/i.test(extensions ?? "");
        const traffic = trafficKind(last.get(id) ?? [], protocolOf(id));
        views.push({ ...cost, connection: id, url: url.slice(0, 2000), kind, compressed, traffic });
      }
      return { shown: views, more: all.length - views.length };
    },
  };
}

/** More sockets are not told apart: the first are those with the most messages. */
const MOST_SHOWN = 50;
