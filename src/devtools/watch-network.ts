import { isAsset } from "../core/model/is-asset.ts";
import type { HarEntry } from "../core/wire/events.ts";
import type { Feed } from "./ingest.ts";

/** A body above this is not asked for; the entry says so. */
const MAX_BODY_BYTES = 1024 * 1024;

type Request = HarEntry & { getContent(callback: (content: string | null, encoding: string) => void): void };

/** The part of `devtools.network` that is used; both browsers call back in their own way. */
interface DevtoolsNetwork {
  readonly onRequestFinished: { addListener(listener: (request: unknown) => void): void };
  readonly onNavigated: { addListener(listener: (url: string) => void): void };
}

/** Feeds finished HTTP requests, with the bodies of those that may be polling, and navigations. */
export function watchNetwork(
  network: DevtoolsNetwork,
  feed: Feed,
  /** When the document that is there now began; null where the page does not tell. */
  documentStart: () => Promise<number | null>,
  navigated: () => void,
): void {
  network.onRequestFinished.addListener((request) => {
    const finished = request as Request;
    if (!/^https?:/i.test(finished.request.url) || isRealTime(finished)) return;
    void readRequest(finished).then((entry) => {
      feed({ feed: "record", record: { type: "request-finished", at: Date.now(), entry } });
    });
  });
  network.onNavigated.addListener((url) => {
    const at = Date.now();
    navigated();
    void documentStart().then((startedAt) => {
      feed({ feed: "record", record: { type: "navigated", at: startedAt ?? at, url } });
    });
  });
}

/** WebSockets and EventSources come from the hook, message by message; here they would be listed twice. */
function isRealTime({ response, _resourceType }: Request): boolean {
  return response.status === 101 || _resourceType === "websocket" || _resourceType === "eventsource";
}

async function readRequest(request: Request): Promise<HarEntry> {
  // A plain copy: Chrome's object has methods, and the frames of sockets, which are large.
  const {
    startedDateTime,
    time,
    request: asked,
    response,
    cache,
    timings,
    connection,
    serverIPAddress,
  } = request;
  const entry: HarEntry = {
    startedDateTime: isoTime(startedDateTime),
    time,
    request: asked,
    response,
    cache,
    timings,
  };
  for (const [key, value] of Object.entries({ connection, serverIPAddress, ...foreignKeys(request) })) {
    if (value !== undefined) entry[key] = value;
  }
  const copy = JSON.parse(JSON.stringify(entry)) as HarEntry;
  const content = copy.response.content ?? {};
  const size = content.size ?? copy.response.bodySize ?? 0;
  if (content.text !== undefined || isAsset(copy) || copy.response.status === 0) return copy;
  if (size > MAX_BODY_BYTES) {
    copy.response.content = { ...content, comment: `body not kept: larger than ${MAX_BODY_BYTES} bytes` };
    return copy;
  }
  const body = await new Promise<{ text: string | null; encoding: string }>((resolve) => {
    request.getContent((text, encoding) => resolve({ text, encoding }));
  });
  if (body.text !== null && body.text !== undefined) {
    const encoding = body.encoding === "base64" ? { encoding: "base64" } : {};
    copy.response.content = { ...content, text: body.text, ...encoding };
  }
  return copy;
}

/** Chrome's own keys, but for what is heavy or of no use outside of the browser. */
function foreignKeys(request: Request): Record<string, unknown> {
  const { _resourceType, _priority, _initiator, _fromCache } = request;
  const initiator = (_initiator as { type?: unknown } | undefined)?.type;
  return {
    _resourceType,
    _priority,
    _fromCache,
    _initiator: initiator === undefined ? undefined : { type: initiator },
  };
}

/** Firefox gives local time with an offset, Chrome UTC; stored is UTC. */
function isoTime(time: string): string {
  const at = Date.parse(time);
  return Number.isFinite(at) ? new Date(at).toISOString() : time;
}
