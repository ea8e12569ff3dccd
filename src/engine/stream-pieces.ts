import type { Session } from "../core/model/session.ts";
import type { StreamChunk } from "../core/model/stream-fold.ts";
import type { StreamPiece, StreamPieces } from "../core/wire/message-detail.ts";

/** An event in more pieces than that is listed with its first and last ones. */
const MAX_PIECES = 200;

/** The pieces in which a row of a streamed response came; null for every other row. */
export function streamPieces(session: Session, row: number): StreamPieces | null {
  const place = session.streamPlace(row);
  const connection = session.connections[session.log.connection.get(row) - 1];
  if (place === null || connection === undefined) return null;
  const { firstChunk, lastChunk } = place;
  const stream = session.chunks.of(connection.id);
  const own = joinParts(stream.filter(({ number }) => number >= firstChunk && number <= lastChunk));
  const shown =
    own.length <= MAX_PIECES ? own : [...own.slice(0, MAX_PIECES / 2), ...own.slice(-MAX_PIECES / 2)];
  const completed = countCompleted(session, connection.id, shown);
  const pieces = shown.map((it) => ({ ...it, completed: completed.get(it.number) ?? 0 }));
  const { reading = "stream", via = "fetch" } = connection.stream ?? {};
  const total = stream.at(-1)?.number ?? 0;
  return { reading, via, total, pieces, unlisted: own.length - shown.length };
}

/** Large pieces came here in parts. */
function joinParts(chunks: readonly StreamChunk[]): Omit<StreamPiece, "completed">[] {
  const joined: { number: number; at: number; size: number; kept: number; position: number }[] = [];
  for (const { number, at, size, length, position } of chunks) {
    const last = joined.at(-1);
    if (last?.number === number) {
      last.size += size;
      last.kept += length;
    } else joined.push({ number, at, size, kept: length, position });
  }
  return joined;
}

/** How many rows each of these pieces completed. */
function countCompleted(
  { log, streamPlace }: Session,
  connection: number,
  pieces: readonly { number: number }[],
): Map<number, number> {
  const counts = new Map(pieces.map(({ number }) => [number, 0]));
  for (let row = 0; row < log.length; row += 1) {
    if (log.connection.get(row) !== connection) continue;
    const last = streamPlace(row)?.lastChunk;
    const count = last === undefined ? undefined : counts.get(last);
    if (last !== undefined && count !== undefined) counts.set(last, count + 1);
  }
  return counts;
}
