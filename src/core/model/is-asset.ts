import type { HarEntry } from "../wire/events.ts";
import { headerOf } from "../wire/header-of.ts";

/** Chromium's resource types for what a page is made of (DevTools' `Common.ResourceType`). */
const ASSET_TYPES = new Set([
  "document",
  "stylesheet",
  "script",
  "image",
  "font",
  "media",
  "texttrack",
  "manifest",
  "signed-exchange",
]);
const DATA_TYPES = new Set(["xhr", "fetch", "eventsource", "websocket", "ping", "beacon", "preflight"]);
const ASSET_MIME =
  /^(text\/(html|css|javascript)|application\/((x-)?javascript|wasm|manifest\+json)|image\/|font\/|audio\/|video\/)/i;

/** What a browser says that it will do with an answer (Fetch Metadata 2.1), where that is a file of the page's. */
const ASSET_DESTINATIONS = new Set([
  ...["document", "iframe", "frame", "embed", "object", "style", "script", "image", "font", "manifest"],
  ...["audio", "video", "track", "worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet"],
]);

/** A script that answers hands over data to a function which the address names (JSONP): of Bayeux and others, of SockJS, of Engine.IO. `callback=` is also what a page's own scripts call when they are loaded. */
const JSONP = /[?&]jsonp=|\/\d{3}\/\w{6,16}\/jsonp\?|[?&]transport=polling(?:&|$)/;

/**
 * Whether a request was for one of the page's own files, and not for data. Chromium says so; of Firefox the header tells that a page cannot
 * write; where that was not sent (`http:`), the answer's MIME type and the method: HTML that a script asked for is data.
 */
export function isAsset({ request, response, _resourceType }: HarEntry): boolean {
  if (JSONP.test(request.url)) return false;
  if (typeof _resourceType === "string") {
    if (ASSET_TYPES.has(_resourceType)) return true;
    if (DATA_TYPES.has(_resourceType)) return false;
  }
  const destination = headerOf(request.headers, "sec-fetch-dest");
  if (destination === "empty") return false;
  if (destination !== null && ASSET_DESTINATIONS.has(destination)) return true;
  if (headerOf(request.headers, "x-requested-with") !== null) return false;
  return request.method === "GET" && ASSET_MIME.test(response.content?.mimeType ?? "");
}
