import type { HarEntry } from "../core/wire/events.ts";
import { headerOf } from "../core/wire/header-of.ts";
import type { Feed } from "./ingest.ts";

/**
 * Passes on what the browser tells of the inspected tab, but for what belongs to sites that Duplex is off on: their
 * requests, handshakes and navigations. The hook is not in their frames; this is the rest. Order is kept.
 */
export function leaveOutSites(feed: Feed, isOff: (url: string) => Promise<boolean>): Feed {
  let page = "";
  let before: Promise<unknown> = Promise.resolve();
  return (it, transfer) => {
    const url = it.feed === "page" ? it.url : addressOf(it, page);
    const isNavigation = it.feed === "page" || (it.feed === "record" && it.record.type === "navigated");
    if (isNavigation) page = url ?? "";
    // What cannot be asked is left alone.
    const off = url === null ? Promise.resolve(false) : isOff(url).catch(() => true);
    before = Promise.all([before, off]).then(([, isLeftOut]) => {
      if (!isLeftOut) feed(it, transfer);
      else if (isNavigation) feed({ feed: "page", url: url ?? "", off: true });
    });
  };
}

/** Whose it is: the address of the frame where that is known, else of the page; null of what is nobody's. */
function addressOf(it: Parameters<Feed>[0], page: string): string | null {
  if (it.feed === "handshake") return originOf(it.handshake.entry) ?? page;
  if (it.feed !== "record") return null;
  if (it.record.type === "navigated") return it.record.url;
  return it.record.type === "request-finished" ? frameOf(it.record.entry, page) : null;
}

/** A document is its own frame's; another request names the frame that made it, if at all, as its referrer (Fetch, "referrer"). */
function frameOf({ request, _resourceType }: HarEntry, page: string): string {
  const header = (wanted: string) =>
    request.headers?.find(({ name }) => name.toLowerCase() === wanted)?.value ?? "";
  if (_resourceType === "document" || /^(document|i?frame)$/.test(header("sec-fetch-dest"))) {
    return request.url;
  }
  return header("referer") || page;
}

/** The frame that opens a WebSocket names its origin (RFC 6455 4.1), "null" where it has none. */
function originOf({ request }: HarEntry): string | null {
  const origin = headerOf(request.headers, "origin");
  return origin === null || origin === "null" ? null : `${origin}/`;
}
