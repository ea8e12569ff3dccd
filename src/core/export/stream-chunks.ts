import type { Session } from "../model/session.ts";
import type { StreamChunk } from "../model/stream-fold.ts";
import { FLAG_BINARY, FLAG_CHUNK, FLAG_CUT, FLAG_PARTIAL, FLAG_RECEIVED } from "../wire/batch.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { isCount, isNumber, isObject } from "./checks.ts";
import { exactText } from "./exact-text.ts";
import type { HarItem } from "./har-stream.ts";
import { untilLoaded, type Waiting } from "./loaded.ts";

/** Longer than that a body cannot be one text with its escapes (in V8 about 512 Mi characters). */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const encoder = new TextEncoder();

/** The chunks of one stream, in order. */
export function chunksOf(session: Session, connection: number): StreamChunk[] {
  return session.chunks.of(connection);
}

/** What HAR's `content` has of a body. */
export interface HarBody {
  readonly size: number;
  readonly text: string;
  readonly encoding?: "base64";
}

/** A stream's recorded bytes as HAR's `content` has a body; null where they are too many. */
export function* harBody(session: Session, chunks: readonly StreamChunk[]): Waiting<HarBody | null> {
  const size = chunks.reduce((sum, it) => sum + it.length, 0);
  if (size > MAX_BODY_BYTES) return null;
  const body = new Uint8Array(size);
  let position = 0;
  for (const chunk of chunks) {
    yield* untilLoaded(() => session.loadChunk(chunk));
    body.set(session.chunkBytes(chunk), position);
    position += chunk.length;
  }
  const text = exactText(body);
  return text === null ? { size, text: toBase64(body), encoding: "base64" } : { size, text };
}

/** What HAR has no place for: when each piece of the body came. `size` in bytes, one after the other; `total` of one that was cut. */
export function harChunks(chunks: readonly StreamChunk[]): object[] {
  return chunks.map(({ at, position, size, length, text, partial }) => ({
    at,
    position,
    size: length,
    ...(text ? { text } : {}),
    ...(partial ? { partial } : {}),
    ...(size > length ? { total: size } : {}),
  }));
}

/** The chunks of our own HAR, cut out of the body again; null where they do not fit it. */
export function parseHarChunks(value: unknown, content: unknown): HarItem[] | null {
  if (!Array.isArray(value) || !isObject(content)) return null;
  const { text = "", encoding } = content;
  const body =
    typeof text !== "string" ? null : encoding === "base64" ? fromBase64(text) : encoder.encode(text);
  if (body === null) return null;
  const items: HarItem[] = [];
  let from = 0;
  for (const it of value) {
    if (!isObject(it) || !isNumber(it.at) || !isCount(it.size) || !isCount(it.position)) return null;
    if (from + it.size > body.length) return null;
    const payload = body.subarray(from, from + it.size);
    from += it.size;
    const flags =
      FLAG_RECEIVED |
      FLAG_CHUNK |
      (it.text === true ? 0 : FLAG_BINARY) |
      (it.partial === true ? FLAG_PARTIAL : 0);
    const { at, position, total } = it;
    const cut = isCount(total) && total > it.size;
    const size = cut ? total : null;
    items.push({
      at,
      message: {
        at,
        flags: flags | (cut ? FLAG_CUT : 0),
        payload,
        size,
        eventName: "",
        eventId: String(position),
      },
    });
  }
  return items;
}
