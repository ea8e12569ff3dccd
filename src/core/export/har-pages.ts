import { ROW_MARK } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import type { EpochMs } from "../units.ts";
import { toIsoTime } from "./har-dates.ts";
import { recordAt, type Waiting } from "./loaded.ts";

/** A document that was loaded is requested at most so long before its first script runs. */
const MAX_LOAD_MS = 30_000;

/** A page load, as HAR groups entries by. */
export interface HarPage {
  readonly id: string;
  readonly url: string;
  readonly startedAt: EpochMs;
}

/** The page loads of a session: its top documents or, where none was seen, its navigations. */
export function* findPages(session: Session): Waiting<HarPage[]> {
  const loads = [...session.frames.values()].filter((it) => it.top);
  const marks = loads.length > 0 ? [] : yield* navigations(session);
  return [...loads, ...marks]
    .sort((a, b) => a.startedAt - b.startedAt)
    .map(({ url, startedAt }, index) => ({ id: `page_${index + 1}`, url, startedAt }));
}

function* navigations(session: Session): Waiting<{ url: string; startedAt: EpochMs }[]> {
  const found: { url: string; startedAt: EpochMs }[] = [];
  for (let row = 0; row < session.log.length; row += 1) {
    if (session.log.kind.get(row) !== ROW_MARK) continue;
    const record = yield* recordAt(session, row);
    if (record?.type === "navigated") found.push({ url: record.url, startedAt: record.at });
  }
  return found;
}

/**
 * The page that something belongs to, by its time: the last that had begun, or the first. The request for a
 * document itself, which comes before its page, is found by its URL.
 */
export function pageOf(pages: readonly HarPage[], at: EpochMs, documentUrl: string | null): HarPage | null {
  if (documentUrl !== null) {
    const own = pages.find(
      ({ url, startedAt }) =>
        startedAt >= at && startedAt - at < MAX_LOAD_MS && withoutHash(url) === withoutHash(documentUrl),
    );
    if (own !== undefined) return own;
  }
  return pages.findLast((it) => it.startedAt <= at) ?? pages[0] ?? null;
}

function withoutHash(url: string): string {
  return url.replace(/#.*$/s, "");
}

/** A page as HAR 1.2 has it; -1 is a time that is not known. */
export function toHarPage({ id, url, startedAt }: HarPage): object {
  return {
    startedDateTime: toIsoTime(startedAt),
    id,
    title: url,
    pageTimings: { onContentLoad: -1, onLoad: -1 },
  };
}
