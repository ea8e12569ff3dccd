import type { RecordEvent } from "../../src/core/wire/events.ts";
import { FLAG_DISCARDED } from "../../src/core/wire/haul.ts";
import { type RecordValue, spellOut } from "../../src/core/wire/page-records.ts";
import type { Emitter } from "../../src/page/emitter.ts";
import type { Natives } from "../../src/page/natives.ts";

export type SeenPayload =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "blob"; readonly blob: Blob };

export interface SeenMessage {
  readonly type: "message";
  readonly at: number;
  readonly connection: number;
  readonly flags: number;
  readonly payload: SeenPayload;
  readonly eventName: string;
  readonly eventId: string;
}

/** An emitter that hands on what observers say, spelled out as the feed would. Times are from `origin` on; of one event so many bytes are kept. */
export function seenEmitter(
  natives: Natives,
  see: (it: RecordEvent | SeenMessage) => void,
  origin = 0,
  room = Infinity,
): Emitter {
  const closing = new Set<number>();
  const looks = new Set<(last: boolean) => void>();
  return {
    setLimit() {},
    message(at, connection, flags, data, eventName = "", eventId = "") {
      const payload = payloadOf(data, natives);
      if (payload === null) return;
      if (flags & FLAG_DISCARDED) {
        see({ type: "send-discarded", at: at - origin, connection, bytes: sizeOf(payload) });
      } else {
        see({ type: "message", at: at - origin, connection, flags, payload, eventName, eventId });
      }
    },
    record(kind, at, connection, ...values: RecordValue[]) {
      const record = spellOut(kind, at - origin, connection, JSON.stringify(values).slice(1, -1));
      if (record.type === "socket-closing") closing.add(connection);
      if (record.type === "socket-closed") {
        record.by ??= closing.has(connection) ? "page" : record.wasClean ? "server" : "network";
      }
      see({ ...record });
    },
    later(it) {
      looks.add(it);
    },
    room: () => room,
    flush() {
      for (const it of looks) {
        looks.delete(it);
        it(false);
      }
    },
    setLeaving() {},
    setReady() {},
    setIdle() {},
  };
}

function payloadOf(data: unknown, natives: Natives): SeenPayload | null {
  if (typeof data === "string") return { kind: "text", text: data };
  const bytes = natives.bytesOf(data);
  if (bytes !== null) return { kind: "bytes", bytes };
  return natives.blobSize(data) === null ? null : { kind: "blob", blob: data as Blob };
}

function sizeOf(payload: SeenPayload): number {
  if (payload.kind === "text") return Buffer.byteLength(payload.text);
  return payload.kind === "bytes" ? payload.bytes.length : payload.blob.size;
}
