import { isEventStream, nameMeaningOfParts } from "../analysis/name-meaning.ts";
import type { DecodedPart } from "../decode/decoded-part.ts";
import { isHeartbeat } from "../decode/is-heartbeat.ts";
import type { MessageSchema } from "../decode/proto/schema-within.ts";
import type { Annotation } from "../model/annotation.ts";
import type { ConnectionKind } from "../model/connection.ts";
import { FLAG_DERIVED, ROW_MARK, ROW_MESSAGE, ROW_REQUEST } from "../model/message-log.ts";
import type { Bytes, Milliseconds } from "../units.ts";
import { FLAG_BINARY, FLAG_CUT, FLAG_PARTIAL, FLAG_RECEIVED, FLAG_UNHEARD } from "../wire/batch.ts";
import { compareNumbers } from "./compare-numbers.ts";
import { unpackingLimit } from "./held-value.ts";
import { matchJson } from "./match-json.ts";
import { matchText, matchTextOfMany } from "./match-text.ts";
import type { Query, QueryKind, RowTrait, TextField, TextMatch } from "./query.ts";

/** What is known of a row without reading what it says. */
export interface RowFacts {
  /** ROW_MESSAGE, ROW_MARK or ROW_REQUEST. */
  readonly kind: number;
  readonly flags: number;
  readonly size: Bytes;
  /** Bytes of the payload that are not there. */
  readonly missing: Bytes;
  readonly connection: ConnectionFacts | null;
  /** What the reader has said of it. */
  readonly annotation: Annotation | null;
  /** TRIP_REQUEST, TRIP_UNANSWERED, TRIP_UNDER_WAY or TRIP_REPLY; 0: it is in no round trip. */
  readonly trip: number;
  /** From a request to its first reply, or to this reply; NaN where there is none. */
  readonly rtt: Milliseconds;
}

/** What a row is in a round trip; a request is unanswered when no answer is to be expected any more, and neither where it was given up. */
export const TRIP_REQUEST = 1;
export const TRIP_UNANSWERED = 2;
export const TRIP_REPLY = 3;
export const TRIP_UNDER_WAY = 4;

/** It does not change: of what changes there is another. */
export interface ConnectionFacts {
  readonly kind: ConnectionKind;
  readonly url: string;
  readonly protocol: string | null;
  /** The request method; "" where none is known. */
  readonly method?: string;
  /** Of a streamed response. */
  readonly contentType: string;
  /** What it was found to speak, outermost first; null: that is not known yet. */
  readonly speaks: readonly Spoken[] | null;
  /** The reader's schema of its messages, where there is one. */
  readonly schema?: MessageSchema | null;
}

/** A decoder's name in files and filters, and as people write it. */
export interface Spoken {
  readonly id: string;
  readonly name: string;
}

/** What a filter asks of a protocol message. */
export type MeantPart = Pick<DecodedPart, "protocols" | "kind" | "event" | "channel" | "control" | "failed">;

/** What a row says. */
export interface RowContent {
  readonly event: string;
  readonly id: string;
  /** The payload, of a mark or a request what is recorded of it; null of a binary one, which is not searched. */
  text(): string | null;
  /**
   * What a JSON path may begin at: the JSON that the payload is, or else that stands in it, with the elements of lists there. Of a binary message the values that it has by a schema, by the names of
   * fields, of each protocol message in it; else the map that it is in MessagePack, CBOR or BSON; else the JSON in it.
   */
  values(): readonly unknown[];
  /** The protocol messages in a message; none where that is not asked for, or no message. */
  parts(): readonly MeantPart[];
  /** Whether the payload contains a text in lower case, without regard to case. */
  contains(lowerCase: string): boolean;
}

/**
 * Whether a row matches. Without its content null is: that would have to be read. Regular expressions wait for the content
 * even where they need it not, since only the scan, which can be ended, may run them.
 */
export function matchRow(query: Query, facts: RowFacts, content: RowContent | null): boolean | null {
  switch (query.type) {
    case "all": {
      let known: boolean | null = true;
      for (const part of query.of) {
        const matches = matchRow(part, facts, content);
        if (matches === false) return false;
        if (matches === null) known = null;
      }
      return known;
    }
    case "any": {
      let known: boolean | null = false;
      for (const part of query.of) {
        const matches = matchRow(part, facts, content);
        if (matches === true) return true;
        if (matches === null) known = null;
      }
      return known;
    }
    case "not": {
      const matches = matchRow(query.of, facts, content);
      return matches === null ? null : !matches;
    }
    case "anywhere":
      return matchAnywhere(query.match, facts, content);
    case "text-field": {
      const { field, match } = query;
      if (match.type === "pattern" && content === null) return null;
      if (field === "url") return matchUrl(match, facts.connection);
      if (field === "note") return facts.annotation !== null && matchNote(match, facts.annotation);
      if (field === "proto") return matchProtocol(match, facts.connection, content);
      if (field === "method") return matchMethod(match, facts.connection);
      if (facts.kind !== ROW_MESSAGE) return false;
      return content === null ? null : matchWord(field, match, facts, content);
    }
    case "direction": {
      const direction = facts.flags & FLAG_RECEIVED ? "received" : "sent";
      return facts.kind === ROW_MESSAGE && direction === query.direction;
    }
    case "kind":
      return facts.connection !== null && KINDS[facts.connection.kind] === query.kind;
    case "payload-type": {
      const payloadType = facts.flags & FLAG_BINARY ? "binary" : "text";
      return facts.kind === ROW_MESSAGE && payloadType === query.payloadType;
    }
    case "size":
      return facts.kind !== ROW_MARK && compareNumbers(facts.size, query.compare, query.bytes);
    case "rtt":
      // NaN is not even unequal here: of what has no reply nothing is true.
      return !Number.isNaN(facts.rtt) && compareNumbers(facts.rtt, query.compare, query.ms);
    case "is":
      return isMeant(query.what) ? hasMeaning(query.what, facts, content) : hasTrait(facts, query.what);
    case "json": {
      if (facts.kind !== ROW_MESSAGE) return false;
      if (content === null) return null;
      const limit = unpackingLimit();
      return content.values().some((it) => matchJson(query, it, limit));
    }
  }
}

const KINDS: Readonly<Record<ConnectionKind, QueryKind>> = {
  websocket: "ws",
  eventsource: "sse",
  "fetch-stream": "stream",
  http: "http",
  polling: "poll",
};

/** A row without a note has none that a text could be in, not an empty one. */
function matchNote(match: TextMatch, { note }: Annotation): boolean {
  return note !== "" && matchText(match, note);
}

function hasTrait(
  { kind, flags, missing, annotation, trip }: RowFacts,
  what: Exclude<RowTrait, MeantTrait>,
): boolean {
  if (what === "marked" || what === "pinned") return annotation?.[what] === true;
  if (what === "noted") return annotation !== null && annotation.note !== "";
  if (what === "mark") return kind === ROW_MARK;
  if (what === "request") return kind === ROW_REQUEST || ASKING.has(trip);
  // What a page posts may be answered on another connection.
  if (what === "unanswered") return trip === TRIP_UNANSWERED;
  if (what === "underway") return trip === TRIP_UNDER_WAY;
  if (what === "derived") return (flags & FLAG_DERIVED) !== 0;
  if (kind !== ROW_MESSAGE) return false;
  switch (what) {
    case "message":
      return true;
    case "cut":
      return (flags & FLAG_CUT) !== 0;
    case "unfinished":
      return (flags & FLAG_PARTIAL) !== 0;
    case "reply":
      return trip === TRIP_REPLY;
    case "incomplete":
      return missing > 0;
    case "unheard":
      return (flags & FLAG_UNHEARD) !== 0;
  }
}

/** A message that asks for an answer is a request as much as one over HTTP: what is unanswered is one of them. */
const ASKING: ReadonlySet<number> = new Set([TRIP_REQUEST, TRIP_UNANSWERED, TRIP_UNDER_WAY]);

type MeantTrait = "heartbeat" | "control" | "error";

function isMeant(what: RowTrait): what is MeantTrait {
  return what === "heartbeat" || what === "control" || what === "error";
}

/** A message is a heartbeat where all that is in it is; it is an error where anything is. */
function hasMeaning(what: MeantTrait, { kind }: RowFacts, content: RowContent | null): boolean | null {
  if (kind !== ROW_MESSAGE) return false;
  if (content === null) return null;
  const parts = content.parts();
  if (what === "error") return parts.some((it) => it.failed);
  return parts.length > 0 && parts.every(what === "control" ? (it) => it.control : isHeartbeat);
}

/** What messages are called, by their protocol or by the application. */
function matchWord(
  field: TextField,
  match: TextMatch,
  { connection, flags }: RowFacts,
  content: RowContent,
): boolean {
  if (field === "id") return matchText(match, content.id);
  if (field === "event-type") return matchText(match, content.event);
  if (field === "means") {
    const isEvent =
      (flags & FLAG_RECEIVED) !== 0 && isEventStream(connection?.kind, connection?.contentType ?? "");
    return matchText(match, nameMeaningOfParts(content.parts(), content.event, isEvent));
  }
  if (field === "event" && matchText(match, content.event)) return true;
  return content.parts().some(({ kind, event, channel }) => {
    if (field === "kind") return matchText(match, kind);
    const word = field === "event" ? event : channel;
    return word !== null && matchText(match, word);
  });
}

function matchProtocol(
  match: TextMatch,
  connection: ConnectionFacts | null,
  content: RowContent | null,
): boolean | null {
  if (connection === null) return false;
  const { protocol, speaks } = connection;
  if (protocol !== null && protocol !== "" && matchText(match, protocol)) return true;
  if (speaks === null) return content === null ? null : false;
  return speaks.some(({ id, name }) => matchText(match, id) || matchText(match, name));
}

function matchMethod(match: TextMatch, connection: ConnectionFacts | null): boolean {
  return connection !== null && matchText(match, connection.method ?? "");
}

function matchUrl(match: TextMatch, connection: ConnectionFacts | null): boolean {
  return connection !== null && matchTextOfMany(match, connection, connection.url);
}

function matchAnywhere(match: TextMatch, facts: RowFacts, content: RowContent | null): boolean | null {
  if (match.type === "text") {
    if (matchUrl(match, facts.connection)) return true;
    if (content === null) return null;
    return content.contains(match.text) || matchNames(match, content);
  }
  if (content === null) return null;
  const text = content.text();
  return (
    (text !== null && matchText(match, text)) ||
    matchNames(match, content) ||
    matchUrl(match, facts.connection)
  );
}

function matchNames(match: TextMatch, { event, id }: RowContent): boolean {
  return (event !== "" && matchText(match, event)) || (id !== "" && matchText(match, id));
}
