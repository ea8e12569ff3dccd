import type { EpochMs } from "../units.ts";
import type { RecordEvent } from "../wire/events.ts";

/** A message as a HAR tells it; the text or bytes of it, and whether there should be more. */
export interface HarMessage {
  readonly at: EpochMs;
  readonly flags: number;
  readonly payload: string | Uint8Array;
  readonly size: number | null;
  readonly eventName: string;
  readonly eventId: string;
}

/** One thing that an imported HAR tells. */
export type HarItem =
  | { readonly at: EpochMs; readonly record: RecordEvent; readonly message?: never }
  | { readonly at: EpochMs; readonly message: HarMessage; readonly record?: never };

/** What one entry tells, in its own order. */
export interface HarStream {
  /** null: of no frame in particular. */
  readonly frame: string | null;
  /** The number of the connection; 0 for records that name none. */
  readonly connection: number;
  readonly items: readonly HarItem[];
  /** Of an EventSource of another program's HAR: when it was asked for, and what is the last that is known of it. */
  readonly source?: { readonly url: string; readonly at: EpochMs; readonly lastAt: EpochMs };
}

/** An item, of which stream it is, and the time by which it is put in order. */
export interface OrderedItem {
  readonly stream: HarStream;
  readonly item: HarItem;
  readonly order: EpochMs;
}

/** Puts the items of all streams in order of time; never changes the order within a stream. */
export function orderStreams(streams: readonly HarStream[]): OrderedItem[] {
  const items: OrderedItem[] = [];
  for (const stream of streams) {
    let order = Number.NEGATIVE_INFINITY;
    for (const item of stream.items) {
      order = Math.max(order, item.at);
      items.push({ stream, item, order });
    }
  }
  return items.sort((a, b) => a.order - b.order);
}
