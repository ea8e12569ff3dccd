import { isAsset } from "../core/model/is-asset.ts";
import { BODY_NOT_GIVEN, bodyTooLarge } from "../core/text/say-body-note.ts";
import type { HarEntry } from "../core/wire/events.ts";
import { cutInitiator } from "./cut-initiator.ts";
import type { Feed } from "./ingest.ts";
import { createNetworkLog, type NetworkLog, type RequestFinished } from "./network-log.ts";
import { isSocket } from "./watch-sockets.ts";

/** A body above this is not asked for; the entry says so. */
const MAX_BODY_BYTES = 1024 * 1024;

/** The page's relay answers within some milliseconds. */
const START_WITHIN_MS = 1000;

/** The browser has the body at hand, or has it not. */
const BODY_WITHIN_MS = 5000;

type Request = HarEntry & { getContent(callback: (content: string | null, encoding: string) => void): void };

/** The part of `devtools.network` that is used; both browsers call back in their own way. */
interface DevtoolsNetwork {
  readonly onRequestFinished: RequestFinished;
  readonly onNavigated: { addListener(listener: (url: string) => void): void };
}

/** Feeds finished HTTP requests, with the bodies of those that may be polling, and navigations. Answers the log it listens to. */
export function watchNetwork(
  network: DevtoolsNetwork,
  feed: Feed,
  /** Calls the new document's relay, and resolves with when that document began; null where that is not known at once. */
  navigated: () => Promise<number | null>,
  {
    socketClosed = () => {},
    logged = () => false,
    paused = null,
  }: {
    /** Chromium: a WebSocket of the log was closed. */
    socketClosed?: (request: unknown) => void;
    /** The log has told of a request; answers whether it was fed before, otherwise. */
    logged?: (entry: HarEntry) => boolean;
    /** Firefox: the log is not listened to while sockets are busy. */
    paused?: ((is: boolean) => void) | null;
  } = {},
): NetworkLog {
  let lastStart = Number.NEGATIVE_INFINITY;
  let told: Promise<unknown> = Promise.resolve();
  const onFinished = (request: unknown) => {
    const finished = request as Request;
    if (isSocket(finished)) socketClosed(request);
    if (!/^https?:/i.test(finished.request.url) || isRealTime(finished)) return;
    if (logged(finished)) return;
    const at = Date.now();
    const done = (entry: HarEntry) =>
      feed({ feed: "record", record: { type: "request-finished", at, entry } });
    readRequest(finished)
      .catch(() => plainEntry(finished))
      .then(done)
      // What cannot be read as a request at all is none.
      .catch(() => {});
  };
  network.onNavigated.addListener((url) => {
    const at = Date.now();
    // One after the other, as they were.
    told = Promise.all([withinTime(navigated()), told]).then(([startedAt]) => {
      // A page that comes back from the back/forward cache began when it began; but it is shown now.
      const isNew = startedAt !== null && startedAt > lastStart;
      if (isNew) lastStart = startedAt;
      feed({ feed: "record", record: { type: "navigated", at: isNew ? startedAt : at, url } });
    });
  });
  return createNetworkLog(network.onRequestFinished, onFinished, paused);
}

/** A page that is busy answers late, and what comes after the navigation must not be taken for what was before. */
function withinTime(start: Promise<number | null>): Promise<number | null> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), START_WITHIN_MS);
    void start.then((at) => {
      clearTimeout(late);
      resolve(at);
    });
  });
}

/** WebSockets and EventSources come from the hook, message by message; here they would be listed twice. */
function isRealTime({ response, _resourceType }: Request): boolean {
  return response.status === 101 || _resourceType === "websocket" || _resourceType === "eventsource";
}

async function readRequest(request: Request): Promise<HarEntry> {
  const entry = plainEntry(request);
  const content = entry.response.content ?? {};
  const size = content.size ?? entry.response.bodySize ?? 0;
  if (content.text !== undefined || isAsset(entry) || entry.response.status === 0) return entry;
  if (size > MAX_BODY_BYTES) {
    entry.response.content = { ...content, comment: bodyTooLarge(MAX_BODY_BYTES) };
    return entry;
  }
  const body = await readBody(request);
  if (body === null) entry.response.content = { ...content, comment: BODY_NOT_GIVEN };
  else entry.response.content = withBody(content, body, isPacked(entry.response.headers ?? []));
  return entry;
}

/** Then Firefox' size is that of what was sent. */
function isPacked(headers: readonly { name: string }[]): boolean {
  return headers.some(({ name }) => name.toLowerCase() === "content-encoding");
}

/**
 * Firefox says "base64" of some bodies that it gives as text, and that none was included of all; of bytes that it gives in base64
 * it may not say so: then it is their size that tells.
 */
function withBody(
  { encoding: _encoding, comment: _comment, ...content }: NonNullable<HarEntry["response"]["content"]>,
  { text, encoding }: { text: string; encoding?: string },
  packed: boolean,
): NonNullable<HarEntry["response"]["content"]> {
  const decodedBytes = (text.length / 4) * 3 - (/=*$/.exec(text)?.[0].length ?? 0);
  const isOfItsSize = !packed && content.size === decodedBytes && decodedBytes > 0;
  const isBase64 =
    (encoding === "base64" || isOfItsSize) && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return isBase64 ? { ...content, text, encoding: "base64" } : { ...content, text };
}

/** A body may never come: of a page that is gone, of a stream that the browser does not keep. */
function readBody(request: Request): Promise<{ text: string; encoding?: string } | null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), BODY_WITHIN_MS);
    request.getContent((text, encoding) => {
      if (typeof text !== "string") resolve(null);
      else resolve(encoding === "base64" ? { text, encoding } : { text });
    });
  });
}

/** A plain copy: the browser's object has methods, and in Chromium the frames of sockets, which are large. */
function plainEntry(request: Request): HarEntry {
  const { startedDateTime, time, request: asked, response, cache, timings } = request;
  const { connection, serverIPAddress } = request;
  const started = isoTime(startedDateTime);
  const entry = {
    startedDateTime: started,
    time,
    request: asked,
    response,
    cache,
    timings,
    connection,
    serverIPAddress,
  };
  return JSON.parse(JSON.stringify({ ...entry, ...foreignKeys(request) })) as HarEntry;
}

/** Chrome's own keys, but for what is heavy or of no use outside of the browser. */
function foreignKeys(request: Request): Record<string, unknown> {
  const { _resourceType, _priority, _initiator, _fromCache } = request;
  return {
    _resourceType,
    _priority,
    _fromCache,
    _initiator: cutInitiator(_initiator),
  };
}

/** Firefox gives local time with an offset, Chrome UTC; stored is UTC. */
function isoTime(time: string): string {
  const at = Date.parse(time);
  return Number.isFinite(at) ? new Date(at).toISOString() : time;
}
