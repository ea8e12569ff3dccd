import { HAR_FRAME } from "../model/har-frame.ts";
import type { EpochMs } from "../units.ts";
import type { RecordEvent } from "../wire/events.ts";
import { parseRecord } from "../wire/parse-record.ts";
import { isCount, isNumber, isObject, isTooDeep } from "./checks.ts";
import type { FrameRecord } from "./frame-records.ts";
import { parseHarTime } from "./har-dates.ts";

/** As in `parseBatch`. */
const MAX_FRAME_LENGTH = 64;
const MAX_LOST = 1e12;

/** What a HAR's `log` tells beside its entries; where it is our own, that is more. */
export interface HarLogAbout {
  readonly generator: string;
  readonly name: string;
  readonly startedAt: EpochMs | null;
  readonly exportedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly lost: number;
  /** Frames that begin, before everything else. */
  readonly frames: readonly FrameRecord[];
  /** Records of no connection, among the entries. */
  readonly marks: readonly RecordEvent[];
  /** Frames that end, after everything else. */
  readonly left: readonly FrameRecord[];
  /** The frame that stands for a page; null for a `pageref` that names none. */
  frameOf(pageref: unknown): string | null;
}

/** Reads the head of a HAR. `log` is a parsed `log` object; nothing in it is relied on. */
export function parseHarLog(log: Record<string, unknown>): HarLogAbout {
  const own = isObject(log._duplex) && !isTooDeep(log._duplex) ? log._duplex : null;
  const creator = isObject(log.creator) ? log.creator : {};
  const generator = [creator.name, creator.version].filter((it) => typeof it === "string" && it !== "");
  const pages = own === null ? parsePages(log.pages) : [];
  const keys = new Map(pages.map(({ id, frame }) => [id, frame]));
  return {
    generator: generator.join(" "),
    name: typeof own?.name === "string" ? own.name : "",
    startedAt: isNumber(own?.startedAt) ? own.startedAt : null,
    exportedAt: isNumber(own?.exportedAt) ? own.exportedAt : null,
    endedAt: isNumber(own?.endedAt) ? own.endedAt : null,
    lost: isCount(own?.lost) && own.lost <= MAX_LOST ? own.lost : 0,
    frames: own === null ? pages.map(({ frame, record }) => ({ frame, record })) : frameRecords(own.frames),
    marks: own === null ? pages.flatMap(({ navigated }) => navigated) : marks(own.marks),
    left: own === null ? [] : frameRecords(own.left),
    frameOf: (pageref) => (typeof pageref === "string" ? (keys.get(pageref) ?? null) : null),
  };
}

interface Page extends FrameRecord {
  readonly id: string;
  readonly navigated: RecordEvent[];
}

function parsePages(value: unknown): Page[] {
  if (!Array.isArray(value)) return [];
  const pages: Page[] = [];
  for (const page of value) {
    const at = isObject(page) ? parseHarTime(page.startedDateTime) : null;
    if (!isObject(page) || at === null || typeof page.id !== "string") continue;
    // Chrome writes the URL as the title; others a title for people, or nothing.
    const url = typeof page.title === "string" && URL.canParse(page.title) ? page.title : "";
    const frame = /^[\w.-]{1,48}$/.test(page.id)
      ? `${HAR_FRAME}-${page.id}`
      : `${HAR_FRAME}-${pages.length + 1}`;
    const origin = url === "" ? "" : new URL(url).origin;
    pages.push({
      id: page.id,
      frame,
      record: { type: "frame-started", at, url, top: true, origin },
      navigated: url === "" ? [] : [{ type: "navigated", at, url }],
    });
  }
  return pages;
}

function frameRecords(value: unknown): FrameRecord[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((it) => {
    if (!isObject(it) || typeof it.frame !== "string" || it.frame.length > MAX_FRAME_LENGTH) return [];
    const record = parseRecord(JSON.stringify(it.record) ?? "");
    const ofFrame = record !== null && /^(?:frame-|thread-blocked$)/.test(record.type);
    return ofFrame ? [{ frame: it.frame, record }] : [];
  });
}

function marks(value: unknown): RecordEvent[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((it) => {
    const record = parseRecord(JSON.stringify(it) ?? "");
    if (record === null || !UNOWNED_RECORDS.has(record.type)) return [];
    // What named a connection nobody knows: its number would now name another.
    return ["messages-dropped", "handshake"].includes(record.type)
      ? [{ ...record, connection: null } as RecordEvent]
      : [record];
  });
}

const UNOWNED_RECORDS: ReadonlySet<RecordEvent["type"]> = new Set([
  "navigated",
  "lifecycle-changed",
  "recording-paused",
  "recording-resumed",
  "messages-dropped",
  "handshake",
  "hook-failed",
]);
