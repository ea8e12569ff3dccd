import type { WebRequest } from "webextension-polyfill";
import type { HarEntry, HarHeader } from "../core/wire/events.ts";
import type { ToldRequest } from "../core/wire/told-request.ts";

/** More requests than any page has under way: those that never end must not be remembered for ever. */
const MAX_UNDER_WAY = 10_000;

/** RFC 9110 15.4.5. */
const NOT_MODIFIED = 304;

interface UnderWay {
  startedAt: number;
  respondedAt: number | null;
  frameId: number | null;
  workerUrl: string | null;
  request: HarEntry["request"];
  response: HarEntry["response"];
}

interface Over {
  readonly requestId: string;
  readonly timeStamp: number;
  readonly type: string;
  readonly error?: string;
}

/** The tab that Firefox gives to what shared and service workers do: they serve documents of several (measured). */
const NO_TAB = -1;

/** The WebSockets of shared and service workers, of private windows or of the others. */
export function socketsOfWorkers(incognito: boolean): Partial<WebRequest.RequestFilter> {
  return { tabId: NO_TAB, types: ["websocket"], incognito };
}

/**
 * Firefox: tells of the requests of a tab, or others that a filter names, each when it is over, with the headers of both
 * sides; of a WebSocket the handshake. It only looks on. Answers how to stop.
 */
export function watchRequests(
  webRequest: WebRequest.Static,
  which: Partial<WebRequest.RequestFilter>,
  tell: (request: ToldRequest, socket: boolean) => void,
): () => void {
  const underWay = new Map<string, UnderWay>();
  const filter: WebRequest.RequestFilter = { urls: ["<all_urls>"], ...which };

  const begun = (details: WebRequest.OnBeforeRequestDetailsType) => {
    const { requestId, timeStamp, tabId, frameId, method, url } = details;
    const workerUrl = tabId === NO_TAB ? (details.originUrl ?? "") : null;
    const [oldest] = underWay.keys();
    if (underWay.size >= MAX_UNDER_WAY && oldest !== undefined) underWay.delete(oldest);
    underWay.set(requestId, {
      startedAt: timeStamp,
      respondedAt: null,
      frameId: workerUrl === null ? frameId : null,
      workerUrl,
      request: { method, url, httpVersion: "", headers: [], headersSize: -1, bodySize: -1 },
      response: { status: 0, statusText: "", httpVersion: "", headers: [], headersSize: -1, bodySize: -1 },
    });
  };
  const sent = ({ requestId, requestHeaders }: WebRequest.OnSendHeadersDetailsType) => {
    const it = underWay.get(requestId);
    if (it !== undefined) it.request.headers = toHarHeaders(requestHeaders);
  };
  const answered = (details: WebRequest.OnHeadersReceivedDetailsType) => {
    const it = underWay.get(details.requestId);
    // Where the cache asked, the server's word comes first, and then once more as the page gets it: as the answer that was stored.
    if (it === undefined || it.response.status === NOT_MODIFIED) return;
    const [, httpVersion = "", statusText = ""] = /^(\S+) \d+ ?(.*)$/.exec(details.statusLine) ?? [];
    const headers = toHarHeaders(details.responseHeaders);
    const type = headers.find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
    it.respondedAt = details.timeStamp;
    it.request.httpVersion = httpVersion;
    Object.assign(it.response, { status: details.statusCode, statusText, httpVersion, headers });
    it.response.content = { size: -1, mimeType: type };
  };
  const over = (details: Over) => {
    const it = underWay.get(details.requestId);
    if (it === undefined) return;
    underWay.delete(details.requestId);
    const { startedAt, respondedAt, frameId, workerUrl, request, response } = it;
    const socket = details.type === "websocket";
    const entry: HarEntry = {
      startedDateTime: new Date(startedAt).toISOString(),
      time: Math.max(0, details.timeStamp - startedAt),
      request,
      response,
      cache: {},
      timings: timingsOf(it, details.timeStamp),
      ...(socket ? { _resourceType: "websocket" } : {}),
    };
    const endedAt = details.timeStamp;
    const error = details.error ?? "";
    tell({ entry, startedAt, respondedAt, endedAt, error, frameId, workerUrl }, socket);
  };

  webRequest.onBeforeRequest.addListener(begun, filter);
  webRequest.onSendHeaders.addListener(sent, filter, ["requestHeaders"]);
  webRequest.onHeadersReceived.addListener(answered, filter, ["responseHeaders"]);
  webRequest.onBeforeRedirect.addListener(over, filter);
  webRequest.onCompleted.addListener(over, filter);
  webRequest.onErrorOccurred.addListener(over, filter);
  return () => {
    webRequest.onBeforeRequest.removeListener(begun);
    webRequest.onSendHeaders.removeListener(sent);
    webRequest.onHeadersReceived.removeListener(answered);
    webRequest.onBeforeRedirect.removeListener(over);
    webRequest.onCompleted.removeListener(over);
    webRequest.onErrorOccurred.removeListener(over);
  };
}

function timingsOf({ startedAt, respondedAt }: UnderWay, endedAt: number): Record<string, number> {
  const wait = Math.max(0, (respondedAt ?? endedAt) - startedAt);
  return { send: 0, wait, receive: Math.max(0, endedAt - startedAt - wait) };
}

/** Values that are no text come as bytes; a header's are octets (RFC 9110 5.5). */
function toHarHeaders(headers: WebRequest.HttpHeaders | undefined): HarHeader[] {
  return (headers ?? []).map(({ name, value, binaryValue }) => ({
    name,
    value: value ?? String.fromCharCode(...((binaryValue as unknown as number[] | undefined) ?? [])),
  }));
}
