import { groupBy } from "../analysis/group-by.ts";
import type { HarStream } from "./har-stream.ts";

/**
 * The streams of a HAR, those of an EventSource with their end where the page asked for the same again after it: nobody writes how an
 * EventSource ended, but one that is connected anew was broken (WHATWG HTML 9.2.3). Of the last one nothing is said.
 */
export function endHarSources(streams: readonly HarStream[]): HarStream[] {
  const sources = streams.filter(({ source }) => source !== undefined);
  const ended = new Set<HarStream>();
  const byUrl = groupBy(sources, ({ frame, source }) => `${frame} ${source?.url}`);
  for (const own of byUrl.values()) {
    own.sort((a, b) => (a.source?.at ?? 0) - (b.source?.at ?? 0));
    for (const [index, it] of own.entries()) {
      const next = own[index + 1]?.source?.at;
      if (next !== undefined && it.source !== undefined && next >= it.source.lastAt) ended.add(it);
    }
  }
  return streams.map((it) => (ended.has(it) && it.source !== undefined ? withEnd(it, it.source.lastAt) : it));
}

function withEnd(stream: HarStream, at: number): HarStream {
  const { connection, items } = stream;
  const end = { type: "source-errored", at, connection, reconnecting: true } as const;
  return { ...stream, items: [...items, { at, record: end }] };
}
