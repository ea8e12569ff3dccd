import { nameMeaning } from "../core/analysis/name-meaning.ts";
import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { QueryVocabulary } from "../core/query/complete-query.ts";
import type { SessionMeanings } from "./session-meanings.ts";

/** Values of a field that are offered: more than one looks through. */
const MAX_VALUES = 200;
/** The newest rows say which types of events there are; reading a million names would hold up ingest. */
const MAX_ROWS = 20_000;
/** A longer one is nothing that one would choose from a list. */
const MAX_LENGTH = 300;

/**
 * What filters of a session could ask for: addresses, protocols, and what those of its messages are called whose meaning is known
 * by now; the most frequent first.
 */
export function queryVocabulary(
  session: Session,
  { recognitions, rows }: Pick<SessionMeanings, "recognitions" | "rows">,
): QueryVocabulary {
  const urls = new Map<string, number>();
  const protocols = new Map<string, number>();
  for (const { id, url, protocol, sent, received } of session.connections) {
    // Queries are often different each time; with them the list would be one of requests.
    count(urls, url.replace(/[?#].*$/s, ""), 1 + sent + received);
    count(protocols, protocol ?? "", 1);
    for (const spoken of recognitions.of(id) ?? []) count(protocols, spoken.id, 1);
  }
  const types = new Map<string, number>();
  const names = new Map<string, number>();
  const kinds = new Map<string, number>();
  const events = new Map<string, number>();
  const channels = new Map<string, number>();
  for (const { protocol, kind, event, channel } of rows.seen()) {
    count(names, nameMeaning({ protocol, kind, event }), 1);
    if (protocol !== null) count(kinds, kind ?? "", 1);
    count(events, event ?? "", 1);
    count(channels, channel ?? "", 1);
  }
  countEventNames(session, types);
  for (const [name, times] of types) count(events, name, times);
  return {
    url: mostFrequent(urls),
    proto: mostFrequent(protocols),
    kind: mostFrequent(kinds),
    event: mostFrequent(events),
    "event-type": mostFrequent(types),
    means: mostFrequent(names),
    channel: mostFrequent(channels),
  };
}

function countEventNames(session: Session, names: Map<string, number>): void {
  const { log, payloads } = session;
  for (let row = log.length - 1; row >= Math.max(0, log.length - MAX_ROWS); row -= 1) {
    const length = log.nameLength.get(row);
    if (length === 0 || length > MAX_LENGTH || log.kind.get(row) !== ROW_MESSAGE) continue;
    // What is not in memory is not read for this.
    const address = log.address.get(row) - length - log.idLength.get(row);
    if (payloads.has({ address, length })) count(names, session.eventName(row), 1);
  }
}

function count(into: Map<string, number>, value: string, times: number): void {
  if (value !== "" && value.length <= MAX_LENGTH) into.set(value, (into.get(value) ?? 0) + times);
}

function mostFrequent(counted: ReadonlyMap<string, number>): string[] {
  return [...counted]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MAX_VALUES)
    .map(([value]) => value);
}
