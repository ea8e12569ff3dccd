import { type Batch, FLAG_CHUNK, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import type { ClosedBy } from "../../src/core/wire/events.ts";
import { frameBatches } from "./frame-batches.ts";

const AT = 1_767_268_800_000;

interface StreamSession {
  /** When it was asked for; null: not known. */
  readonly requestedMs: number | null;
  /** When each piece came, and so many bytes that are missing before it. */
  readonly pieces: readonly (readonly [ms: number, text: string, missing?: number])[];
  readonly ended?: { readonly ms: number; readonly by: ClosedBy };
}

/** One event stream of `fetch`, in the pieces in which it came. */
export function streamSession({ requestedMs, pieces, ended }: StreamSession): Batch[] {
  const frame = frameBatches("model");
  const opening = [
    frame.start(AT),
    frame.batch((it) =>
      it.record({
        type: "stream-opened",
        at: AT,
        connection: 1,
        url: "https://a.example/v1/chat/completions",
        method: "POST",
        requestedAt: requestedMs === null ? null : AT + requestedMs,
        via: "fetch",
        reading: "stream",
        status: 200,
        contentType: "text/event-stream",
      }),
    ),
  ];
  let position = 0;
  const chunks = pieces.map(([ms, text, missing = 0]) => {
    position += missing;
    const from = position;
    position += new TextEncoder().encode(text).length;
    return frame.batch((it) => it.message(AT + ms, 1, FLAG_RECEIVED | FLAG_CHUNK, text, null, "", `${from}`));
  });
  return [
    ...opening,
    ...chunks,
    ...(ended === undefined
      ? []
      : [
          frame.batch((it) =>
            it.record({ type: "stream-ended", at: AT + ended.ms, connection: 1, by: ended.by, reason: "" }),
          ),
        ]),
  ];
}
