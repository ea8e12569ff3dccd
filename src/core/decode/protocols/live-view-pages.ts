import type { RawMessage } from "../decoder.ts";
import { elementOf, type JsonValue, memberOf, readWholeJson, stringOf } from "../json/json-value.ts";
import { messageJson } from "../json/message-json.ts";
import { type LiveNode, mergeLiveDiff } from "./live-view-merge.ts";

/** The pages of a connection as they are now, by topic. Never changed in place. */
export type LivePages = ReadonlyMap<string, LivePage>;

interface LivePage {
  readonly page: LiveNode;
  /** So much was read for it since it was measured. */
  readonly read: number;
}

export const NO_PAGES: LivePages = new Map();

/** A larger page is not followed. */
const MOST_PAGE = 2 * 1024 * 1024;

/** More pages in one connection are not followed. */
const MOST_PAGES = 50;

const HEAD_BYTES = 64;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The pages after a message. What is not LiveView's is told by its first bytes. */
export function followLivePages(pages: LivePages, message: RawMessage): LivePages {
  if (message.binary || !beginsAsLive(message.bytes)) return pages;
  const value = messageJson(message);
  const topic = stringOf(elementOf(value, 2));
  const event = stringOf(elementOf(value, 3));
  if (topic === null || event === null) return pages;
  if (event === "phx_leave" || event === "phx_close") return without(pages, topic);
  const found = message.received ? diffOf(event, elementOf(value, 4)) : null;
  if (found === null) return pages;
  const next = pageAfter(pages, topic, found);
  if (next === null || (!pages.has(topic) && pages.size >= MOST_PAGES)) return without(pages, topic);
  return new Map(pages).set(topic, next);
}

/** The page after a diff as JSON; null where what it was before is not known. */
export function livePageAfter(
  pages: LivePages,
  topic: string,
  event: string,
  payload: JsonValue,
): JsonValue | null {
  const found = diffOf(event, payload);
  const next = found === null ? null : pageAfter(pages, topic, found);
  return next === null ? null : readPage(next.page);
}

/** The part of a message that is a page, or what is changed of one. */
interface FoundDiff {
  readonly diff: JsonValue;
  readonly isPage: boolean;
}

function diffOf(event: string, payload: JsonValue | null): FoundDiff | null {
  const response = event === "phx_reply" ? memberOf(payload, "response") : null;
  const rendered = memberOf(response, "rendered");
  const diff = rendered ?? (event === "diff" ? payload : memberOf(response, "diff"));
  return diff?.kind === "object" ? { diff, isPage: rendered !== null } : null;
}

/** Null where it cannot be said: what was before is not known, not all of the diff is there, or it is too much. */
function pageAfter(pages: LivePages, topic: string, { diff, isPage }: FoundDiff): LivePage | null {
  const before = isPage ? { page: {}, read: 0 } : pages.get(topic);
  const { bytes, from, to, whole } = diff;
  const read = (before?.read ?? 0) + to - from;
  if (before === undefined || !whole || to - from > MOST_PAGE) return null;
  const page = mergeLiveDiff(before.page, JSON.parse(decoder.decode(bytes.subarray(from, to))) as LiveNode);
  if (read <= MOST_PAGE) return { page, read };
  const size = JSON.stringify(page).length;
  return size > MOST_PAGE ? null : { page, read: size / 2 };
}

function without(pages: LivePages, topic: string): LivePages {
  if (!pages.has(topic)) return pages;
  const left = new Map(pages);
  left.delete(topic);
  return left;
}

function readPage(page: LiveNode): JsonValue | null {
  return readWholeJson(encoder.encode(JSON.stringify(page)));
}

/** `["4","12","lv:…`: the topic stands behind two short numbers. */
function beginsAsLive(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, HEAD_BYTES) - 3;
  for (let at = 0; at < end; at += 1) {
    if (bytes[at] === 0x22 && bytes[at + 1] === 0x6c && bytes[at + 2] === 0x76) return true;
  }
  return false;
}
