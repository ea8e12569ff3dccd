import { formatCount } from "../format/format-count.ts";
import { ROW_MESSAGE } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import { FLAG_BINARY, FLAG_CUT, FLAG_PARTIAL, FLAG_RECEIVED, FLAG_UNHEARD } from "../wire/batch.ts";
import { toBase64 } from "./base64.ts";
import { exactText } from "./exact-text.ts";
import type { Piece } from "./gather-pieces.ts";
import { untilLoaded } from "./loaded.ts";

const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The messages among these rows as Chrome writes them, each as JSON: `_webSocketMessages` with `type`, `time` in
 * epoch seconds, `opcode` and `data` (binary as base64), `_eventSourceMessages` with `time`, `eventName`, `eventId`
 * and `data`. What that cannot hold stands beside it under `_duplex`; a payload that is not whole has a `comment`.
 */
export function* harMessages(
  session: Session,
  rows: Uint32Array,
  kind: "websocket" | "eventsource",
): Iterable<Piece> {
  for (const row of rows) {
    if (session.log.kind.get(row) !== ROW_MESSAGE) continue;
    yield* untilLoaded(() => session.load(row));
    yield JSON.stringify(kind === "websocket" ? socketMessage(session, row) : sourceMessage(session, row));
  }
}

function socketMessage(session: Session, row: number): object {
  const flags = session.log.flags.get(row);
  const binary = (flags & FLAG_BINARY) !== 0;
  const payload = session.payload(row);
  return {
    type: flags & FLAG_RECEIVED ? "receive" : "send",
    time: session.log.at.get(row) / 1000,
    opcode: binary ? 2 : 1,
    data: binary ? toBase64(payload) : lenient.decode(payload),
    ...remarks(session, row, payload),
  };
}

function sourceMessage(session: Session, row: number): object {
  const payload = session.payload(row);
  return {
    time: session.log.at.get(row) / 1000,
    // Chrome writes the type that an event without a name is dispatched with.
    eventName: session.eventName(row) || "message",
    eventId: session.eventId(row),
    data: lenient.decode(payload),
    ...remarks(session, row, payload),
  };
}

function remarks(session: Session, row: number, payload: Uint8Array): object {
  const flags = session.log.flags.get(row);
  const size = Math.max(session.log.size.get(row), payload.length);
  const missing = size > payload.length;
  const unfinished = (flags & FLAG_PARTIAL) !== 0;
  const cut = (flags & FLAG_CUT) !== 0;
  const unheard = (flags & FLAG_UNHEARD) !== 0;
  const misshapen = (flags & FLAG_BINARY) === 0 && exactText(payload) === null;
  if (!missing && !unfinished && !misshapen && !cut && !unheard) return {};
  const duplex = {
    size,
    ...(unfinished ? { unfinished } : {}),
    ...(cut ? { cut } : {}),
    ...(unheard ? { unheard } : {}),
    ...(misshapen ? { base64: toBase64(payload) } : {}),
  };
  if (!missing) return { _duplex: duplex };
  return {
    comment: `${cut ? "Cut" : "Not whole"}: ${formatCount(payload.length)} of ${formatCount(size)} bytes were recorded.`,
    _duplex: duplex,
  };
}
