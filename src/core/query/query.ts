import type { Bytes, Milliseconds } from "../units.ts";
import type { PathStep } from "./json-path.ts";

/** What the text of the Filter field asks for. Lists are never empty. */
export type Query =
  | { readonly type: "all"; readonly of: readonly Query[] }
  | { readonly type: "any"; readonly of: readonly Query[] }
  | { readonly type: "not"; readonly of: Query }
  /** In the payload, the event's name or ID, or the connection's address. */
  | { readonly type: "anywhere"; readonly match: TextMatch }
  | { readonly type: "text-field"; readonly field: TextField; readonly match: TextMatch }
  | { readonly type: "direction"; readonly direction: "sent" | "received" }
  | { readonly type: "kind"; readonly kind: QueryKind }
  | { readonly type: "payload-type"; readonly payloadType: "text" | "binary" }
  | { readonly type: "size"; readonly compare: Compare; readonly bytes: Bytes }
  | { readonly type: "rtt"; readonly compare: Compare; readonly ms: Milliseconds }
  | { readonly type: "is"; readonly what: RowTrait }
  | { readonly type: "json"; readonly path: readonly PathStep[]; readonly test: JsonTest | null };

/** `text` is in lower case, unless it is `cased`; `exactly`: all of it, else it is contained. */
export type TextMatch =
  | { readonly type: "text"; readonly text: string; readonly exactly: boolean; readonly cased?: true }
  | { readonly type: "pattern"; readonly source: string; readonly flags: string };

export type Compare = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type TextField =
  | "url"
  | "method"
  | "event"
  | "event-type"
  | "id"
  | "proto"
  | "note"
  | "kind"
  | "channel"
  | "means";
export type QueryKind = "ws" | "sse" | "stream" | "poll" | "http";
export type RowTrait =
  | "message"
  | "mark"
  | "request"
  | "cut"
  | "unfinished"
  | "incomplete"
  | "unheard"
  | "derived"
  | "reply"
  | "unanswered"
  | "underway"
  | "marked"
  | "pinned"
  | "noted"
  | "heartbeat"
  | "control"
  | "error";

/** A value that the path leads to is compared; of a text without quotes also numbers and words that are written so. */
export interface JsonTest {
  readonly compare: Compare;
  readonly value: string;
  readonly quoted: boolean;
}

/** A sentence on a part of the text, from `start` up to `end` (UTF-16 code units). */
export interface QueryRemark {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Calls `each` with a query and all that it is made of. */
export function walkQuery(query: Query, each: (part: Query) => void): void {
  each(query);
  if (query.type === "not") walkQuery(query.of, each);
  else if (query.type === "all" || query.type === "any") for (const part of query.of) walkQuery(part, each);
}

/** Whether a query asks for what messages mean: then they have to be decoded, each after those before it. */
export function asksForMeaning(query: Query): boolean {
  let asks = false;
  walkQuery(query, (part) => {
    if (part.type === "text-field") asks ||= DECODED_FIELDS.has(part.field);
    if (part.type === "is") asks ||= DECODED_TRAITS.has(part.what);
  });
  return asks;
}

const DECODED_FIELDS: ReadonlySet<TextField> = new Set<TextField>(["event", "kind", "channel", "means"]);
const DECODED_TRAITS: ReadonlySet<RowTrait> = new Set<RowTrait>(["heartbeat", "control", "error"]);

/** Whether it asks for values within messages; of binary ones these are known by a schema. */
export function asksForFields(query: Query): boolean {
  let asks = false;
  walkQuery(query, (part) => {
    asks ||= part.type === "json";
  });
  return asks;
}

/** Whether it asks for what the reader has said of rows. */
export function asksForAnnotations(query: Query): boolean {
  let asks = false;
  walkQuery(query, (part) => {
    if (part.type === "text-field") asks ||= part.field === "note";
    if (part.type === "is") asks ||= ANNOTATION_TRAITS.has(part.what);
  });
  return asks;
}

const ANNOTATION_TRAITS: ReadonlySet<RowTrait> = new Set<RowTrait>(["marked", "pinned", "noted"]);

/** Whether it asks for round trips: what it finds may be different when more of them is known. */
export function asksForTrips(query: Query): boolean {
  let asks = false;
  walkQuery(query, (part) => {
    if (part.type === "is") asks ||= TRIP_TRAITS.has(part.what);
    asks ||= part.type === "rtt";
  });
  return asks;
}

const TRIP_TRAITS: ReadonlySet<RowTrait> = new Set<RowTrait>(["request", "reply", "unanswered", "underway"]);

/** Whether it asks for what connections speak. */
export function asksForProtocol(query: Query): boolean {
  let asks = false;
  walkQuery(query, (part) => {
    asks ||= part.type === "text-field" && part.field === "proto";
  });
  return asks || asksForMeaning(query);
}
